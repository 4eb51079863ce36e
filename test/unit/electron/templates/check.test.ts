import { describe, expect, test } from 'vitest'
import { BUILT_IN } from '../../../../electron/templates/built-in.ts'
import { checkText, nearestField } from '../../../../electron/templates/check.ts'
import { compileText, Figure, renderText } from '../../../../electron/templates/engine.ts'

const problems = (text: string) => checkText(text, 'payment_reminder').problems

describe('mistakes in a text are named', () => {
  test.each([
    ['a field that there is not', 'Dear {{gardian}}', { key: 'unknown_field', params: { field: 'gardian', nearest: 'guardian' }, line: 1 }],
    ['on its own line', 'Dear\n{{balanse}}', { key: 'unknown_field', params: { field: 'balanse', nearest: 'balance' }, line: 2 }],
    ['a filter that there is not', '{{balance | shout}}', { key: 'unknown_filter', params: { filter: 'shout' }, line: 1 }],
    ['a bracket never closed', 'Dear {{guardian', { key: 'not_closed', params: { open: '{{', close: '}}' } }],
    ['a condition never closed', '{% if days', { key: 'not_closed', params: { open: '{%', close: '%}' } }],
    ['a loop', '{% for i in (1..9) %}x{% endfor %}', { key: 'syntax' }],
    ['a file', '{% render "package.json" %}', { key: 'syntax' }],
    ['an assignment', '{% assign school = "x" %}', { key: 'syntax' }],
    ['a receipt where there is none', 'Ref {{receipt}}', { key: 'not_for_event', params: { field: 'receipt' } }],
    ['nothing at all', '  \n ', { key: 'empty' }],
    ['a way into JavaScript', '{{guardian.constructor}} {{constructor}}', { key: 'unknown_field' }],
  ])('%s', (_name, text, expected) => {
    expect(problems(text)[0]).toMatchObject(expected)
  })
})

test('a mistake made twice in one line is named once, and in two lines twice', () => {
  expect(problems('{guardian} {{gardian}} {guardian} {{gardian}}\n{guardian}').map(({ key, line }) => [key, line])).toEqual([
    ['unknown_field', 1],
    ['other_brackets', 1],
    ['other_brackets', 2],
  ])
})

describe('a known field in other brackets is a mistake, with what is right', () => {
  const right = 'Dear {{guardian}}, {{balance}}'
  test.each([
    '{guardian}',
    '$' + '{guardian}',
    '[guardian]',
    '((guardian))',
    '%guardian%',
    '<guardian>',
    '«guardian»',
    '[[guardian]]',
    '{ Guardian }',
    '<%= guardian %>',
    '#guardian#',
    '@guardian',
    '$guardian',
  ])('%s', (found) => {
    const params = { found, field: 'guardian', right: '{{guardian}}' }
    expect(problems(`${right}\n${found}`)).toEqual([{ key: 'other_brackets', params, line: 2 }])
  })
  test.each([
    '{{guardian}}',
    '{% if due_date %}due{% endif %}',
    '5% off, 10% balance',
    '[urgent]',
    '(balance)',
    'a < b > c',
    '{hello}',
    'bursar@school.example',
    'Form #2',
  ])('%s is none', (text) => {
    expect(problems(text)).toEqual([])
  })
})

describe('rendering', () => {
  const render = (text: string, scope: object) => renderText(compileText(text), scope)
  const balance = new Figure(45_000, '45,000')

  test('the requirement’s plain texts work unchanged', () => {
    const text = 'Invoice {{invoice_number}}: KES {{amount}} due {{due_date}}'
    expect(render(text, { invoice_number: 'INV-7', amount: balance, due_date: '1 Dec 2026' })).toEqual({
      ok: true,
      text: 'Invoice INV-7: KES 45,000 due 1 Dec 2026',
    })
  })
  test('a value that is not on file is named, never left blank', () => {
    expect(render('Due {{due_date}}', {})).toEqual({ ok: false, missing: 'due_date' })
  })
  test('what is asked for by "if" may be missing', () => {
    expect(render('Fees{% if due_date %} due {{due_date}}{% endif %}.', {})).toEqual({ ok: true, text: 'Fees.' })
  })
  test('amounts compare in shillings', () => {
    expect(render('{% if balance > 40000 %}much{% else %}little{% endif %}', { balance })).toEqual({ ok: true, text: 'much' })
    expect(render('{{balance | money}}', { balance })).toEqual({ ok: true, text: '45,000' })
  })
  test('a name with marks of a template in it is only a name', () => {
    expect(render('{{guardian}}', { guardian: '{{school}} {% if %}' })).toEqual({ ok: true, text: '{{school}} {% if %}' })
  })
  test('a prototype is no field', () => {
    expect(render('{{ toString }}', {})).toEqual({ ok: false, missing: 'toString' })
  })
})

test('every built-in text is without mistake in both languages', () => {
  for (const { eventType, texts } of BUILT_IN) {
    for (const text of Object.values(texts).flatMap((t) => [t.sms, t.emailSubject, t.emailText])) expect(checkText(text, eventType).problems, text).toEqual([])
  }
})

test('a misspelt field is nearest to the one that was meant', () => {
  expect(['studnt', 'Adm', 'due', 'ballance', 'paybil'].map(nearestField)).toEqual(['student', 'adm', 'date', 'balance', 'paybill'])
})

test('a school without a paybill can send every built-in text, and no text speaks of one', () => {
  const figure = new Figure(4_500, '4,500')
  const known = { school: 'Nyota Ridge', guardian: 'Grace Mfano', student: 'Amina', adm: '101', lines: 'Amina 4,500', term: 3, year: 2026 }
  const scope = {
    ...known,
    amount: figure,
    balance: figure,
    total: figure,
    days: 40,
    office: '0700 111 222',
    as_at: '19 Nov 2026',
    date: '19 Nov 2026',
    receipt: 'R1',
  }
  for (const text of BUILT_IN.flatMap((b) => Object.values(b.texts)).flatMap((t) => [t.sms, t.emailSubject, t.emailText])) {
    const rendered = renderText(compileText(text), scope)
    expect(rendered, text).toMatchObject({ ok: true })
    expect(rendered.ok && rendered.text).not.toMatch(/paybill|m-pesa| {2}|\n{3}/i)
    const paying = renderText(compileText(text), { ...scope, paybill: '555017' })
    expect(paying.ok && paying.text).not.toMatch(/ {2}|\n{3}/)
  }
})
