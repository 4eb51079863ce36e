/**
 * The sent-journal: what was handed to a provider, and its answers, in plain files beside the database. It has one purpose: when the database
 * turns out to be an older copy, what was sent since must not look unsent. Written after the database and before the first byte leaves.
 */
import { appendFileSync, fdatasyncSync } from 'node:fs'
import { type FileHandle, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { syncFolder } from '../../db/copy.ts'
import type { JournalAttempt } from '../../db/queries/journal.ts'
import { ATTEMPT_OUTCOMES, CHANNELS_OUT } from '../../shared/model/message.ts'
import type { Clock } from '../platform/clock.ts'
import type { Mode } from '../platform/context.ts'
import type { Names, PastName } from './names.ts'

/** Journals of as many sending days are kept; the oldest monthly backup is a year old. Counted in files, since a clock can be wrong. */
const KEEP_DAYS = 400

/** A disk that took no longer the last time is waited for on the spot: to wait for it in another thread takes as long again. A slow one never holds the process. */
const QUICK_MS = 2

export type SentJournal = {
  /**
   * On the disk when it resolves; lines of several callers in the same moment share one write. Rejects where they could not be written
   * (a full disk): nothing that they open may be sent then.
   */
  append(attempts: readonly JournalAttempt[]): Promise<void>
  /** Waits for what is being written. */
  close(): Promise<void>
}
export type JournalPlace = { readonly folder: string; readonly mode: Mode }
/** The name of these records and the run of the console: a run writes files of its own. */
export type JournalRun = JournalPlace & { readonly epoch: string; readonly bootId: number; readonly clock: Pick<Clock, 'now' | 'monotonic'> }

/** Opens the journal of this run. No file is made before something is appended. */
export function openJournal({ folder, mode, epoch, bootId, clock }: JournalRun): SentJournal {
  let handle: FileHandle | null = null
  let openName = ''
  let waiting = ''
  let quick = false
  let next: Promise<void> | null = null
  let last: Promise<void> = Promise.resolve()

  /** Answers whether the disk was quick. */
  const sync = async (file: FileHandle): Promise<boolean> => {
    const begun = clock.monotonic()
    if (quick) fdatasyncSync(file.fd)
    else await file.datasync()
    return clock.monotonic() - begun < QUICK_MS
  }

  const write = async () => {
    const text = waiting
    waiting = ''
    next = null
    const name = journalName({ mode, day: dayOf(clock.now()), epoch, bootId })
    try {
      const fresh = handle === null || name !== openName
      if (fresh) {
        await handle?.close()
        handle = await open(path.join(folder, name), 'a', 0o600)
        openName = name
      }
      // A new beginning ends whatever line a full disk cut short. This only goes to the system's memory; what takes time is the disk.
      if (handle) {
        appendFileSync(handle.fd, fresh ? `\n${text}` : text)
        quick = await sync(handle)
      }
      if (fresh) syncFolder(folder)
    } catch (error) {
      // What a failed write left behind is anybody's guess: the file is opened anew, and its next line begins on a line of its own.
      await handle?.close().catch(() => {})
      handle = null
      quick = false
      throw error
    }
  }
  return {
    append(attempts) {
      if (attempts.length === 0) return Promise.resolve()
      waiting += `${attempts.map((attempt) => toLine(epoch, attempt)).join('\n')}\n`
      if (!next) {
        next = last.then(write)
        last = next.catch(() => {})
      }
      return next
    },
    async close() {
      await last
      await handle?.close()
      handle = null
    },
  }
}

/** What the records know of themselves when they are opened, to tell which journals can hold news for them. */
export type KnownRuns = Names & {
  readonly lastBoot: { readonly id: number; readonly stoppedAt: number | null } | undefined
}

/** The end of a journal that is read at first; about 1,500 lines, where a turn writes some tens. */
const TAIL_BYTES = 256 * 1024

export type Journalled = {
  /** One for each attempt (its outcome where there is one), oldest run first. */
  readonly attempts: readonly JournalAttempt[]
  /** The names and runs that they were found under. */
  readonly names: readonly PastName[]
  /** Only the ends of the journals were read, of the last run alone. Records that know these know all: what they lack, they lack from the end. */
  readonly onlyEnds: boolean
}

/** The attempts that the records may not know of; `all`: however long the journals are. A torn or foreign line is passed over. */
export async function readJournals({ folder, mode }: JournalPlace, known: KnownRuns, { all = false } = {}): Promise<Journalled> {
  const found = new Map<string, JournalAttempt>()
  const runs = new Map<string, number>()
  const news = (await journals({ folder, mode })).filter((journal) => holdsNews(journal, known))
  const ofLastRun = news.every(({ epoch, bootId }) => epoch === known.name?.slice(0, EPOCH_LETTERS) && bootId === known.lastBoot?.id)
  const most = ofLastRun && !all ? TAIL_BYTES : Number.POSITIVE_INFINITY
  let onlyEnds = false
  for (const name of news.map(journalName)) {
    const { text, whole } = await readEnd(path.join(folder, name), most)
    onlyEnds ||= !whole
    for (const line of text.split('\n')) {
      const read = fromLine(line)
      if (!read || known.past.some(({ name, lastBoot }) => name === read.epoch && read.attempt.bootId <= lastBoot)) continue
      const { epoch, attempt } = read
      runs.set(epoch, Math.max(attempt.bootId, runs.get(epoch) ?? 0))
      const key = `${attempt.channel}.${attempt.id}.${attempt.madeAt}.${attempt.n}`
      if (attempt.outcome !== null || !found.has(key)) found.set(key, attempt)
    }
  }
  return { attempts: [...found.values()], names: [...runs].map(([name, lastBoot]) => ({ name, lastBoot, ownUntil: null })), onlyEnds }
}

async function readEnd(file: string, most: number): Promise<{ text: string; whole: boolean }> {
  const { size } = await stat(file)
  if (size <= most) return { text: await readFile(file, 'utf8'), whole: true }
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(most), 0, most, size - most)
    return { text: buffer.toString('utf8', 0, bytesRead), whole: false }
  } finally {
    await handle.close()
  }
}

/** Removes the journals of all but the newest KEEP_DAYS days on which something was sent. */
export async function pruneJournals({ folder, mode }: JournalPlace): Promise<void> {
  const all = await journals({ folder, mode })
  const kept = new Set([...new Set(all.map(({ day }) => day))].sort().slice(-KEEP_DAYS))
  for (const journal of all) if (!kept.has(journal.day)) await rm(path.join(folder, journalName(journal)), { force: true })
}

export type JournalName = { readonly mode: Mode; readonly day: string; readonly epoch: string; readonly bootId: number }

/** live.sent-20261120-1b9d6bcd-12.ndjson: mode, UTC day, the beginning of the records' name, run. */
export function journalName({ mode, day, epoch, bootId }: JournalName): string {
  return `${mode}.sent-${day}-${epoch.slice(0, EPOCH_LETTERS)}-${bootId}.ndjson`
}

const EPOCH_LETTERS = 8

/** Whether records that know this of themselves can have missed something in this journal. PURE. */
export function holdsNews(journal: Pick<JournalName, 'epoch' | 'bootId'>, { name, past, lastBoot }: KnownRuns): boolean {
  const isNamed = (whole: string) => whole.slice(0, EPOCH_LETTERS) === journal.epoch
  // a run that followed shows that the records of that name were put back, and sent
  const known = past.find((one) => isNamed(one.name))
  if (known) return journal.bootId > known.lastBoot
  // of another line of descent: an older copy was in use before this one was put in its place
  if (name === null || !isNamed(name) || !lastBoot) return true
  // earlier runs were compared when the last one began
  return journal.bootId > lastBoot.id || (journal.bootId === lastBoot.id && lastBoot.stoppedAt === null)
}

async function journals({ folder, mode }: JournalPlace): Promise<JournalName[]> {
  const names = (await readdir(folder)).flatMap((name) => {
    const m = /^(\w+)\.sent-(\d{8})-([\w-]{1,8})-(\d+)\.ndjson$/.exec(name)
    return m?.[1] === mode ? [{ mode, day: m[2] ?? '', epoch: m[3] ?? '', bootId: Number(m[4]) }] : []
  })
  return names.sort((a, b) => a.bootId - b.bootId || a.day.localeCompare(b.day))
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10).replaceAll('-', '')
}

function toLine(
  epoch: string,
  { channel, id, madeAt, n, bootId, provider, account, outcome, providerId, spentMicros, costMicros, costCurrency, at }: JournalAttempt,
): string {
  const price = { s: spentMicros, x: costMicros, y: costCurrency }
  return JSON.stringify({ e: epoch, c: channel, m: id, k: madeAt, n, b: bootId, v: provider, a: account, o: outcome ?? 'open', p: providerId, ...price, t: at })
}

function fromLine(line: string): { epoch: string; attempt: JournalAttempt } | null {
  let said: unknown
  try {
    said = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof said !== 'object' || said === null) return null
  const { e, c, m, k, n, b, v, a, o, p, s, x, y, t } = said as Record<string, unknown>
  const channel = CHANNELS_OUT.find((one) => one === c)
  const outcome = o === 'open' ? null : ATTEMPT_OUTCOMES.find((one) => one === o)
  const numbers = [m, k, n, b, t]
  if (typeof e !== 'string' || !channel || outcome === undefined || typeof v !== 'string' || !numbers.every(Number.isSafeInteger)) return null
  const [id = 0, madeAt = 0, nth = 0, bootId = 0, at = 0] = numbers as number[]
  const price = { spentMicros: microsOr(s) ?? 0, costMicros: microsOr(x), costCurrency: textOr(y) }
  return { epoch: e, attempt: { channel, id, madeAt, n: nth, bootId, provider: v, account: textOr(a) ?? '', outcome, providerId: textOr(p), ...price, at } }
}

const microsOr = (value: unknown) => (Number.isSafeInteger(value) ? Number(value) : null)
const textOr = (value: unknown) => (typeof value === 'string' ? value : null)
