/** The names of these records: the one that they bear, and those that they bore, or that the records bore in whose place they were put. */
import { z } from 'zod'
import type { Reader, Tx } from '../../db/client.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'

export type PastName = {
  readonly name: string
  /** What was sent under this name is known to these records as far as this run of it; what a later run sent is not. */
  readonly lastBoot: number
  /** These records bore it themselves until this run: the ids of what they sent by then are theirs. Null: others bore it, whose ids may differ. */
  readonly ownUntil: number | null
}
export type Names = {
  /** In the Message-ID of every mail, and in every line of the journal; null in new records. */
  readonly name: string | null
  readonly past: readonly PastName[]
}

const NAME = 'installation'
const PAST = 'past_installations'
const pastSchema = z.array(z.object({ name: z.string(), lastBoot: z.number(), ownUntil: z.number().nullable() }))

export function namesOf(db: Pick<Reader, 'get'>): Names {
  return { name: z.string().safeParse(readSetting(db, NAME)).data ?? null, past: pastSchema.safeParse(readSetting(db, PAST)).data ?? [] }
}

export function saveNames(tx: Tx, name: string, past: readonly PastName[], now: number): void {
  writeSetting(tx, NAME, name, now)
  writeSetting(tx, PAST, past, now)
}

/** Each name once, with the latest of its runs. What these records bore themselves they bore until they gave it up, whoever used it later. PURE. */
export function latestOf(names: readonly PastName[]): PastName[] {
  const latest = new Map<string, PastName>()
  for (const { name, lastBoot, ownUntil } of names) {
    const before = latest.get(name)
    latest.set(name, { name, lastBoot: Math.max(lastBoot, before?.lastBoot ?? 0), ownUntil: before?.ownUntil ?? ownUntil })
  }
  return [...latest.values()]
}
