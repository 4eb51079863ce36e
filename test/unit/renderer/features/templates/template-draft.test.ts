import { expect, test } from 'vitest'
import {
  changedLanguages,
  channelsOf,
  draftOf,
  fieldsFor,
  isChanged,
  speaksOfBalance,
  type Template,
  withText,
} from '../../../../../renderer/features/templates/template-draft.ts'

const english = { sms: 'Hello', emailSubject: '', emailText: '', ownCopy: true, updatedAt: 0 }
const template: Template = {
  key: 'own-1',
  eventType: 'bulk',
  name: 'Closing day',
  builtIn: false,
  forSending: true,
  onChange: 'rewrite',
  languages: { en: english },
}

test('a draft is changed only where a text differs from the one on file', () => {
  const saved = draftOf(template)
  const changed = withText(saved, 'sw', 'sms', 'Habari')
  expect([isChanged(saved, saved), changedLanguages(saved, changed), isChanged(saved, withText(changed, 'sw', 'sms', ''))]).toEqual([false, ['sw'], false])
})

test('a new name alone is saved with the first language that has a text', () => {
  const saved = draftOf(template)
  expect(changedLanguages(saved, { ...saved, name: 'Opening day' })).toEqual(['en'])
  expect(changedLanguages(draftOf(null), { ...draftOf(null), name: 'Opening day' })).toEqual([])
})

test('a field that another event owns is not offered', () => {
  expect(fieldsFor('payment_received')).toContain('receipt')
  expect(fieldsFor('bulk')).not.toContain('receipt')
  expect(fieldsFor('bulk')).toContain('balance')
})

test('a template goes by the channels that it has a text for', () => {
  expect(channelsOf(template)).toEqual({ sms: true, email: false })
})

test('a changed answer to “if the balance changes” is saved with the first language that has a text', () => {
  const saved = draftOf(template)
  const changed = { ...saved, onChange: 'skip' as const }
  expect([isChanged(saved, changed), changedLanguages(saved, changed)]).toEqual([true, ['en']])
})

test.each([
  ['School closes on Friday.', false],
  ['The balance is at the office.', false],
  ['You owe {{ balance | money }}.', true],
  ['{% if days > 30 %}Late.{% endif %}', true],
])('“%s” speaks of what is owed: %s', (text, speaks) => {
  expect(speaksOfBalance(withText(draftOf(null), 'sw', 'emailText', text))).toBe(speaks)
})
