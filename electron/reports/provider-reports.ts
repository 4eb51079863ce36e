/** Polls the SMS provider: what became of the messages that it accepted, and whether it ever accepted those whose answer was lost. */
import { z } from 'zod'
import type { Database, Tx } from '../../db/client.ts'
import { cancelRequested } from '../../db/queries/outbox.ts'
import {
  fillPrice,
  isKnownProviderId,
  isStillLost,
  type LostMessage,
  lastAcceptedBefore,
  lostMessages,
  messageById,
  requeueNeverAccepted,
  sentWithoutFinalReport,
} from '../../db/queries/reports.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'
import type { Clock } from '../platform/time/clock.ts'
import { shortDetail } from '../providers/detail.ts'
import type { ProviderReport, SmsProvider, Trace } from '../providers/provider.ts'
import { applyReports, type Counts, noCounts, recordReport } from './apply.ts'
import type { DeliveryReport } from './decide.ts'
import { isWithin, NEVER_ACCEPTED_AFTER_MS, REPORT_AGES_MS, REPORT_WINDOW_MS, type Span, spansDue, TRACE_AGES_MS } from './schedule.ts'
import { addCounts, MAIN_CHUNK, type PollResult } from './source.ts'

const PLACE = 'provider-place'
/** What earlier versions called the setting. */
const EARLIER_PLACE = 'provider-news-place'
/**
 * How far the lost messages were traced, where one poll cannot trace them all. The next poll goes on after the last one, so that messages
 * of which the provider says nothing clear never keep the others waiting.
 */
const walkSchema = z.object({
  /** When the messages were lost. */
  spans: z.array(z.tuple([z.number(), z.number()]).readonly()),
  /** When they were found due. */
  dueAt: z.number(),
  /** All of two days: a person asked. */
  all: z.boolean(),
  /** The last message that was traced. */
  after: z.object({ lostAt: z.number(), attemptId: z.number() }),
})
/** Up to when (ms UTC) all messages that had reached one of their ages were asked about; null: never. */
const placeSchema = z.object({
  account: z.string(),
  reports: z.number().nullable(),
  traces: z.number().nullable(),
  walk: walkSchema.nullable().default(null),
})
type Place = z.output<typeof placeSchema>

/** The size of a page of the provider's list, so that the list is read as seldom as possible. */
const IDS_A_CALL = 1_000
const MOVE_PLACE_MS = 60 * 60_000
/** The most lost messages that one poll traces, by a request each. The rest come a minute later. */
const MOST_TRACES = 100

export type ProviderPoll = {
  readonly db: Database
  readonly clock: Clock
  readonly provider: SmsProvider
  readonly signal: AbortSignal
  /** Ask about every message without a final report, whatever its age: a person asked. */
  readonly all: boolean
}
/** `requeued`: lost messages that go again, since the provider never accepted them. `asked`: whether there was anything to ask. */
export type ProviderPollResult = PollResult & { readonly requeued: number; readonly asked: boolean }

/** Asks about all that is due, and applies the answers. Rejects only with a fault of the database. */
export async function pollProvider(poll: ProviderPoll): Promise<ProviderPollResult> {
  const counts = noCounts()
  const place = readPlace(poll)
  const now = poll.clock.now()
  const traced = await traceLost(poll, place, now, counts)
  const reported = await askReports(poll, place.reports, now, counts)
  const asked = traced.asked || reported.asked
  const next: Place = { account: poll.provider.account, traces: traced.through, walk: traced.walk, reports: reported.through }
  // An old place only makes the next poll look further back, so an idle console does not write every minute.
  if (asked || place.walk !== null || now - (place.reports ?? 0) > MOVE_PLACE_MS) await poll.db.write((tx) => writeSetting(tx, PLACE, next, now))
  return { counts, trouble: reported.ok ? null : 'provider_unreachable', retryAfterMs: null, requeued: traced.requeued, asked }
}

function readPlace({ db, provider }: ProviderPoll): Place {
  const place = placeSchema.safeParse(readSetting(db, PLACE) ?? readSetting(db, EARLIER_PLACE)).data
  return place?.account === provider.account ? place : { account: provider.account, reports: null, traces: null, walk: null }
}

/** Asks for the reports of accepted messages. A poll that cannot be finished leaves the place, so that all is asked again; what came is kept. */
async function askReports({ db, clock, provider, signal, all }: ProviderPoll, last: number | null, now: number, counts: Counts) {
  const spans = all ? ([[now - REPORT_WINDOW_MS, now]] as const) : spansDue(REPORT_AGES_MS, last, now)
  if (!provider.reports) return { ok: true, through: last, asked: false }
  // Youngest first: a bursar looks at what has just gone out.
  const due = spans.toReversed().flatMap(([after, until]) => sentWithoutFinalReport(db, provider.account, after, until, provider.pricesLater === true))
  for (let i = 0; i < due.length; i += IDS_A_CALL) {
    const page = due.slice(i, i + IDS_A_CALL)
    const since = Math.min(...page.map((m) => m.sentAt))
    const reports = await provider
      .reports(
        page.map((m) => m.providerId),
        since,
        signal,
      )
      .catch(() => null)
    if (reports === null || signal.aborted) return { ok: reports !== null, through: last, asked: true }
    for (let j = 0; j < reports.length; j += MAIN_CHUNK) {
      const chunk = reports.slice(j, j + MAIN_CHUNK)
      addCounts(counts, await db.write((tx) => applyChunk(tx, provider.account, chunk, clock.now())))
    }
  }
  // What was sent meanwhile is not left out: it had not reached its first age at `now`.
  return { ok: true, through: now, asked: due.length > 0 }
}

function applyChunk(tx: Tx, account: string, reports: readonly ProviderReport[], now: number): Counts {
  for (const { providerId, costMicros, currency } of reports) {
    if (costMicros !== undefined && currency !== undefined) fillPrice(tx, account, { providerId, costMicros, currency }, now)
  }
  return applyReports(tx, reports.map(toDeliveryReport), now)
}

function toDeliveryReport({ providerId, verdict, reason, code, detail, at }: ProviderReport): DeliveryReport {
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

/** Looks lost messages up in the provider's list, and settles those that it decides. Adds to `counts`. */
async function traceLost({ db, clock, provider, signal, all }: ProviderPoll, place: Place, now: number, counts: Counts) {
  const { traces: last } = place
  if (!provider.trace) return { through: last, walk: null, requeued: 0, asked: false }
  const walk = continues(place.walk, all, now) ? place.walk : null
  const spans: Span[] = walk?.spans ?? (all ? [[now - REPORT_WINDOW_MS, now]] : spansDue(TRACE_AGES_MS, last, now))
  const dueAt = walk?.dueAt ?? now
  const due = lostMessages(db, provider.account, now - REPORT_WINDOW_MS).filter((m) => isWithin(spans, m.lostAt) && (!walk || comesAfter(m, walk.after)))
  const asking = due.slice(0, MOST_TRACES)
  let requeued = 0
  for (const lost of asking) {
    const { id, phone, body, begunAt, lostAt } = lost
    const trace = await provider.trace({ id, phone, body, begunAt, lostAt, earlier: lastAcceptedBefore(db, provider.account, lost.attemptId) }, signal)
    if (signal.aborted) return { through: last, walk, requeued, asked: true }
    const settled = await settleLost(db, provider.name, lost, trace, clock.now())
    if (settled === 'requeued') requeued += 1
    else if (settled) counts[settled] += 1
  }
  const end = due.length > asking.length ? asking.at(-1) : undefined
  if (!end) return { through: dueAt, walk: null, requeued, asked: due.length > 0 }
  const after = { lostAt: end.lostAt, attemptId: end.attemptId }
  return { through: last, walk: { spans, dueAt, all: walk?.all ?? all, after }, requeued, asked: true }
}

/** Whether a walk is to be continued. A person who asks for all starts a walk of all; a clock that was set back starts anew. */
function continues(walk: Place['walk'], all: boolean, now: number): boolean {
  return walk !== null && walk.dueAt <= now && (walk.all || !all)
}

function comesAfter(lost: LostMessage, { lostAt, attemptId }: { lostAt: number; attemptId: number }): boolean {
  return lost.lostAt > lostAt || (lost.lostAt === lostAt && lost.attemptId > attemptId)
}

/** Writes down what the provider's list says of a lost message, unless somebody has settled it meanwhile. */
async function settleLost(db: Database, provider: string, lost: LostMessage, trace: Trace, now: number): Promise<keyof Counts | 'requeued' | null> {
  if (trace.kind === 'unclear') return null
  return db.write((tx) => {
    const message = isStillLost(tx, lost.id, lost.attemptId) ? messageById(tx, 'sms', lost.id) : undefined
    if (!message) return null
    const isKnown = (providerId: string) => isKnownProviderId(tx, providerId, lost)
    // Where two texts are the same to the letter, the listed one may be the message whose answer came.
    if (trace.kind === 'accepted') return isKnown(trace.providerId) ? null : recordReport(tx, message, acceptedReport(provider, lost, trace, now), now)
    /*
     * The only message that is sent again without a person's word, because it never went. The account's complete list for that number and that
     * time holds only messages that are known by their ids. A request that was held up has had time to arrive. A person who looked at it and
     * left it as it is has decided: then it stays.
     */
    if (message.state !== 'unconfirmed' || !trace.others.every(isKnown)) return null
    if (now - lost.lostAt < NEVER_ACCEPTED_AFTER_MS || lost.decidedAt !== null) return null
    requeueNeverAccepted(tx, lost.id, now)
    return cancelRequested(tx, 'sms', lost.id, now) ? null : 'requeued'
  })
}

function acceptedReport(provider: string, lost: LostMessage, { providerId, code }: Extract<Trace, { kind: 'accepted' }>, now: number): DeliveryReport {
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
