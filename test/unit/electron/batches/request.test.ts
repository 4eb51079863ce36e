import { expect, test } from 'vitest'
import { planRequest } from '../../../../electron/batches/request.ts'
import { oldestOf, staleAsAt, staleBefore } from '../../../../electron/school/freshness.ts'
import type { TemplateEntry } from '../../../../electron/templates/library.ts'

const school = {
  id: 1,
  name: 'Nyota Ridge Secondary School',
  shortName: 'Nyota Ridge',
  officePhone: '',
  paybill: '',
  currency: 'KES',
  zone: 'Africa/Nairobi',
  term: 3,
  year: 2026,
}
const template = (sms: string, emailText = ''): TemplateEntry => ({
  key: 'own',
  eventType: 'bulk',
  name: 'Own',
  builtIn: false,
  forSending: true,
  onChange: 'rewrite',
  languages: { en: { sms, emailSubject: emailText && 'Fees', emailText, ownCopy: true, updatedAt: 0 } },
})
const NOW = Date.parse('2026-11-20T09:00:00+03:00')
const DAY_MS = 86_400_000

test.each([
  ['You owe {{balance}}.', true],
  ['{% if total > 0 %}Please pay.{% endif %}', true],
  ['Please pay by {{due_date}}.', true],
  ['{{lines}}', true],
  ['School closes on Friday, {{guardian}}.', false],
  ['The fee of the term is {{amount}}.', false],
])('“%s” is true only for as long as the balance stands: %s', (text, says) => {
  const { texts } = planRequest(template(text, text), school, { channel: 'both', audience: { balanceOverCents: null } }, NOW)
  expect(texts.en?.saysBalance).toEqual({ sms: says, email: says })
})

test('a text that could not go out is refused', () => {
  expect(() => planRequest(template('{{balanse}}'), school, { channel: 'sms', audience: { balanceOverCents: null } }, NOW)).toThrow('template_broken')
})

test.each([
  [[null], null],
  [[NOW - 3 * DAY_MS], null],
  [[NOW - 3 * DAY_MS - 1], NOW - 3 * DAY_MS - 1],
  [[NOW, NOW - 5 * DAY_MS, NOW - 4 * DAY_MS], NOW - 5 * DAY_MS],
  [[null, NOW - 4 * DAY_MS], NOW - 4 * DAY_MS],
])('of children whose balances are as at %s, those that are too old are as at %s', (all, stale) => {
  const children = all.map((balancesAsAt) => ({ balancesAsAt }))
  expect(staleAsAt({ balanceCents: 500, children }, staleBefore(3, NOW))).toBe(stale)
  expect(staleAsAt({ balanceCents: null, children }, staleBefore(3, NOW))).toBeNull()
})

test('children of whom nothing was told have no age', () => {
  expect(oldestOf([])).toBeNull()
  expect(oldestOf([{ balancesAsAt: null }])).toBeNull()
})
