/** News to records: finds the message that each piece is about, keeps the evidence, makes the move. */
import type { Reader, Tx } from '../../db/client.ts'
import {
  addReport,
  attemptHeardOf,
  markRead,
  messageById,
  messagesByProviderId,
  messagesOnceCalled,
  messagesTo,
  moveByReport,
  type ReportedMessage,
  suppressReported,
} from '../../db/queries/reports.ts'
import { type About, type DeliveryNews, decideNews, isOfEarlier } from './decide.ts'

export type Found =
  /** `ofEarlier`: what is meant is a try before the last one. */
  | { readonly kind: 'found'; readonly by: 'id' | 'address'; readonly messages: readonly ReportedMessage[]; readonly ofEarlier: boolean }
  | { readonly kind: 'none' }
  /** More than one message could be meant. */
  | { readonly kind: 'doubtful' }
  /** It may be one that is being sent: its answer, with the provider's id, is not written down yet. */
  | { readonly kind: 'later' }

/** What became of pieces of news. `none`: of no message of this console. `later`: to be brought again. */
export type Tally = Counts & { none: number; doubtful: number; readonly later: DeliveryNews[] }
/** What reports did to messages. */
export type Counts = { delivered: number; failed: number; confirmed: number; same: number }

/** Texts shorter than this begin alike by chance. */
const LEAST_LETTERS = 12

export const nothingYet = (): Counts => ({ delivered: 0, failed: 0, confirmed: 0, same: 0 })

/** Finds the message that is meant, or says why there is none. */
export function findReported(db: Pick<Reader, 'all' | 'get'>, about: About): Found {
  const { channel, providerId, address, between } = about
  const own = about.own && messageById(db, channel, about.own.id, about.own.lastBoot)
  if (own) return byId([own], about)
  const named = providerId === null ? [] : messagesByProviderId(db, channel, providerId).filter((m) => isForThem(m, about))
  if (named.length > 0) return byId(named, about)
  if (address === null) return { kind: 'none' }
  // what was called so at an earlier try is neither the last one, of which nobody knows the name, nor another message
  const once = providerId === null ? [] : messagesOnceCalled(db, channel, address, providerId)
  if (once.length > 0) return { kind: 'found', by: 'id', messages: once, ofEarlier: true }
  if (between === null) return { kind: 'none' }
  const [from, until] = between
  // one that the provider knows by another id is another message, and one that certainly never arrived is none that anybody can have heard of
  const near = messagesTo(db, channel, address, from, until).filter(
    (m) => (providerId === null || m.providerId === null) && (m.tried !== 'never' || m.state === 'sending'),
  )
  return oneOf(near, about.text)
}

/** Some gateways number their messages from 1: the same id, to another number, is another account's. A mail may come back from where it was passed on to. */
function isForThem({ address }: ReportedMessage, about: About): boolean {
  return about.channel === 'email' || about.address === null || about.address === address
}

function byId(messages: readonly ReportedMessage[], about: About): Found {
  return { kind: 'found', by: 'id', messages, ofEarlier: messages.every((m) => isOfEarlier(m, about)) }
}

/** One candidate is the message, unless it says something else; of several only the one that says what the report says. */
function oneOf(near: readonly ReportedMessage[], text: string | null): Found {
  if (near.length === 0) return { kind: 'none' }
  if (near.some((m) => m.state === 'sending')) return { kind: 'later' }
  const fitting = text === null ? near : near.filter((m) => sayTheSame(m.body, text))
  return fitting.length === 1 ? { kind: 'found', by: 'address', messages: fitting, ofEarlier: false } : { kind: 'doubtful' }
}

/** Exports cut long texts off, and networks add how to opt out. */
function sayTheSame(body: string, reported: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase()
  const ours = plain(body)
  const theirs = plain(reported).replace(/(?:…|\.{3})$/, '')
  if (ours === theirs) return true
  return Math.min(ours.length, theirs.length) >= LEAST_LETTERS && (ours.startsWith(theirs) || theirs.startsWith(ours))
}

/** Takes in a chunk of news, in the order given; the same news twice changes nothing. */
export function applyNews(tx: Tx, news: readonly DeliveryNews[], now: number): Tally {
  const tally: Tally = { ...nothingYet(), none: 0, doubtful: 0, later: [] }
  for (const one of news) {
    const found = findReported(tx, one.about)
    if (found.kind === 'none') tally.none += 1
    else if (found.kind === 'doubtful') tally.doubtful += 1
    else if (found.kind === 'later' || isToComeAgain(found)) tally.later.push(one)
    else for (const message of found.messages) tally[recordReport(tx, message, one, now, found.ofEarlier)] += 1
  }
  return tally
}

/** Whether the answer to one of them is not written down yet, and would find the message moved. An earlier try has had its answer. */
export function isToComeAgain({ messages, ofEarlier }: Extract<Found, { kind: 'found' }>): boolean {
  return !ofEarlier && messages.some((m) => m.state === 'sending')
}

/** Writes one report of one message: the evidence, the move, the opt-out register. Answers what it came to. Of one that is being sent, nothing. */
export function recordReport(tx: Tx, message: ReportedMessage, news: DeliveryNews, now: number, ofEarlier = false): keyof Counts {
  const { channel, id } = message
  const decision = decideNews(message, news.verdict, ofEarlier)
  if (decision.kind === 'nothing' || decision.kind === 'later') return 'same'
  // one report may be about two messages that were one SMS
  if (
    !addReport(
      tx,
      channel,
      id,
      { ...news, attempt: attemptMeant(tx, message, news.about, ofEarlier), externalKey: `${channel}:${id}|${news.externalKey}` },
      now,
    )
  )
    return 'same'
  if (news.verdict === 'opened' || news.verdict === 'clicked') markRead(tx, id, news.verdict, news.at, now)
  if (news.reason === 'blacklisted') suppressReported(tx, channel, message.address, news.source, news.detail, now)
  if (decision.kind === 'evidence') return 'same'
  const failureReason = decision.to === 'failed' ? (news.reason ?? 'undelivered') : null
  const detail = decision.to === 'failed' ? news.detail || news.code : ''
  moveByReport(tx, channel, id, { from: message.state, to: decision.to, failureReason, detail, providerId: news.about.providerId, at: news.at }, now)
  return decision.to === 'sent' ? 'confirmed' : decision.to
}

/** Which of its attempts a report is about; null where all that is known is that it is none of the last. */
function attemptMeant(tx: Tx, { channel, id }: ReportedMessage, { providerId }: About, ofEarlier: boolean): number | null {
  if (!ofEarlier) return attemptHeardOf(tx, channel, id)
  return providerId === null ? null : attemptHeardOf(tx, channel, id, providerId)
}
