import type { Reader, Tx } from '../client.ts'

/** A setting's JSON, or undefined where it was never set. Its schema is the caller's. */
export function readSetting(db: Pick<Reader, 'get'>, key: string): unknown {
  const row = db.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)
  return row && JSON.parse(row.value)
}

export function writeSetting(tx: Tx, key: string, value: unknown, now: number): void {
  tx.run(
    'INSERT INTO settings (key, value, updated_at) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE SET value = ?2, updated_at = ?3',
    key,
    JSON.stringify(value),
    now,
  )
}

/** Adds to the append-only record of what was done: ids and counts, never names, numbers or texts. */
export function recordAudit(tx: Tx, at: number, action: string, about: Readonly<Record<string, string | number | boolean | null>>): void {
  tx.run('INSERT INTO audit (at, action, about) VALUES (?, ?, ?)', at, action, JSON.stringify(about))
}
