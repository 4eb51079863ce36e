import { expect, test } from 'vitest'
import { logSearch, settingsSearch } from '../../../../../renderer/lib/format/search.ts'

test('the address of the log keeps its filters', () => {
  const search = { state: ['failed', 'unconfirmed'], batch: 7, channel: 'sms', q: 'Otieno' }
  expect(logSearch.parse(search)).toEqual(search)
})

test('what an address cannot mean is dropped and the rest kept', () => {
  expect(logSearch.parse({ state: ['lost'], batch: -1, channel: 'fax', q: 'x'.repeat(81), other: 1 })).toEqual({})
  expect(logSearch.parse({ state: 'failed', batch: 7 })).toEqual({ batch: 7 })
  expect(settingsSearch.parse({ section: 'secrets' })).toEqual({})
})
