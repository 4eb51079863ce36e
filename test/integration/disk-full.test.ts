import { expect, test } from 'vitest'
import { failureOf } from '../../shared/errors.ts'
import { temporaryDatabase } from '../support/database.ts'

test('a full disk is named, leaves the records as they were, and they go on when there is room', async () => {
  const { db } = await temporaryDatabase()
  const fill = () => db.write((tx) => tx.run("INSERT INTO settings (key, value, updated_at) VALUES ('large', hex(zeroblob(1000000)), 0)"))
  db.all('PRAGMA max_page_count = 1')
  const error = await fill().catch((e: unknown) => e)
  expect(failureOf(error)?.key).toBe('disk_full')
  expect(db.get('SELECT count(*) n FROM settings')).toEqual({ n: 0 })
  db.all('PRAGMA max_page_count = 1000000000')
  await fill()
  expect(db.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
})
