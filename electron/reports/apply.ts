/** Applies delivery reports to the records: finds the message of each, keeps the evidence, makes the move. */
import type { Reader, Tx } from '../../db/client.ts'
import {
  addReport,
  lastAttemptOut,
  markRead,
  messageById,
  messagesByEarlierProviderId,
  messagesByProviderId,
  messagesTo,
  moveByReport,
  type ReportedMessage,
  suppressReported,
} from '../../db/queries/reports.ts'
import { type DeliveryReport, decideReport, isOfEarlierAttempt, type ReportSubject } from './decide.ts'

export type Found =
  /** `ofEarlierAttempt`: the report is about an attempt before the last one. */
  | { readonly kind: 'found'; readonly by: 'id' | 'address'; readonly messages: readonly ReportedMessage[]; readonly ofEarlierAttempt: boolean }
  | { readonly kind: 'none' }
  /** More than one message could be meant. */
  | { readonly kind: 'doubtful' }
  /** A message that is being sent could be meant: the provider's answer, with its id, is not written down yet. */
  | { readonly kind: 'later' }

/** What reports did to messages. */
export type Counts = { delivered: number; failed: number; confirmed: number; same: number }
/** What became of a chunk of reports. `none`: they are of no message of this console. `later`: they have to be applied again. */
export type Tally = Counts & { none: number; doubtful: number; readonly later: DeliveryReport[] }

/** Texts shorter than this begin alike by chance. */
const LEAST_LETTERS = 12

export const noCounts = (): Counts => ({ delivered: 0, failed: 0, confirmed: 0, same: 0 })

/** Finds the message that a report is about, or says why there is none. */
export function findReported(db: Pick<Reader, 'all' | 'get'>, about: ReportSubject): Found {
  const { channel, providerId, address, between } = about
  const own = about.own && messageById(db, channel, about.own.id, about.own.lastBoot)
  if (own) return foundById([own], about)
  const named = providerId === null ? [] : messagesByProviderId(db, channel, providerId).filter((m) => isForThem(m, about))
  if (named.length > 0) return foundById(named, about)
  if (address === null) return { kind: 'none' }
  // An id that an earlier attempt had is that attempt's: neither the last attempt's, whose id nobody knows, nor another message's.
  const earlier = providerId === null ? [] : messagesByEarlierProviderId(db, channel, address, providerId)
  if (earlier.length > 0) return { kind: 'found', by: 'id', messages: earlier, ofEarlierAttempt: true }
  if (between === null) return { kind: 'none' }
  const [from, until] = between
  // Left out are messages that the provider knows by another id, and messages that certainly never left: no report can be about them.
  const near = messagesTo(db, channel, address, from, until).filter(
    (m) => (providerId === null || m.providerId === null) && (m.tried !== 'never' || m.state === 'sending'),
  )
  return onlyCandidate(near, about.text)
}

/**
 * Whether an SMS with this provider's id is also for the same number. Some gateways number their messages from 1: the same id for another number is another
 * account's message. A mail may bounce from an address that it was forwarded to, so its address is not compared.
 */
function isForThem({ address }: ReportedMessage, about: ReportSubject): boolean {
  return about.channel === 'email' || about.address === null || about.address === address
}

function foundById(messages: readonly ReportedMessage[], about: ReportSubject): Found {
  return { kind: 'found', by: 'id', messages, ofEarlierAttempt: messages.every((m) => isOfEarlierAttempt(m, about)) }
}

/** The only message near in time whose text fits the report's. Where the report has no text, every message fits. */
function onlyCandidate(near: readonly ReportedMessage[], text: string | null): Found {
  if (near.length === 0) return { kind: 'none' }
  if (near.some((m) => m.state === 'sending')) return { kind: 'later' }
  const fitting = text === null ? near : near.filter((m) => isSameText(m.body, text))
  return fitting.length === 1 ? { kind: 'found', by: 'address', messages: fitting, ofEarlierAttempt: false } : { kind: 'doubtful' }
}

/** Whether a reported text is the message's. Exports cut long texts off, and networks add how to opt out. */
function isSameText(body: string, reported: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase()
  const ours = plain(body)
  const theirs = plain(reported).replace(/(?:…|\.{3})$/, '')
  if (ours === theirs) return true
  return Math.min(ours.length, theirs.length) >= LEAST_LETTERS && (ours.startsWith(theirs) || theirs.startsWith(ours))
}

/** Applies reports in the order given. The same report twice changes nothing. `now`: ms UTC. */
export function applyReports(tx: Tx, reports: readonly DeliveryReport[], now: number): Tally {
  const tally: Tally = { ...noCounts(), none: 0, doubtful: 0, later: [] }
  for (const report of reports) {
    const found = findReported(tx, report.about)
    if (found.kind === 'none') tally.none += 1
    else if (found.kind === 'doubtful') tally.doubtful += 1
    else if (found.kind === 'later' || mustWait(found)) tally.later.push(report)
    else for (const message of found.messages) tally[recordReport(tx, message, report, now, found.ofEarlierAttempt)] += 1
  }
  return tally
}

/** Whether the last attempt of a found message still waits for its answer, which would find the message moved. */
export function mustWait({ messages, ofEarlierAttempt }: Extract<Found, { kind: 'found' }>): boolean {
  return !ofEarlierAttempt && messages.some((m) => m.state === 'sending')
}

/**
 * Writes one report of one message: the evidence, the move, the opt-out register. Returns what it came to. For a message that is being sent
 * it writes nothing. `now`: ms UTC.
 */
export function recordReport(tx: Tx, message: ReportedMessage, report: DeliveryReport, now: number, ofEarlierAttempt = false): keyof Counts {
  const { channel, id } = message
  const decision = decideReport(message, report.verdict, ofEarlierAttempt)
  if (decision.kind === 'nothing' || decision.kind === 'later') return 'same'
  // The key holds the message too: one report may be about two messages that were one SMS.
  const externalKey = `${channel}:${id}|${report.externalKey}`
  const attempt = attemptMeant(tx, message, report.about, ofEarlierAttempt)
  if (!addReport(tx, channel, id, { ...report, attempt, externalKey }, now)) return 'same'
  if (report.verdict === 'opened' || report.verdict === 'clicked') markRead(tx, id, report.verdict, report.at, now)
  if (report.reason === 'blacklisted') suppressReported(tx, channel, message.address, report.source, report.detail, now)
  if (decision.kind === 'evidence') return 'same'
  const failureReason = decision.to === 'failed' ? (report.reason ?? 'undelivered') : null
  const detail = decision.to === 'failed' ? report.detail || report.code : ''
  const { providerId } = report.about
  moveByReport(tx, channel, id, { from: message.state, to: decision.to, failureReason, detail, providerId, at: report.at }, now)
  return decision.to === 'sent' ? 'confirmed' : decision.to
}

/** The number of the attempt that a report is about. Null: it is an earlier one, and nobody can tell which. */
function attemptMeant(tx: Tx, { channel, id }: ReportedMessage, { providerId }: ReportSubject, ofEarlierAttempt: boolean): number | null {
  if (!ofEarlierAttempt) return lastAttemptOut(tx, channel, id)
  return providerId === null ? null : lastAttemptOut(tx, channel, id, providerId)
}
