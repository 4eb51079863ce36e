/** Asks the SMS provider itself: what became of the messages that it took, and whether it ever had those whose answer was lost. */
import { z } from 'zod'
import type { Database, Tx } from '../../db/client.ts'
import { cancelRequested } from '../../db/queries/outbox.ts'
import {
  fillPrice,
  isNamedAlready,
  isStillLost,
  type LostMessage,
  lostMessages,
  messageById,
  queueNeverTaken,
  sentWithoutNews,
  takenBefore,
} from '../../db/queries/reports.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'
import type { Clock } from '../platform/clock.ts'
import { shortDetail } from '../providers/detail.ts'
import type { ProviderReport, SmsProvider, Trace } from '../providers/provider.ts'
import { applyNews, type Counts, nothingYet, recordReport } from './apply.ts'
import type { DeliveryNews } from './decide.ts'
import { isWithin, NEVER_TAKEN_AFTER_MS, OLDEST_NEWS_MS, REPORT_AGES_MS, type Span, spansDue, TRACE_AGES_MS } from './schedule.ts'
import { addCounts, CHUNK_HERE, type Round } from './source.ts'

const PLACE = 'provider-news-place'
/**
 * A round of questions about lost messages that is longer than one turn of asking: which ones (by when they were lost), as of when they were due, and the
 * last that was asked about. Those after it come next, so that the first, when the provider says nothing clear of them, never stand before the others.
 */
const walkSchema = z.object({
  spans: z.array(z.tuple([z.number(), z.number()]).readonly()),
  dueAt: z.number(),
  /** All of two days, since a person wants to know. */
  all: z.boolean(),
  after: z.object({ lostAt: z.number(), attemptId: z.number() }),
})
/** Until when everything was asked about that had reached one of its ages (ms UTC); null: never. */
const placeSchema = z.object({
  account: z.string(),
  reports: z.number().nullable(),
  traces: z.number().nullable(),
  walk: walkSchema.nullable().default(null),
})
type Place = z.output<typeof placeSchema>

/** As many as the provider lists at once, so that its list is gone through as seldom as can be. */
const IDS_A_CALL = 1_000
const MOVE_PLACE_MS = 60 * 60_000
/** Each lost message is a question of its own; those after them are asked about a minute later. */
const MOST_TRACES = 100

export type ProviderRound = {
  readonly db: Database
  readonly clock: Clock
  readonly provider: SmsProvider
  readonly signal: AbortSignal
  /** Ask about all that may have news, whatever its age: a person wants to know now. */
  readonly all: boolean
}
/** `requeued`: lost messages that go again, since the provider never had them. `asked`: whether there was anything to ask. */
export type ProviderAnswer = Round & { readonly requeued: number; readonly asked: boolean }

export async function readProvider(round: ProviderRound): Promise<ProviderAnswer> {
  const counts = nothingYet()
  const place = placeOf(round)
  const now = round.clock.now()
  const traced = await traceLost(round, place, now, counts)
  const reported = await askReports(round, place.reports, now, counts)
  const asked = traced.asked || reported.asked
  const next: Place = { account: round.provider.account, traces: traced.through, walk: traced.walk, reports: reported.through }
  // a place that stands still is only a longer look back: an idle console does not write every minute
  if (asked || place.walk !== null || now - (place.reports ?? 0) > MOVE_PLACE_MS) await round.db.write((tx) => writeSetting(tx, PLACE, next, now))
  return { counts, trouble: reported.ok ? null : 'provider_unreachable', retryAfterMs: null, requeued: traced.requeued, asked }
}

function placeOf({ db, provider }: ProviderRound): Place {
  const place = placeSchema.safeParse(readSetting(db, PLACE)).data
  return place?.account === provider.account ? place : { account: provider.account, reports: null, traces: null, walk: null }
}

/** A round that cannot be finished leaves the place where it was, so that all of it is asked again; what was heard is kept. */
async function askReports({ db, clock, provider, signal, all }: ProviderRound, last: number | null, now: number, counts: Counts) {
  const spans = all ? ([[now - OLDEST_NEWS_MS, now]] as const) : spansDue(REPORT_AGES_MS, last, now)
  if (!provider.reports) return { ok: true, through: last, asked: false }
  // youngest first: a bursar looks at what has just gone out
  const due = spans.toReversed().flatMap(([after, until]) => sentWithoutNews(db, provider.account, after, until, provider.pricesLater === true))
  for (let i = 0; i < due.length; i += IDS_A_CALL) {
    const asked = due.slice(i, i + IDS_A_CALL)
    const since = Math.min(...asked.map((m) => m.sentAt))
    const reports = await provider
      .reports(
        asked.map((m) => m.providerId),
        since,
        signal,
      )
      .catch(() => null)
    if (reports === null || signal.aborted) return { ok: reports !== null, through: last, asked: true }
    for (let j = 0; j < reports.length; j += CHUNK_HERE) {
      const chunk = reports.slice(j, j + CHUNK_HERE)
      addCounts(counts, await db.write((tx) => takeIn(tx, provider.account, chunk, clock.now())))
    }
  }
  // nothing sent meanwhile is left out: it had not reached its first age at `now`
  return { ok: true, through: now, asked: due.length > 0 }
}

function takeIn(tx: Tx, account: string, reports: readonly ProviderReport[], now: number): Counts {
  for (const { providerId, costMicros, currency } of reports) {
    if (costMicros !== undefined && currency !== undefined) fillPrice(tx, account, { providerId, costMicros, currency }, now)
  }
  return applyNews(tx, reports.map(newsOf), now)
}

function newsOf({ providerId, verdict, reason, code, detail, at }: ProviderReport): DeliveryNews {
  return {
    about: { channel: 'sms', own: null, providerId, address: null, between: null, text: null },
    source: 'provider',
    externalKey: `${providerId}|${verdict}|${code}`,
    verdict,
    reason,
    code: shortDetail(code),
    detail: shortDetail(detail),
    at,
  }
}

async function traceLost({ db, clock, provider, signal, all }: ProviderRound, place: Place, now: number, counts: Counts) {
  const { traces: last } = place
  if (!provider.trace) return { through: last, walk: null, requeued: 0, asked: false }
  const under = isUnderWay(place.walk, all, now) ? place.walk : null
  const spans: Span[] = under?.spans ?? (all ? [[now - OLDEST_NEWS_MS, now]] : spansDue(TRACE_AGES_MS, last, now))
  const dueAt = under?.dueAt ?? now
  const due = lostMessages(db, provider.account, now - OLDEST_NEWS_MS).filter((m) => isWithin(spans, m.lostAt) && (!under || isAfter(m, under.after)))
  const asking = due.slice(0, MOST_TRACES)
  let requeued = 0
  for (const lost of asking) {
    const { id, phone, body, begunAt, lostAt } = lost
    const trace = await provider.trace({ id, phone, body, begunAt, lostAt, earlier: takenBefore(db, provider.account, lost.attemptId) }, signal)
    if (signal.aborted) return { through: last, walk: under, requeued, asked: true }
    const settled = await settleLost(db, provider.name, lost, trace, clock.now())
    if (settled === 'requeued') requeued += 1
    else if (settled) counts[settled] += 1
  }
  const end = due.length > asking.length ? asking.at(-1) : undefined
  if (!end) return { through: dueAt, walk: null, requeued, asked: due.length > 0 }
  const after = { lostAt: end.lostAt, attemptId: end.attemptId }
  return { through: last, walk: { spans, dueAt, all: under?.all ?? all, after }, requeued, asked: true }
}

/** Whether a walk goes on. A person who wants to know of all begins one of all; a clock that was set back begins anew. */
function isUnderWay(walk: Place['walk'], all: boolean, now: number): boolean {
  return walk !== null && walk.dueAt <= now && (walk.all || !all)
}

function isAfter(lost: LostMessage, { lostAt, attemptId }: { lostAt: number; attemptId: number }): boolean {
  return lost.lostAt > lostAt || (lost.lostAt === lostAt && lost.attemptId > attemptId)
}

/** Writes down what the provider's list says of a lost message, unless somebody has settled it meanwhile. */
async function settleLost(db: Database, provider: string, lost: LostMessage, trace: Trace, now: number): Promise<keyof Counts | 'requeued' | null> {
  if (trace.kind === 'unclear') return null
  return db.write((tx) => {
    const message = isStillLost(tx, lost.id, lost.attemptId) ? messageById(tx, 'sms', lost.id) : undefined
    if (!message) return null
    const isKnown = (providerId: string) => isNamedAlready(tx, providerId, lost)
    // of two texts that are the same to the letter, one may have been taken with its answer
    if (trace.kind === 'taken') return isKnown(trace.providerId) ? null : recordReport(tx, message, takenNews(provider, lost, trace, now), now)
    /*
     * The only message that goes a second time without a person's word, because it did not go a first time: the account's own complete list
     * for that number and that time holds nothing but messages that are known by their ids, and enough time has passed for a request that was
     * held up on its way to have arrived. Somebody who looked at it and left it as it is has decided; then it stays.
     */
    if (message.state !== 'unconfirmed' || !trace.others.every(isKnown)) return null
    if (now - lost.lostAt < NEVER_TAKEN_AFTER_MS || lost.decidedAt !== null) return null
    queueNeverTaken(tx, lost.id, now)
    return cancelRequested(tx, 'sms', lost.id, now) ? null : 'requeued'
  })
}

function takenNews(provider: string, lost: LostMessage, { providerId, code }: Extract<Trace, { kind: 'taken' }>, now: number): DeliveryNews {
  return {
    about: { channel: 'sms', own: { id: lost.id, lastBoot: null }, providerId, address: null, between: null, text: null },
    source: 'provider',
    externalKey: `${provider}|${providerId}|taken`,
    verdict: 'on_the_way',
    reason: null,
    code: shortDetail(code),
    detail: '',
    at: now,
  }
}
