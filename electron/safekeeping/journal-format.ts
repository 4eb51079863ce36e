/** The format of the sent-journal: how its files are named and what a line of it holds. PURE. */
import type { JournalAttempt } from '../../db/queries/journal.ts'
import { ATTEMPT_OUTCOMES, CHANNELS_OUT } from '../../shared/model/messages/message.ts'
import type { Mode } from '../platform/context.ts'
import type { InstallationId } from './installation.ts'

/** `day`: of UTC, as YYYYMMDD. `installation`: the first eight letters of the installation id are enough. */
export type JournalFile = { readonly mode: Mode; readonly day: string; readonly installation: InstallationId; readonly bootId: number }

/** So many letters of the installation id stand in a file's name. */
const ID_LETTERS = 8

/** The part of an installation id that a file's name carries. */
export const shortId = (id: InstallationId): string => id.slice(0, ID_LETTERS)

/** For example live.sent-20261120-1b9d6bcd-12.ndjson: mode, UTC day, short installation id, boot. */
export function journalFileName({ mode, day, installation, bootId }: JournalFile): string {
  return `${mode}.sent-${day}-${shortId(installation)}-${bootId}.ndjson`
}

/** Reads the name of a journal file of this mode; null for any other name. `installation` is the short id. */
export function parseJournalFileName(name: string, mode: Mode): JournalFile | null {
  const m = /^(\w+)\.sent-(\d{8})-([\w-]{1,8})-(\d+)\.ndjson$/.exec(name)
  return m?.[1] === mode ? { mode, day: m[2] ?? '', installation: m[3] ?? '', bootId: Number(m[4]) } : null
}

/** The UTC day of an instant (ms UTC), as YYYYMMDD. */
export function journalDay(now: number): string {
  return new Date(now).toISOString().slice(0, 10).replaceAll('-', '')
}

/** An attempt, and the installation that made it. */
export type JournalEntry = { readonly installation: InstallationId; readonly attempt: JournalAttempt }

/**
 * Writes an entry as one line of JSON, without the line end. Its fields: e installation id · c channel · m message id · k message created at ·
 * n number of the attempt · b boot · v provider · a account · o outcome, `open` while there is none · p provider's id · s spent (micros) ·
 * x charged (micros) · y its currency · t time. Times are ms UTC.
 */
export function toLine({ installation, attempt }: JournalEntry): string {
  const { channel, id, madeAt, n, bootId, provider, account, outcome, providerId, spentMicros, costMicros, costCurrency, at } = attempt
  const price = { s: spentMicros, x: costMicros, y: costCurrency }
  return JSON.stringify({
    e: installation,
    c: channel,
    m: id,
    k: madeAt,
    n,
    b: bootId,
    v: provider,
    a: account,
    o: outcome ?? 'open',
    p: providerId,
    ...price,
    t: at,
  })
}

/** Reads a line back; null for a torn or foreign line. Older lines may lack a, s, x and y. */
export function parseLine(line: string): JournalEntry | null {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof json !== 'object' || json === null) return null
  const { e, c, m, k, n, b, v, a, o, p, s, x, y, t } = json as Record<string, unknown>
  const channel = CHANNELS_OUT.find((one) => one === c)
  const outcome = o === 'open' ? null : ATTEMPT_OUTCOMES.find((one) => one === o)
  const numbers = [m, k, n, b, t]
  if (typeof e !== 'string' || !channel || outcome === undefined || typeof v !== 'string' || !numbers.every(Number.isSafeInteger)) return null
  const [id = 0, madeAt = 0, nth = 0, bootId = 0, at = 0] = numbers as number[]
  const price = { spentMicros: integerOrNull(s) ?? 0, costMicros: integerOrNull(x), costCurrency: textOrNull(y) }
  const attempt = { channel, id, madeAt, n: nth, bootId, provider: v, account: textOrNull(a) ?? '', outcome, providerId: textOrNull(p), ...price, at }
  return { installation: e, attempt }
}

const integerOrNull = (value: unknown) => (Number.isSafeInteger(value) ? Number(value) : null)
const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null)
