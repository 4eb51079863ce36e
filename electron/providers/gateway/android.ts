/**
 * The extras of the app "SMS Gateway for Android". The app keeps each message under our id and tells what became of it. So it is asked before a message
 * is sent, and no lost answer can make a family get it twice.
 */

import type { FailureReason } from '../../../shared/model/messages/message.ts'
import type { GatewayAccount } from '../../../shared/model/settings/gateway.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { shortDetail } from '../detail.ts'
import { type Exchange, field, notSent, parsed } from '../http/answers.ts'
import type { Requester } from '../http/request.ts'
import { type OutgoingSms, type ProviderReport, type SendOutcome, type SmsProvider, type Trace, validitySeconds } from '../provider.ts'
import { readGatewayAnswer, textAt } from './answers.ts'
import { accountHeaders, encodedForms, messageKey } from './request.ts'

type State = 'pending' | 'processed' | 'sent' | 'delivered' | 'failed'
/** What the phone keeps under an id: a message, nothing, or an answer that does not tell. */
type Kept =
  | { readonly kind: 'message'; readonly state: State; readonly data: unknown }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'trouble'; readonly outcome: SendOutcome; readonly detail: string }
/** The last copy of a message on the phone, and the id for the next copy. */
type Found =
  | { readonly kind: 'found'; readonly last: { readonly id: string; readonly state: State } | null; readonly nextId: string }
  | Extract<Kept, { kind: 'trouble' }>

export type AndroidGateway = {
  /** Asks the phone, and sends nothing. Returns the outcome of a message that the phone has already, or the id to send it under. */
  prepare(sms: OutgoingSms): Promise<{ readonly outcome: SendOutcome } | { readonly id: string }>
  /** The gateway's description with the message's validity period as its `ttl`: the phone gives the message up after that. */
  describe(sms: OutgoingSms): GatewayAccount
  readonly trace: NonNullable<SmsProvider['trace']>
  readonly reports: NonNullable<SmsProvider['reports']>
}

/** The app may be set to forget messages after a day. After this time "not known" no longer means "never accepted". */
const REMEMBERED_MS = 20 * 3_600_000
/** The most copies of one message that are looked up: nobody sends a message again more often. */
const MOST_COPIES = 20

/** Asks the phone that `account` describes. */
export function androidGateway(account: GatewayAccount, secret: string, requester: Requester, clock: Clock): AndroidGateway {
  const secrets = encodedForms(secret)
  const headers = accountHeaders(account, secret)

  async function ask(id: string, signal?: AbortSignal): Promise<Kept> {
    const url = new URL(account.url)
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(id)}`
    url.search = ''
    const exchange = await requester.exchange({ method: 'GET', url: url.href, headers, body: null }, signal)
    if (exchange.kind === 'answer' && exchange.status === 404) return { kind: 'nothing' }
    const data = exchange.kind === 'answer' && exchange.status === 200 ? parsed(exchange.body) : null
    const state = stateOf(data)
    return state === null ? { kind: 'trouble', ...troubleOf(exchange) } : { kind: 'message', state, data }
  }

  /** Looks for the last copy. A copy that failed stays on the phone under its id, so the next one gets another: `id`, `id-2`, `id-3` … */
  async function look(sms: OutgoingSms, signal?: AbortSignal): Promise<Found> {
    const key = messageKey(sms)
    let last: Extract<Found, { kind: 'found' }>['last'] = null
    for (let copy = 1; copy <= MOST_COPIES; copy += 1) {
      const id = copy === 1 ? key : `${key}-${copy}`
      const kept = await ask(id, signal)
      if (kept.kind === 'trouble') return kept
      if (kept.kind === 'nothing') return { kind: 'found', last, nextId: id }
      last = { id, state: kept.state }
      if (kept.state !== 'failed') break
    }
    return { kind: 'found', last, nextId: `${key}-${MOST_COPIES + 1}` }
  }

  const troubleOf = (exchange: Exchange) => troubleOutcome(exchange, account, secrets, clock.now())

  return {
    async prepare(sms) {
      const found = await look(sms)
      if (found.kind === 'trouble') return { outcome: found.outcome }
      if (found.last === null || found.last.state === 'failed') return { id: found.nextId }
      return { outcome: { kind: 'accepted', providerId: found.last.id, code: found.last.state } }
    },

    describe: ({ until }) => (until === undefined ? account : withValidity(account, validitySeconds(until, clock.now()))),

    async trace({ lostAt, earlier, ...sms }, signal) {
      const found = await look(sms, signal)
      if (found.kind === 'trouble') return { kind: 'unclear', detail: found.detail }
      // This holds for a failed copy too: it was accepted, and its report says the rest.
      if (found.last !== null) return { kind: 'accepted', providerId: found.last.id, code: found.last.state }
      const forgets: Trace = { kind: 'unclear', detail: 'the phone may have forgotten it' }
      // A phone that was set up anew knows nothing. Only a phone that still has an older message would have this one too.
      if (earlier === null || clock.now() - lostAt >= REMEMBERED_MS) return forgets
      return (await ask(earlier, signal)).kind === 'message' ? { kind: 'never_accepted', others: [] } : forgets
    },

    async reports(providerIds, _since, signal) {
      const reports: ProviderReport[] = []
      for (const providerId of providerIds) {
        const kept = await ask(providerId, signal)
        if (kept.kind === 'trouble') throw new Error(kept.detail)
        if (kept.kind === 'message') reports.push(...reportOf(providerId, kept.state, kept.data, secrets, clock.now()))
      }
      return reports
    },
  }
}

/** The outcome where the phone could not be asked. Nothing was handed over yet, so certainly nothing was sent. `now`: ms UTC. */
function troubleOutcome(exchange: Exchange, account: GatewayAccount, secrets: readonly string[], now: number): { outcome: SendOutcome; detail: string } {
  const { idPath, statusPath, statusAccepted } = account
  const read = readGatewayAnswer(exchange, { idPath, statusPath, statusAccepted, secrets }, now)
  if (read.kind === 'not_sent') return { outcome: read, detail: read.fault.detail }
  const detail = 'detail' in read ? read.detail : ''
  const code = read.code ?? ''
  // A phone that does not answer in time is as good as out of reach.
  if (exchange.kind !== 'answer') return { outcome: notSent('offline', code, detail, now + 30_000), detail }
  // 5xx: the app itself is in trouble. A page without a state comes from another device at the phone's old address.
  return { outcome: exchange.status >= 500 ? { kind: 'retry', code, detail, whose: 'provider' } : notSent('settings_refused', code, detail, null), detail }
}

/** The description with this validity period as its `ttl`, unless its own `ttl` is shorter. */
function withValidity(account: GatewayAccount, seconds: number): GatewayAccount {
  if (account.bodyKind !== 'json') return account
  const body: unknown = JSON.parse(account.body)
  const ttl = field(body, 'ttl')
  return { ...account, body: JSON.stringify({ ...Object(body), ttl: typeof ttl === 'number' ? Math.min(ttl, seconds) : seconds }) }
}

/** The report on a message in a final state. `sent` is not final: it only says that the network has the message. */
function reportOf(providerId: string, state: State, data: unknown, secrets: readonly string[], now: number): ProviderReport[] {
  if (state !== 'delivered' && state !== 'failed') return []
  const error = textAt(data, 'recipients.0.error') ?? ''
  const happenedAt = Date.parse(textAt(data, state === 'failed' ? 'states.Failed' : 'states.Delivered') ?? '')
  // The phone's clock may be ahead of this computer's.
  const at = Number.isNaN(happenedAt) ? now : Math.min(happenedAt, now)
  return [{ providerId, verdict: state, reason: state === 'failed' ? reasonOf(error) : null, code: state, detail: shortDetail(error, secrets), at }]
}

/** The reason by the app's words: Android's names (RESULT_ERROR_NO_SERVICE), or the network's status ("Delivery result from SC +254…: 70"). */
function reasonOf(error: string): FailureReason {
  if (/^sendSMS:.*(number|phone)/i.test(error)) return 'number_refused'
  // GSM 03.40, 9.2.3.15: validity period expired, the phone was never reached.
  if (/^Delivery result from SC .*: 70$/.test(error)) return 'subscriber_absent'
  return 'undelivered'
}

function stateOf(data: unknown): State | null {
  const state = textAt(data, 'state')?.toLowerCase()
  return state === 'pending' || state === 'processed' || state === 'sent' || state === 'delivered' || state === 'failed' ? state : null
}
