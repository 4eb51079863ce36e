import { expect, test } from 'vitest'
import { journalFileName, parseLine } from '../../../../electron/safekeeping/journal-format.ts'
import { mayHoldUnknown } from '../../../../electron/safekeeping/journal-reader.ts'

const installation = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'
const past = [{ id: '9f1c2d3e-0000', lastBoot: 9, ownUntil: 9 }]
const known = (lastBoot: { id: number; stoppedAt: number | null } | undefined) => ({ current: installation, past, lastBoot })

test('a journal is named by its mode, day, installation and boot', () => {
  expect(journalFileName({ mode: 'live', day: '20261120', installation, bootId: 12 })).toBe('live.sent-20261120-1b9d6bcd-12.ndjson')
})

test('a line of an older console is read: one without account and price too', () => {
  const line = `{"e":"${installation}","c":"sms","m":7,"k":1000,"n":1,"b":3,"v":"twilio","a":"f00d","o":"accepted","p":"SM1","s":800000,"x":790000,"y":"USD","t":2000}`
  const attempt = { channel: 'sms', id: 7, madeAt: 1_000, n: 1, bootId: 3, provider: 'twilio', outcome: 'accepted', providerId: 'SM1', at: 2_000 }
  expect(parseLine(line)).toEqual({ installation, attempt: { ...attempt, account: 'f00d', spentMicros: 800_000, costMicros: 790_000, costCurrency: 'USD' } })
  const short = `{"e":"${installation}","c":"email","m":7,"k":1000,"n":1,"b":3,"v":"smtp","o":"open","p":null,"t":2000}`
  expect(parseLine(short)?.attempt).toEqual({
    ...attempt,
    channel: 'email',
    provider: 'smtp',
    outcome: null,
    providerId: null,
    account: '',
    spentMicros: 0,
    costMicros: null,
    costCurrency: null,
  })
  expect(parseLine(line.slice(0, 80))).toBeNull()
})

test.each([
  ['of the last boot, which came to its end', 4, 5, false],
  ['of the last boot, which was killed', 4, null, true],
  ['of an earlier boot', 3, null, false],
  ['of a later boot: the records are older', 5, 5, true],
])('a journal %s', (_name, bootId, stoppedAt, unknown) => {
  expect(mayHoldUnknown({ installation: '1b9d6bcd', bootId }, known({ id: 4, stoppedAt }))).toBe(unknown)
})

test('a journal of an unknown installation is read, one of a past installation only where its boot came after the change of id', () => {
  expect(mayHoldUnknown({ installation: 'abcdef01', bootId: 1 }, known({ id: 4, stoppedAt: 5 }))).toBe(true)
  expect(mayHoldUnknown({ installation: '9f1c2d3e', bootId: 9 }, known({ id: 4, stoppedAt: 5 }))).toBe(false)
  expect(mayHoldUnknown({ installation: '9f1c2d3e', bootId: 10 }, known({ id: 4, stoppedAt: 5 }))).toBe(true)
  expect(mayHoldUnknown({ installation: '1b9d6bcd', bootId: 1 }, known(undefined))).toBe(true)
})
