/** Reads the answers of a gateway that the school describes: what each, or its absence, means for one SMS. In doubt it is `unknown`. PURE. */

import type { FailureReason } from '../../../shared/model/messages/message.ts'
import type { GatewayAccount } from '../../../shared/model/settings/gateway.ts'
import { shortDetail } from '../detail.ts'
import { type Answer, busyMs, type Exchange, field, httpOutcome, noAnswerOutcome, notSent, parsed, rejected } from '../http/answers.ts'
import type { SendOutcome } from '../provider.ts'
import { saysOptedOut } from '../statuses.ts'

/** Where an answer holds the id and the status, and the secrets that must not be kept of it. */
export type Reading = Pick<GatewayAccount, 'idPath' | 'statusPath' | 'statusAccepted'> & { readonly secrets: readonly string[] }

const OFFLINE_MS = 30_000
const LONGEST_CODE = 40
const LONGEST_ID = 200
/** Node's codes for settings that cannot work, found before anything was sent: a wrong certificate, TLS to a server without it, a bad header. */
const SETTINGS_FAULT = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|EPROTO$|ERR_INVALID_|ERR_UNESCAPED_)/

/** The outcome of one call. `now`: ms UTC. */
export function readGatewayAnswer(exchange: Exchange, reading: Reading, now: number): SendOutcome {
  if (exchange.kind === 'answer') return exchange.status < 300 ? verdictOutcome(exchange, reading) : refusal(exchange, reading, now)
  if (exchange.kind === 'lost' && !exchange.left && SETTINGS_FAULT.test(exchange.code)) return notSent('settings_refused', exchange.code, exchange.code, null)
  return noAnswerOutcome(exchange, now)
}

/** The text at a dotted path ("data.0.id"); null where there is none. A blank path is the whole value. */
export function textAt(value: unknown, path: string): string | null {
  const found = path === '' ? value : path.split('.').reduce<unknown>((at, name) => (Object.hasOwn(Object(at), name) ? field(at, name) : undefined), value)
  if (typeof found === 'boolean') return String(found)
  return (typeof found === 'string' && found !== '') || typeof found === 'number' ? String(found) : null
}

/** The outcome of a 2xx answer. What the gateway itself says of the message counts for more than the HTTP status. */
function verdictOutcome(answer: Answer, reading: Reading): SendOutcome {
  const { idPath, statusPath, statusAccepted, secrets } = reading
  const data = parsed(answer.body)
  const code = `HTTP ${answer.status}`
  const id = idPath === '' ? null : textAt(data, idPath)
  const accepted: SendOutcome = { kind: 'accepted', providerId: id && without(secrets, id).slice(0, LONGEST_ID), code }
  if (statusPath === '' && statusAccepted.length === 0) return idPath !== '' && id === null ? missingId(answer, data, reading, code) : accepted
  const word = statusWord(answer.body, data, reading)
  // A log-in page of the network, a cut answer, or another version of the gateway: the SMS may have been sent.
  if (word === null) return { kind: 'unknown', code, detail: shortDetail(answer.body, secrets) || 'the answer names no status' }
  const rest = afterAccepted(word, reading)
  if (rest !== null) {
    // "OK: insufficient credit" says both, "OK 4711, low balance" was sent, and "Sent: 0" may count or be a code: nobody knows.
    const inDoubt = statusPath === '' && (NEGATED.test(rest) || accountFault(word, code) !== null)
    return inDoubt ? { kind: 'unknown', code, detail: shortDetail(word, secrets) } : accepted
  }
  const words = wordsIn(data)
  const detail = shortDetail(words === null || words === word ? word : `${word}: ${words}`, secrets)
  return accountFault(detail, code) ?? rejected(reasonOf(detail), statusPath === '' ? code : without(secrets, word).slice(0, LONGEST_CODE), detail)
}

/** The outcome where the id is missing: a log-in page of the network, or an error with a good HTTP status. */
function missingId(answer: Answer, data: unknown, { secrets }: Reading, code: string): SendOutcome {
  const words = wordsIn(data)
  const fault = words === null ? null : accountFault(shortDetail(words, secrets), code)
  return fault ?? { kind: 'unknown', code, detail: shortDetail(words ?? answer.body, secrets) || 'the answer names no reference' }
}

/** The status of an answer. Without a path the answer is plain text that begins with it ("OK 4711"). */
function statusWord(body: string, data: unknown, { statusPath }: Reading): string | null {
  return statusPath === '' ? body.trim() || null : (textAt(data, statusPath)?.trim() ?? null)
}

const NEGATED = /^\s*[:=]\s*(?:0|false|no|none|null)(?![\p{L}\p{N}])/u

/** The text after the word that means accepted; null where there is no such word. */
function afterAccepted(word: string, { statusPath, statusAccepted }: Reading): string | null {
  const lower = word.toLowerCase()
  const longestFirst = statusAccepted.map((w) => w.toLowerCase()).toSorted((a, b) => b.length - a.length)
  const meant = longestFirst.find((w) => (statusPath === '' ? beginsWith(lower, w) : lower === w))
  return meant === undefined ? null : lower.slice(meant.length)
}

/** Whether the text begins with the whole word: "1" is not the beginning of "102 Insufficient credit". */
function beginsWith(text: string, word: string): boolean {
  const goesOn = /[\p{L}\p{N}]$/u.test(word) && /^[\p{L}\p{N}_]/u.test(text.slice(word.length))
  return text.startsWith(word) && !goesOn
}

/** The outcome of an answer that is not 2xx. */
function refusal(answer: Answer, reading: Reading, now: number): SendOutcome {
  const { status, retryAfter } = answer
  const data = parsed(answer.body)
  const code = `HTTP ${status}`
  const detail = shortDetail(wordsIn(data) ?? answer.body, reading.secrets) || code
  const verdict = reading.statusPath !== '' && textAt(data, reading.statusPath) !== null
  switch (status) {
    case 404: // "no such page" is about the address in the settings; "no such number" in the gateway's own form is about this message
      return verdict ? rejected(reasonOf(detail), code, detail) : notSent('settings_refused', code, detail, null)
    case 406: // how the request is written, not what it says
    case 407:
    case 411:
    case 415:
    case 501:
      return notSent('settings_refused', code, detail, null)
    case 425: // "too early": the server would not take the risk of a repeated request
      return { kind: 'retry', code, detail }
    case 503:
      // With Retry-After the server declined the work. Without it, a proxy may have lost its server half-way.
      if (retryAfter !== null) return notSent('rate_limited', code, detail, now + busyMs(retryAfter, now))
      break
    case 511: // the log-in page of the network stands in between (RFC 6585)
      return notSent('offline', code, detail, now + OFFLINE_MS)
  }
  const trouble = status >= 400 && status < 500 && status !== 429 ? accountFault(detail, code) : null
  const outcome = trouble ?? httpOutcome({ ...answer, body: detail }, now)
  return outcome.kind === 'rejected' ? { ...outcome, reason: reasonOf(detail) } : outcome
}

const NO_CREDIT =
  /(?<![a-z])((insufficient|not[\s_-]enough|low|out[\s_-]of)[\s_-]*((bulk|sms)[\s_-]*)*(balance|credits?|funds|units)|no[\s_-]*((bulk|sms)[\s_-]*)*credits?)(?![a-z])/i
const WRONG_KEY =
  /(?<![a-z])((invalid|wrong|incorrect|bad|missing|no)[\s_-]*(api[\s_-]?key|partner[\s_-]?id|password|credentials?|token|login|user[\s_-]?name)|unauthori[sz]ed|authentication[\s_-]*failed)(?![a-z])/i
const SENDER =
  /(?<![a-z])((invalid|unknown|wrong|unregistered|unapproved|inactive|unauthori[sz]ed|blacklisted)[\s_-]*(sender|short[\s_-]?code)|sender([\s_-]*(id|name|code))*[\s_-]*(is|has|was|does)?[\s_-]*(not|invalid|inactive|blocked|blacklisted|unregistered|unknown))(?![a-z])/i
/** The gateway accepts requests from certain IP addresses only, and the school's address has changed. */
const THIS_ADDRESS =
  /(?<![a-z])(ip([\s_-]*address)?[\s_-]*(is|was|has)?[\s_-]*(not|blocked|blacklisted|banned|unknown|invalid)|(invalid|unauthori[sz]ed|unknown)[\s_-]*ip)(?![a-z])/i

/** The fault behind a refusal that would meet every message, by the words that gateways use. Nine hundred families must not fail for an empty account. */
function accountFault(words: string, code: string): SendOutcome | null {
  if (NO_CREDIT.test(words)) return notSent('no_credit', code, words, null)
  if (THIS_ADDRESS.test(words)) return notSent('settings_refused', code, words, null)
  if (SENDER.test(words)) return notSent('sender_refused', code, words, null)
  return WRONG_KEY.test(words) ? notSent('wrong_key', code, words, null) : null
}

/** Where gateways put their words. The last four are those of software that several Kenyan companies run. */
const WORDS_AT = [
  ...['message', 'error.message', 'error', 'detail', 'description', 'reason', 'errors.0.message', 'errors.0'],
  ...['response-description', 'responses.0.response-description', 'status_desc', '0.status_desc'],
]

const OPT_OUT = /(?<![a-z])(dnd|do[\s_-]*not[\s_-]*disturb|unsubscribed)(?![a-z])/i
/** A black list may be about a sender, a text or an account, and "opt out" about a text that lacks it. Such words must not opt a family out. */
const NOT_THE_RECIPIENT =
  /(?<![a-z])(sender|short[\s_-]?code|ip|account|content|text|template|words?|keywords?|links?|urls?|domain|must|missing|without|requires?d?|contains?|includes?|instructions?|message[\s_-]*(is|was)?[\s_-]*blacklisted|blacklisted[\s_-]*message)(?![a-z])/i

/** The reason for a refusal by the gateway's words. An opt-out goes into the register, so only words that can mean nothing else count. */
function reasonOf(words: string): FailureReason {
  return (saysOptedOut(words) || OPT_OUT.test(words)) && !NOT_THE_RECIPIENT.test(words) ? 'blacklisted' : 'provider_refused'
}

/** The gateway's own words, from one of the usual places; null where there are none. */
function wordsIn(data: unknown): string | null {
  return WORDS_AT.map((path) => textAt(data, path)).find((text) => text !== null) ?? null
}

/** Removes the secrets from a text. An id is kept as it is otherwise, even where it looks like a phone number. */
function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '…')), text)
}
