import { describe, expect, it } from 'vitest'
import {
  type Choice,
  choiceFault,
  draftOf,
  exampleText,
  firstWords,
  languagesOf,
  overCents,
  sampleText,
  type Template,
} from '../../../../../renderer/features/send/draft.ts'

const choice: Choice = { templateKey: 'payment_reminder', channel: 'sms', scope: 'everyone', classes: [], over: '', copies: false }
const texts = (sms: string) => ({ sms, emailSubject: 'Fees', emailText: 'Dear parent', ownCopy: false, updatedAt: 0 })
const template = (languages: Template['languages']): Template => ({
  key: 'bulk',
  eventType: 'bulk',
  name: 'Meeting',
  builtIn: false,
  forSending: true,
  onChange: 'rewrite',
  languages,
})

describe('an amount that a balance is compared with', () => {
  it.each([
    ['', 0],
    ['0', 0],
    ['5000', 500_000],
    ['KES 5,000.50', 500_050],
    ['-5', null],
    ['abc', null],
    ['1000000001', null],
  ])('"%s" is %s cents', (typed, cents) => {
    expect(overCents(typed)).toBe(cents)
  })
})

describe('what is chosen on the Send page', () => {
  it.each([
    { change: {}, fault: null },
    { change: { templateKey: null }, fault: 'no_template' },
    { change: { scope: 'classes' }, fault: 'no_class' },
    { change: { scope: 'classes', classes: ['Form 2'] }, fault: null },
    { change: { scope: 'owing', over: 'lots' }, fault: 'not_money' },
    { change: { scope: 'everyone', over: 'lots' }, fault: null },
  ] as const)('$change: $fault', ({ change, fault }) => {
    expect(choiceFault({ ...choice, ...change })).toBe(fault)
  })

  it('becomes no draft while something is wrong', () => {
    expect(draftOf({ ...choice, templateKey: null })).toBeNull()
    expect(draftOf({ ...choice, scope: 'owing', over: 'lots' })).toBeNull()
  })

  it('leaves out of the draft what belongs to another kind of audience', () => {
    expect(draftOf({ ...choice, classes: ['Form 2'], over: '5,000', copies: true })).toEqual({
      templateKey: 'payment_reminder',
      channel: 'sms',
      audience: { classes: [], balanceOverCents: null, includeCopies: true },
    })
    expect(draftOf({ ...choice, scope: 'owing', classes: ['Form 2'], over: '5,000' })?.audience).toEqual({
      classes: ['Form 2'],
      balanceOverCents: 500_000,
      includeCopies: false,
    })
  })
})

describe('a template to choose', () => {
  it.each([
    ['Short.', 20, 'Short.'],
    ['Dear  parent,\nplease pay', 40, 'Dear parent, please pay'],
    ['Dear parent, please pay the balance', 20, 'Dear parent, please…'],
    ['Aaaaaaaaaaaaaaaaaaaaaaaa', 10, 'Aaaaaaaaaa…'],
  ])('begins "%s" in %i letters as "%s"', (text, most, words) => {
    expect(firstWords(text, most)).toBe(words)
  })

  it('is known by the text in the language of the screen, or the one there is', () => {
    const both = template({ en: texts('Hello'), sw: texts('Habari') })
    expect(sampleText(both, 'sw')).toBe('Habari')
    expect(sampleText(template({ en: texts('Hello') }), 'sw')).toBe('Hello')
    expect(sampleText(template({ en: texts('') }), 'en')).toBe('Fees')
    expect(languagesOf(template({ sw: texts('Habari') }))).toEqual(['sw'])
  })
})

describe('a text as it may read', () => {
  const example = (field: string) => `<${field}>`
  it.each([
    ['{{school}}: {{ balance | money }}', '<school>: <balance>'],
    ['Due{% if due_date %} on {{due_date}}{% endif %}.', 'Due on <due_date>.'],
    ['{% if days %}Late{% else %}{{office}}{% endif %}!', 'Late!'],
    ['{{balnce}}x {{', 'x {{'],
  ])('"%s" shows "%s"', (text, shown) => {
    expect(exampleText(text, example)).toBe(shown)
  })
})
