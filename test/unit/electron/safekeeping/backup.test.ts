import { expect, test } from 'vitest'
import { toDrop } from '../../../../electron/safekeeping/backup.ts'

const DAY = 86_400_000

test('the newest fourteen backups stay, and the newest of each of twelve months', () => {
  const newest = Date.UTC(2026, 10, 20, 6)
  const daily = Array.from({ length: 500 }, (_, i) => ({ file: `${i}`, at: newest - i * DAY }))
  const dropped = new Set(toDrop(daily))
  const kept = daily.filter((backup) => !dropped.has(backup)).map(({ at }) => new Date(at).toISOString().slice(0, 10))
  expect(kept.slice(0, 14)).toEqual(Array.from({ length: 14 }, (_, i) => `2026-11-${20 - i < 10 ? '0' : ''}${20 - i}`))
  expect(kept.slice(14)).toEqual([
    '2026-10-31',
    '2026-09-30',
    '2026-08-31',
    '2026-07-31',
    '2026-06-30',
    '2026-05-31',
    '2026-04-30',
    '2026-03-31',
    '2026-02-28',
    '2026-01-31',
    '2025-12-31',
  ])
})

test('few backups all stay', () => {
  expect(toDrop(Array.from({ length: 14 }, (_, i) => ({ file: `${i}`, at: i })))).toEqual([])
})
