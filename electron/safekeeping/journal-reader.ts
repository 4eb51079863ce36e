/** Reads the sent-journals back: the attempts that records may not know of. Removes those that are too old for any backup. */
import { open, readdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { JournalAttempt } from '../../db/queries/journal.ts'
import type { Installations, PastInstallation } from './installation.ts'
import type { JournalPlace } from './journal.ts'
import { type JournalFile, journalFileName, parseJournalFileName, parseLine, shortId } from './journal-format.ts'

/** Journals of this many sending days are kept; the oldest monthly backup is a year old. Counted in files, since a clock can be wrong. */
const KEEP_DAYS = 400
/** At first only the end of a journal is read: about 1,500 lines, where a poll writes some tens. */
const TAIL_BYTES = 256 * 1024

/** What the records know of themselves when they are opened. */
export type KnownBoots = Installations & {
  readonly lastBoot: { readonly id: number; readonly stoppedAt: number | null } | undefined
}
export type JournalContent = {
  /** One for each attempt, with its outcome where there is one; oldest boot first. */
  readonly attempts: readonly JournalAttempt[]
  /** The installations and boots that made them. */
  readonly installations: readonly PastInstallation[]
  /** True where only the end of a journal of the last boot was read. Records that know the end know all: what they lack, they lack from the end. */
  readonly isPartial: boolean
}

/** Reads the attempts that the records may not know of. `all`: the whole of each journal, however long. A torn or foreign line is passed over. */
export async function readJournals({ folder, mode }: JournalPlace, known: KnownBoots, { all = false } = {}): Promise<JournalContent> {
  const attempts = new Map<string, JournalAttempt>()
  const lastBoots = new Map<string, number>()
  const files = (await listJournals({ folder, mode })).filter((file) => mayHoldUnknown(file, known))
  const ofLastBoot = files.every(
    ({ installation, bootId }) => known.current !== null && installation === shortId(known.current) && bootId === known.lastBoot?.id,
  )
  const mostBytes = ofLastBoot && !all ? TAIL_BYTES : Number.POSITIVE_INFINITY
  let isPartial = false
  for (const name of files.map(journalFileName)) {
    const { text, whole } = await readEnd(path.join(folder, name), mostBytes)
    isPartial ||= !whole
    for (const line of text.split('\n')) {
      const entry = parseLine(line)
      if (!entry || known.past.some(({ id, lastBoot }) => id === entry.installation && entry.attempt.bootId <= lastBoot)) continue
      const { installation, attempt } = entry
      lastBoots.set(installation, Math.max(attempt.bootId, lastBoots.get(installation) ?? 0))
      const key = `${attempt.channel}.${attempt.id}.${attempt.madeAt}.${attempt.n}`
      if (attempt.outcome !== null || !attempts.has(key)) attempts.set(key, attempt)
    }
  }
  const installations = [...lastBoots].map(([id, lastBoot]) => ({ id, lastBoot, ownUntil: null }))
  return { attempts: [...attempts.values()], installations, isPartial }
}

/** Reads at most the last `mostBytes` of a file. */
async function readEnd(file: string, mostBytes: number): Promise<{ text: string; whole: boolean }> {
  const { size } = await stat(file)
  if (size <= mostBytes) return { text: await readFile(file, 'utf8'), whole: true }
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, size - mostBytes)
    return { text: buffer.toString('utf8', 0, bytesRead), whole: false }
  } finally {
    await handle.close()
  }
}

/** Removes the journals of all but the newest KEEP_DAYS days on which something was sent. */
export async function pruneJournals({ folder, mode }: JournalPlace): Promise<void> {
  const all = await listJournals({ folder, mode })
  const kept = new Set([...new Set(all.map(({ day }) => day))].sort().slice(-KEEP_DAYS))
  for (const file of all) if (!kept.has(file.day)) await rm(path.join(folder, journalFileName(file)), { force: true })
}

/** Whether a journal can hold attempts that these records do not know of. PURE. */
export function mayHoldUnknown(file: Pick<JournalFile, 'installation' | 'bootId'>, { current, past, lastBoot }: KnownBoots): boolean {
  const isOf = (id: string) => shortId(id) === file.installation
  // a later boot shows that the records of that installation were put back, and sent
  const known = past.find(({ id }) => isOf(id))
  if (known) return file.bootId > known.lastBoot
  // of an unknown installation: an older copy was in use before this one took its place
  if (current === null || !isOf(current) || !lastBoot) return true
  // earlier boots were compared when the last one began
  return file.bootId > lastBoot.id || (file.bootId === lastBoot.id && lastBoot.stoppedAt === null)
}

/** The journals of a mode, oldest boot first. */
async function listJournals({ folder, mode }: JournalPlace): Promise<JournalFile[]> {
  const files = (await readdir(folder)).flatMap((name) => parseJournalFileName(name, mode) ?? [])
  return files.sort((a, b) => a.bootId - b.bootId || a.day.localeCompare(b.day))
}
