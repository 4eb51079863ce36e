/** Asks the relay of the school's web host for what it has heard, page by page. The place in its list moves in the transaction that takes in what it covers. */
import { z } from 'zod'
import type { Database, Tx } from '../../../db/client.ts'
import { suppressReported } from '../../../db/queries/reports.ts'
import { readSetting, writeSetting } from '../../../db/queries/settings.ts'
import { isThisComputer } from '../../../shared/model/host.ts'
import type { Clock } from '../../platform/clock.ts'
import { retryAfterMs } from '../../providers/http/answers.ts'
import type { Names } from '../../safekeeping/names.ts'
import { applyNews, type Counts, nothingYet } from '../apply.ts'
import type { DeliveryNews } from '../decide.ts'
import { addCounts, CHUNK_HERE, type Round, type SourceTrouble } from '../source.ts'
import { newsOfRelay, type RelayPage, type RelayReport, readRelayPage } from './answer.ts'

export type RelayAccount = { readonly url: string; readonly token: string }
export type RelayAnswer =
  | { readonly ok: true; readonly page: RelayPage }
  /** It does not know the place any more: its list begins anew. */
  | { readonly ok: false; readonly trouble: 'restart' }
  | { readonly ok: false; readonly trouble: SourceTrouble; readonly retryAfterMs: number | null }

const PLACE = 'relay-place'
const WAITING = 'relay-waiting'
const placeSchema = z.object({ url: z.string(), after: z.string().nullable() })
const waitingSchema = z.array(z.object({ news: z.custom<DeliveryNews>(), until: z.number() }))
type Waiting = z.infer<typeof waitingSchema>

const PAGE_LIMIT = 500
/** A relay that always has more must not keep a round going for ever. */
const MOST_PAGES = 100
const LARGEST_PAGE_BYTES = 2_000_000
const TIMEOUT_MS = 30_000
/** How long news of a message that is being sent is kept: its answer comes within a minute or two, or never. */
const KEEP_MS = 30 * 60_000
/** More than can be on the wire at once. */
const MOST_WAITING = 1_000

/** Whether the token may travel to this address. */
export function isSafeRelay(address: string): boolean {
  const { protocol, hostname, username, password } = new URL(address)
  return username === '' && password === '' && (protocol === 'https:' || isThisComputer(hostname))
}

/** Asks for one page after a place; null: from the beginning. Never rejects, never follows a redirect (the token would go along). */
export async function askRelay(account: RelayAccount, after: string | null, limit: number, clock: Clock, signal: AbortSignal): Promise<RelayAnswer> {
  const late = new AbortController()
  const stopTimer = clock.after(TIMEOUT_MS, () => late.abort())
  try {
    const response = await fetch(pageAddress(account.url, after, limit), {
      headers: { authorization: `Bearer ${account.token}`, accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.any([late.signal, signal]),
    })
    return await answerOf(response, clock.now())
  } catch {
    return { ok: false, trouble: 'relay_unreachable', retryAfterMs: null }
  } finally {
    stopTimer()
  }
}

function pageAddress(base: string, after: string | null, limit: number): URL {
  const address = new URL(base)
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/reports`
  if (after !== null) address.searchParams.set('after', after)
  address.searchParams.set('limit', String(limit))
  return address
}

async function answerOf(response: Response, now: number): Promise<RelayAnswer> {
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

/** The body, or null where it is larger than any page can be. */
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

export type RelayRound = {
  readonly db: Database
  readonly clock: Clock
  readonly account: RelayAccount
  readonly names: Names
  readonly signal: AbortSignal
}

/** Takes in all that the relay has, from the place where the last round ended. A console that is killed meanwhile asks for the last chunk again, which changes nothing. */
export async function readRelay(round: RelayRound): Promise<Round> {
  const { db, clock, account, signal } = round
  const counts = nothingYet()
  addCounts(counts, await db.write((tx) => takeWaiting(tx, clock.now())))
  let after = relayPlace(db, account.url)
  let restarted = false
  for (let n = 0; n < MOST_PAGES && !signal.aborted; n++) {
    const answer = await askRelay(account, after, PAGE_LIMIT, clock, signal)
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
    after = await takePage(round, reports, after, counts)
    if (!more || reports.length === 0 || after === before) break
  }
  return { counts, trouble: null, retryAfterMs: null }
}

/** Takes in a page in chunks; answers the place after it. */
async function takePage({ db, clock, account, names }: RelayRound, reports: readonly RelayReport[], after: string | null, counts: Counts) {
  let place = after
  for (let i = 0; i < reports.length; i += CHUNK_HERE) {
    const chunk = reports.slice(i, i + CHUNK_HERE)
    const next = chunk.at(-1)?.id ?? place
    const done = await db.write((tx) => {
      const now = clock.now()
      const taken = takeChunk(tx, chunk, names, now)
      if (next !== null && next !== relayPlace(tx, account.url)) writeSetting(tx, PLACE, { url: account.url, after: next }, now)
      return taken
    })
    addCounts(counts, done)
    place = next
  }
  return place
}

function takeChunk(tx: Tx, chunk: readonly RelayReport[], names: Names, now: number): Counts {
  const fresh: DeliveryNews[] = []
  for (const report of chunk) {
    const told = newsOfRelay(report, names)
    if (told?.kind === 'opt_out') suppressReported(tx, 'sms', told.phone, 'relay', '', now)
    else if (told) fresh.push(told.news)
  }
  const tally = applyNews(tx, fresh, now)
  const more = tally.later.map((news) => ({ news, until: now + KEEP_MS }))
  if (more.length > 0) writeSetting(tx, WAITING, [...storedNews(tx), ...more].slice(-MOST_WAITING), now)
  return tally
}

/** News that came before the answer to its message, tried once a round: a page of five hundred must not look at all of it five times. */
function takeWaiting(tx: Tx, now: number): Counts {
  const stored = storedNews(tx)
  if (stored.length === 0) return nothingYet()
  // all of it once more, however long the power was away; how long ago it came decides only what is kept
  const tally = applyNews(
    tx,
    stored.map(({ news }) => news),
    now,
  )
  const later = new Set(tally.later)
  writeSetting(
    tx,
    WAITING,
    stored.filter(({ news, until }) => until > now && later.has(news)),
    now,
  )
  return tally
}

function storedNews(tx: Tx): Waiting {
  return waitingSchema.parse(readSetting(tx, WAITING) ?? [])
}

/** Where the last round ended at this address; null: at another one, or nowhere yet. */
export function relayPlace(db: Pick<Tx, 'get'>, url: string): string | null {
  const place = placeSchema.safeParse(readSetting(db, PLACE)).data
  return place?.url === url ? place.after : null
}
