import { expect, test } from 'vitest'
import { readRelayPage, readRelayReport } from '../../../../../electron/reports/relay/answer.ts'

const INSTALLATIONS = { current: 'inst', past: [] }
const AT = '2026-11-20T09:15:30+03:00'
const said = (report: object) => readRelayPage(JSON.stringify({ reports: [{ id: 7, at: AT, ...report }] }))?.reports[0] ?? { id: '', content: null }

test('a page is read whole or not at all', () => {
  expect(['', '<html>', '[]', '{"reports":{}}', '{"reports":[{"type":"sms"}]}'].map(readRelayPage)).toEqual(Array(5).fill(null))
  expect(readRelayPage('{"reports":[],"more":false}')).toEqual({ reports: [], more: false })
})

test('a report of a kind that is not known stands in nobody’s way', () => {
  const page = readRelayPage(
    JSON.stringify({
      reports: [
        { id: 'a', type: 'carrier_pigeon' },
        { id: 'b', type: 'sms', at: 'yesterday', status: 'Success' },
      ],
      more: true,
    }),
  )
  expect(page).toEqual({
    reports: [
      { id: 'a', content: null },
      { id: 'b', content: null },
    ],
    more: true,
  })
})

test('an SMS report is found by its id, or by its number in the ten minutes before', () => {
  const update = readRelayReport(
    said({ type: 'sms', messageId: 'ATXid_1', phone: '+254711000001', status: 'Failed', failureReason: 'UserInBlackList' }),
    INSTALLATIONS,
  )
  const at = Date.parse(AT)
  expect(update).toMatchObject({
    kind: 'report',
    report: {
      about: { channel: 'sms', providerId: 'ATXid_1', address: '+254711000001', between: [at - 600_000, at + 60_000] },
      externalKey: 'ATXid_1|failed|userinblacklist',
      verdict: 'failed',
      reason: 'blacklisted',
      at,
    },
  })
})

test('an opened mail is known by its Message-ID, and an opt-out by its number', () => {
  expect(readRelayReport(said({ type: 'email', messageId: '<inst.9@s.example>', event: 'opened' }), INSTALLATIONS)).toMatchObject({
    report: { about: { channel: 'email', own: { id: 9, lastBoot: null } }, verdict: 'opened', externalKey: 'opened' },
  })
  expect(readRelayReport(said({ type: 'opt_out', phone: '0711 000 001' }), INSTALLATIONS)).toEqual({ kind: 'opt_out', phone: '+254711000001' })
  expect(readRelayReport(said({ type: 'opt_out', phone: '12' }), INSTALLATIONS)).toBe(null)
})
