/** The installation id of these records, and the ids that they, or the records whose place they took, had before. */
import { z } from 'zod'
import type { Reader, Tx } from '../../db/client.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'

/** A UUID. It is in the Message-ID of every mail and in every line of the sent-journal. Restored records get a new one. */
export type InstallationId = string

export type PastInstallation = {
  readonly id: InstallationId
  /** These records know what was sent under this id up to this boot, and nothing of what a later boot sent. */
  readonly lastBoot: number
  /** Up to this boot the id was these records' own, and so are the message ids sent under it. Null: it was only ever another copy's. */
  readonly ownUntil: number | null
}
export type Installations = {
  /** Null in new records. */
  readonly current: InstallationId | null
  readonly past: readonly PastInstallation[]
}

const CURRENT = 'installation'
const PAST = 'past_installations'
/** As it is stored: the id is called `name` there. */
const storedPast = z.array(z.object({ name: z.string(), lastBoot: z.number(), ownUntil: z.number().nullable() }))

/** Reads the installation ids of these records. */
export function readInstallations(db: Pick<Reader, 'get'>): Installations {
  const past = storedPast.safeParse(readSetting(db, PAST)).data ?? []
  return {
    current: z.string().safeParse(readSetting(db, CURRENT)).data ?? null,
    past: past.map(({ name, lastBoot, ownUntil }) => ({ id: name, lastBoot, ownUntil })),
  }
}

/** Stores the installation ids of these records. `now`: ms UTC. */
export function saveInstallations(tx: Tx, current: InstallationId, past: readonly PastInstallation[], now: number): void {
  const stored: z.input<typeof storedPast> = past.map(({ id, lastBoot, ownUntil }) => ({ name: id, lastBoot, ownUntil }))
  writeSetting(tx, CURRENT, current, now)
  writeSetting(tx, PAST, stored, now)
}

/** Keeps each id once, with its latest boot. An id that was these records' own stays so until `ownUntil`, whoever used it later. PURE. */
export function mergePast(installations: readonly PastInstallation[]): PastInstallation[] {
  const latest = new Map<InstallationId, PastInstallation>()
  for (const { id, lastBoot, ownUntil } of installations) {
    const before = latest.get(id)
    latest.set(id, { id, lastBoot: Math.max(lastBoot, before?.lastBoot ?? 0), ownUntil: before?.ownUntil ?? ownUntil })
  }
  return [...latest.values()]
}
