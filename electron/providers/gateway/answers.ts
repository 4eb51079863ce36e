/** PURE: what the answer of a gateway that the school described, or its absence, means for one SMS. In doubt it is `unknown`: an SMS is never sent twice by itself. */
import type { GatewayAccount } from '../../../shared/model/gateway.ts'
import type { FailureReason } from '../../../shared/model/message.ts'
import { shortDetail } from '../detail.ts'
import { type Answer, busyMs, type Exchange, field, httpOutcome, noAnswerOutcome, parsed, refused, stopped } from '../http/answers.ts'
import type { SendOutcome } from '../provider.ts'
import { saysOptedOut } from '../statuses.ts'

/** Where the id and the status stand in an answer, and what must not be kept of it. */
export type Reading = Pick<GatewayAccount, 'idPath' | 'statusPath' | 'statusAccepted'> & { readonly secrets: readonly string[] }

const OFFLINE_MS = 30_000
const LONGEST_CODE = 40
const LONGEST_ID = 200
/** Settings that cannot work, found out before anything was sent: a certificate that is not the server's, TLS spoken to a server that has none, a header of impossible letters. */
const SETTINGS_FAULT = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|EPROTO$|ERR_INVALID_|ERR_UNESCAPED_)/

/** The outcome of one call. `now`: ms UTC. */
export function readGatewayAnswer(exchange: Exchange, reading: Reading, now: number): SendOutcome {
  if (exchange.kind === 'answer') return exchange.status < 300 ? takenOrNot(exchange, reading) : refusal(exchange, reading, now)
  if (exchange.kind === 'lost' && !exchange.left && SETTINGS_FAULT.test(exchange.code)) return stopped('settings_refused', exchange.code, exchange.code, null)
  return noAnswerOutcome(exchange, now)
}

/** The text at a dotted path ("data.0.id"); null where there is none. A blank path is the whole value. */
export function textAt(value: unknown, path: string): string | null {
  const found = path === '' ? value : path.split('.').reduce<unknown>((at, name) => (Object.hasOwn(Object(at), name) ? field(at, name) : undefined), value)
  if (typeof found === 'boolean') return String(found)
  return (typeof found === 'string' && found !== '') || typeof found === 'number' ? String(found) : null
}

/** The HTTP answer was good. What the gateway itself says of the message counts for more. */
function takenOrNot(answer: Answer, reading: Reading): SendOutcome {
  const { idPath, statusPath, statusAccepted, secrets } = reading
  const data = parsed(answer.body)
  const code = `HTTP ${answer.status}`
  const id = idPath === '' ? null : textAt(data, idPath)
  const accepted: SendOutcome = { kind: 'accepted', providerId: id && without(secrets, id).slice(0, LONGEST_ID), code }
  if (statusPath === '' && statusAccepted.length === 0) return idPath !== '' && id === null ? unnamed(answer, data, reading, code) : accepted
  const word = statusWord(answer.body, data, reading)
  // A log-in page of the network, a cut answer, or another version of the gateway: it may well have been sent.
  if (word === null) return { kind: 'unknown', code, detail: shortDetail(answer.body, secrets) || 'the answer names no status' }
  const rest = afterTaken(word, reading)
  if (rest !== null) {
    // "OK: insufficient credit" says both, "OK 4711, low balance" was sent, and "Sent: 0" may count or be a code: nobody knows.
    const inDoubt = statusPath === '' && (TAKEN_BACK.test(rest) || accountFault(word, code) !== null)
    return inDoubt ? { kind: 'unknown', code, detail: shortDetail(word, secrets) } : accepted
  }
  const said = spoken(data)
  const detail = shortDetail(said === null || said === word ? word : `${word}: ${said}`, secrets)
  return accountFault(detail, code) ?? refused(reasonOf(detail), statusPath === '' ? code : without(secrets, word).slice(0, LONGEST_CODE), detail)
}

/** A gateway that gives a reference to what it takes gave none: a log-in page of the network, or an error that it tells with a good HTTP status. */
function unnamed(answer: Answer, data: unknown, { secrets }: Reading, code: string): SendOutcome {
  const said = spoken(data)
  const fault = said === null ? null : accountFault(shortDetail(said, secrets), code)
  return fault ?? { kind: 'unknown', code, detail: shortDetail(said ?? answer.body, secrets) || 'the answer names no reference' }
}

/** Without a path the answer is plain text ("OK 4711"), which begins with its verdict. */
function statusWord(body: string, data: unknown, { statusPath }: Reading): string | null {
  return statusPath === '' ? body.trim() || null : (textAt(data, statusPath)?.trim() ?? null)
}

const TAKEN_BACK = /^\s*[:=]\s*(?:0|false|no|none|null)(?![\p{L}\p{N}])/u

/** What follows the word that means taken; null where there is no such word. */
function afterTaken(word: string, { statusPath, statusAccepted }: Reading): string | null {
  const said = word.toLowerCase()
  const longestFirst = statusAccepted.map((w) => w.toLowerCase()).toSorted((a, b) => b.length - a.length)
  const meant = longestFirst.find((w) => (statusPath === '' ? beginsWith(said, w) : said === w))
  return meant === undefined ? null : said.slice(meant.length)
}

/** As a whole word: "1" is not the beginning of "102 Insufficient credit". */
function beginsWith(text: string, word: string): boolean {
  const goesOn = /[\p{L}\p{N}]$/u.test(word) && /^[\p{L}\p{N}_]/u.test(text.slice(word.length))
  return text.startsWith(word) && !goesOn
}

function refusal(answer: Answer, reading: Reading, now: number): SendOutcome {
  const { status, retryAfter } = answer
  const data = parsed(answer.body)
  const code = `HTTP ${status}`
  const detail = shortDetail(spoken(data) ?? answer.body, reading.secrets) || code
  const verdict = reading.statusPath !== '' && textAt(data, reading.statusPath) !== null
  switch (status) {
    case 404: // "no such page" is the address in the settings; "no such number", said in the gateway's own form, is this message
      return verdict ? refused(reasonOf(detail), code, detail) : stopped('settings_refused', code, detail, null)
    case 406: // how the request is written, not what it says
    case 407:
    case 411:
    case 415:
    case 501:
      return stopped('settings_refused', code, detail, null)
    case 425: // "too early": the server would not take the risk of a repeated request
      return { kind: 'retry', code, detail }
    case 503:
      // Who names a time to come back at has declined the work. Without one it is also what a proxy says when it lost the server behind it half-way.
      if (retryAfter !== null) return stopped('rate_limited', code, detail, now + busyMs(retryAfter, now))
      break
    case 511: // the network's own log-in page stands in between (RFC 6585)
      return stopped('offline', code, detail, now + OFFLINE_MS)
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
/** A gateway that takes requests from certain addresses of the internet only: the school's line has another one today. */
const THIS_ADDRESS =
  /(?<![a-z])(ip([\s_-]*address)?[\s_-]*(is|was|has)?[\s_-]*(not|blocked|blacklisted|banned|unknown|invalid)|(invalid|unauthori[sz]ed|unknown)[\s_-]*ip)(?![a-z])/i

/** Refusals that would meet every message alike, by the words that gateways use for them: nine hundred families must not be marked as failed for an empty purse. */
function accountFault(words: string, code: string): SendOutcome | null {
  if (NO_CREDIT.test(words)) return stopped('no_credit', code, words, null)
  if (THIS_ADDRESS.test(words)) return stopped('settings_refused', code, words, null)
  if (SENDER.test(words)) return stopped('sender_refused', code, words, null)
  return WRONG_KEY.test(words) ? stopped('wrong_key', code, words, null) : null
}

/** The last four are those of the programs that several Kenyan companies run. */
const WORDS_AT = [
  ...['message', 'error.message', 'error', 'detail', 'description', 'reason', 'errors.0.message', 'errors.0'],
  ...['response-description', 'responses.0.response-description', 'status_desc', '0.status_desc'],
]

const NO_WISH = /(?<![a-z])(dnd|do[\s_-]*not[\s_-]*disturb|unsubscribed)(?![a-z])/i
/** A sender, a text or a line can be on a black list too, and a text can lack its way to opt out: said to everybody, that must not empty the school's list. */
const OF_ANOTHER =
  /(?<![a-z])(sender|short[\s_-]?code|ip|account|content|text|template|words?|keywords?|links?|urls?|domain|must|missing|without|requires?d?|contains?|includes?|instructions?|message[\s_-]*(is|was)?[\s_-]*blacklisted|blacklisted[\s_-]*message)(?![a-z])/i

/** Why a message was refused, by the gateway's words: its owner's wish goes into the opt-out register, so it is read in words alone that can mean nothing else. */
function reasonOf(words: string): FailureReason {
  return (saysOptedOut(words) || NO_WISH.test(words)) && !OF_ANOTHER.test(words) ? 'blacklisted' : 'provider_refused'
}

/** What the gateway says in words, where it says it in one of the usual places. */
function spoken(data: unknown): string | null {
  return WORDS_AT.map((path) => textAt(data, path)).find((text) => text !== null) ?? null
}

/** An id is kept as it is, but for the secret: it may well look like a number. */
function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '…')), text)
}
