/** Polls the relay at the school's web host, page by page. The place in its list moves in the transaction that applies what it covers. */
import { z } from 'zod'
import type { Database, Tx } from '../../../db/client.ts'
import { suppressReported } from '../../../db/queries/reports.ts'
import { readSetting, writeSetting } from '../../../db/queries/settings.ts'
import { isThisComputer } from '../../../shared/model/values/host.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { retryAfterMs } from '../../providers/http/answers.ts'
import type { Installations } from '../../safekeeping/installation.ts'
import { applyReports, type Counts, noCounts } from '../apply.ts'
import type { DeliveryReport } from '../decide.ts'
import { addCounts, MAIN_CHUNK, type PollResult, type SourceTrouble } from '../source.ts'
import { type RelayPage, type RelayReport, readRelayPage, readRelayReport } from './answer.ts'

export type RelayAccount = { readonly url: string; readonly token: string }
export type RelayAnswer =
  | { readonly ok: true; readonly page: RelayPage }
  /** The relay does not know the place any more (410): its list begins anew. */
  | { readonly ok: false; readonly trouble: 'restart' }
  | { readonly ok: false; readonly trouble: SourceTrouble; readonly retryAfterMs: number | null }

const PLACE = 'relay-place'
const WAITING = 'relay-waiting'
const placeSchema = z.object({ url: z.string(), after: z.string().nullable() })
const storedReport = z.custom<DeliveryReport>((value) => typeof value === 'object' && value !== null)
/** `until`: when it is given up (ms UTC). Earlier versions stored the report under `news`. */
const waitingReport = z.union([
  z.object({ report: storedReport, until: z.number() }),
  z.object({ news: storedReport, until: z.number() }).transform(({ news, until }) => ({ report: news, until })),
])
type WaitingReport = z.output<typeof waitingReport>

const PAGE_LIMIT = 500
/** A relay that always has more must not keep one poll going for ever. */
const MOST_PAGES = 100
const LARGEST_PAGE_BYTES = 2_000_000
const TIMEOUT_MS = 30_000
/** How long a report on a message that is being sent is kept: the provider's answer comes within a minute or two, or never. */
const KEEP_MS = 30 * 60_000
/** The most reports that are kept so: more than the messages that can be on the wire at once. */
const MOST_WAITING = 1_000

/** Whether the token may be sent to this address: over TLS, or to this computer itself. */
export function isSafeRelay(address: string): boolean {
  const { protocol, hostname, username, password } = new URL(address)
  return username === '' && password === '' && (protocol === 'https:' || isThisComputer(hostname))
}

/** Fetches one page after a place (null: from the beginning). Never rejects; follows no redirect, since the token would go along. */
export async function fetchRelayPage(account: RelayAccount, after: string | null, limit: number, clock: Clock, signal: AbortSignal): Promise<RelayAnswer> {
  const timeout = new AbortController()
  const stopTimer = clock.after(TIMEOUT_MS, () => timeout.abort())
  try {
    const response = await fetch(pageUrl(account.url, after, limit), {
      headers: { authorization: `Bearer ${account.token}`, accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.any([timeout.signal, signal]),
    })
    return await readResponse(response, clock.now())
  } catch {
    return { ok: false, trouble: 'relay_unreachable', retryAfterMs: null }
  } finally {
    stopTimer()
  }
}

function pageUrl(base: string, after: string | null, limit: number): URL {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/reports`
  if (after !== null) url.searchParams.set('after', after)
  url.searchParams.set('limit', String(limit))
  return url
}

async function readResponse(response: Response, now: number): Promise<RelayAnswer> {
  const trouble = (key: SourceTrouble, retryAfterMs: number | null = null): RelayAnswer => ({ ok: false, trouble: key, retryAfterMs })
  const { status } = response
  if (status !== 200) await response.body?.cancel()
  if (status === 410) return { ok: false, trouble: 'restart' }
  if (status === 401 || status === 403) return trouble('relay_wrong_token')
  if (status === 429 || status >= 500) return trouble('relay_busy', retryAfterMs(response.headers.get('retry-after'), now))
  if (status !== 200) return trouble('relay_not_there')
  const body = await boundedText(response)
  const page = body === null ? null : readRelayPage(body)
  return page === null ? trouble('relay_unreadable') : { ok: true, page }
}

/** The body; null where it is larger than any page can be. */
async function boundedText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > LARGEST_PAGE_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export type RelayPoll = {
  readonly db: Database
  readonly clock: Clock
  readonly account: RelayAccount
  readonly installations: Installations
  readonly signal: AbortSignal
}

/**
 * Applies all that the relay has, from the place where the last poll ended. A console that is killed meanwhile fetches the last chunk again,
 * which changes nothing.
 */
export async function pollRelay(poll: RelayPoll): Promise<PollResult> {
  const { db, clock, account, signal } = poll
  const counts = noCounts()
  addCounts(counts, await db.write((tx) => applyWaiting(tx, clock.now())))
  let after = relayPlace(db, account.url)
  let restarted = false
  for (let n = 0; n < MOST_PAGES && !signal.aborted; n++) {
    const answer = await fetchRelayPage(account, after, PAGE_LIMIT, clock, signal)
    if (signal.aborted) break
    if (!answer.ok) {
      if (answer.trouble !== 'restart') return { counts, trouble: answer.trouble, retryAfterMs: answer.retryAfterMs }
      if (after === null || restarted) return { counts, trouble: 'relay_unreadable', retryAfterMs: null }
      restarted = true
      after = null
      continue
    }
    const { reports, more } = answer.page
    const before = after
    after = await applyPage(poll, reports, after, counts)
    if (!more || reports.length === 0 || after === before) break
  }
  return { counts, trouble: null, retryAfterMs: null }
}

/** Applies a page in chunks, and adds to `counts`. Returns the place after it. */
async function applyPage({ db, clock, account, installations }: RelayPoll, reports: readonly RelayReport[], after: string | null, counts: Counts) {
  let place = after
  for (let i = 0; i < reports.length; i += MAIN_CHUNK) {
    const chunk = reports.slice(i, i + MAIN_CHUNK)
    const next = chunk.at(-1)?.id ?? place
    const tally = await db.write((tx) => {
      const now = clock.now()
      const applied = applyChunk(tx, chunk, installations, now)
      if (next !== null && next !== relayPlace(tx, account.url)) writeSetting(tx, PLACE, { url: account.url, after: next }, now)
      return applied
    })
    addCounts(counts, tally)
    place = next
  }
  return place
}

function applyChunk(tx: Tx, chunk: readonly RelayReport[], installations: Installations, now: number): Counts {
  const reports: DeliveryReport[] = []
  for (const one of chunk) {
    const update = readRelayReport(one, installations)
    if (update?.kind === 'opt_out') suppressReported(tx, 'sms', update.phone, 'relay', '', now)
    else if (update) reports.push(update.report)
  }
  const tally = applyReports(tx, reports, now)
  const more = tally.later.map((report) => ({ report, until: now + KEEP_MS }))
  if (more.length > 0) writeSetting(tx, WAITING, [...waitingReports(tx), ...more].slice(-MOST_WAITING), now)
  return tally
}

/** Applies the reports that came before the answer to their message. Done once a poll: five chunks of a page must not each try all of them. */
function applyWaiting(tx: Tx, now: number): Counts {
  const stored = waitingReports(tx)
  if (stored.length === 0) return noCounts()
  // All of them are tried, however long the power was away. Their age decides only which are kept.
  const tally = applyReports(
    tx,
    stored.map(({ report }) => report),
    now,
  )
  const later = new Set(tally.later)
  writeSetting(
    tx,
    WAITING,
    stored.filter(({ report, until }) => until > now && later.has(report)),
    now,
  )
  return tally
}

function waitingReports(tx: Tx): WaitingReport[] {
  return z.array(waitingReport).parse(readSetting(tx, WAITING) ?? [])
}

/** The place in the list of the relay at this address where the last poll ended; null where there is none. */
export function relayPlace(db: Pick<Tx, 'get'>, url: string): string | null {
  const place = placeSchema.safeParse(readSetting(db, PLACE)).data
  return place?.url === url ? place.after : null
}
