/** The names of these records: the one that they bear, and those that they bore, or that the records bore in whose place they were put. */
import { z } from 'zod'
import type { Reader, Tx } from '../../db/client.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'

/** What was sent under this name is known to these records as far as its run `lastBoot`; what a later run of it sent is not. */
export type PastName = { readonly name: string; readonly lastBoot: number }
export type Names = {
  /** In the Message-ID of every mail, and in every line of the journal; null in new records. */
  readonly name: string | null
  readonly past: readonly PastName[]
}

const NAME = 'installation'
const PAST = 'past_installations'
const pastSchema = z.array(z.object({ name: z.string(), lastBoot: z.number() }))

export function namesOf(db: Pick<Reader, 'get'>): Names {
  return { name: z.string().safeParse(readSetting(db, NAME)).data ?? null, past: pastSchema.safeParse(readSetting(db, PAST)).data ?? [] }
}

export function saveNames(tx: Tx, name: string, past: readonly PastName[], now: number): void {
  writeSetting(tx, NAME, name, now)
  writeSetting(tx, PAST, past, now)
}

/** Each name once, with the latest of its runs. PURE. */
export function latestOf(names: readonly PastName[]): PastName[] {
  const latest = new Map<string, number>()
  for (const { name, lastBoot } of names) latest.set(name, Math.max(lastBoot, latest.get(name) ?? 0))
  return [...latest].map(([name, lastBoot]) => ({ name, lastBoot }))
}
