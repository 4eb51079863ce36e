/** Judges from outside what became of a school's messages: reads the records and what the simulators received, and knows nothing of the engine. */
import type { Reader } from '../../db/client.ts'
import type { ReceivedByProcess } from '../support/simulators-process.ts'
import { PLANNED, REFUSED } from './queued-school.ts'

type Message = {
  readonly channel: 'sms' | 'email'
  readonly id: number
  readonly address: string
  /** The text of an SMS, the subject of a mail: with the address, the name by which the simulators know it. */
  readonly words: string
  readonly state: string
  readonly attempts: number
  readonly providerId: string | null
}
type Attempt = {
  readonly channel: 'sms' | 'email'
  readonly id: number
  readonly n: number
  readonly begunAt: number
  readonly endedAt: number | null
  readonly outcome: string | null
  readonly providerId: string | null
}

/** Calls that each provider allows at once, and numbers in one call. */
const CALLS = { sms: 8, email: 2 } as const
const NUMBERS_IN_A_CALL = 100
/** Outcomes of an attempt whose message may have reached the family. */
const MAY_HAVE_ARRIVED = ['accepted', 'unknown', 'lost']
const LAST_OUTCOMES: Readonly<Record<string, readonly string[]>> = { sent: ['accepted'], failed: ['rejected'], unconfirmed: ['lost', 'unknown'] }

const idOf = ({ channel, id }: Pick<Message, 'channel' | 'id'>) => `${channel} ${id}`
const nameOf = (address: string, words: string) => `${address} ${words}`

function messagesOf(db: Reader): Message[] {
  return db.all<Message>(
    `SELECT 'sms' channel, id, phone address, body words, state, attempts, provider_id providerId FROM sms_logs
     UNION ALL SELECT 'email', id, email, subject, state, attempts, provider_id FROM email_logs`,
  )
}

/** What the records say is on its way, as a dead console leaves it, and every way in which that cannot be. */
export function inFlight(db: Reader): { readonly messages: readonly string[]; readonly wrong: string[] } {
  const sending = messagesOf(db).filter((m) => m.state === 'sending')
  const wrong: string[] = []
  for (const channel of ['sms', 'email'] as const) {
    const sharing = Map.groupBy(
      sending.filter((m) => m.channel === channel),
      (m) => m.words,
    )
    const numbers = channel === 'sms' ? NUMBERS_IN_A_CALL : 1
    const calls = [...sharing.values()].reduce((sum, those) => sum + Math.ceil(those.length / numbers), 0)
    if (calls > CALLS[channel]) wrong.push(`${calls} calls of ${channel} in flight, ${CALLS[channel]} allowed`)
  }
  const { open } = db.get<{ open: number }>('SELECT count(*) open FROM attempts WHERE ended_at IS NULL') ?? { open: 0 }
  if (open !== sending.length) wrong.push(`${open} attempts open, ${sending.length} messages on their way`)
  return { messages: sending.map(idOf), wrong }
}

/** Messages that no answer came for, and how many calls they were, by a console that was not killed. */
export function unanswered(db: Reader): { readonly messages: ReadonlySet<string>; readonly calls: number } {
  const rows = messagesOf(db).filter((m) => m.state === 'unconfirmed')
  return { messages: new Set(rows.map(idOf)), calls: new Set(rows.map((m) => (m.channel === 'sms' ? m.words : idOf(m)))).size }
}

/** Everything that is wrong at the end, when `lost` messages had no answer (as {@link inFlight} names them); empty: all is well. */
export function judge(db: Reader, received: ReceivedByProcess, lost: ReadonlySet<string>): string[] {
  const messages = messagesOf(db)
  return [...healthy(db), ...counted(db, messages, lost), ...arrived(messages, received), ...attempted(db, messages)]
}

function healthy(db: Reader): string[] {
  const integrity = db.all<{ integrity_check: string }>('PRAGMA integrity_check').map((row) => row.integrity_check)
  const wrong = integrity.filter((line) => line !== 'ok').map((line) => `integrity_check: ${line}`)
  const foreign = db.all('PRAGMA foreign_key_check').length
  return foreign === 0 ? wrong : [...wrong, `${foreign} rows point at nothing`]
}

/** Every planned recipient in exactly one state, nothing still waiting, and no more in doubt than was in flight. */
function counted(db: Reader, messages: readonly Message[], lost: ReadonlySet<string>): string[] {
  const wrong: string[] = []
  const told = db.get<{ n: number }>('SELECT count(*) n FROM notifications')?.n
  if (messages.length !== PLANNED || told !== PLANNED) wrong.push(`${PLANNED} were planned, ${told} are on file, with ${messages.length} messages`)
  const names = new Set(messages.map((m) => nameOf(m.address, m.words)))
  if (names.size !== messages.length) wrong.push(`${messages.length - names.size} messages are on file twice`)
  const others = messages.filter((m) => !['sent', 'failed', 'unconfirmed'].includes(m.state))
  for (const message of others) wrong.push(`${idOf(message)} is ${message.state} at the end`)
  const doubts = new Set(messages.filter((m) => m.state === 'unconfirmed').map(idOf))
  for (const id of doubts) if (!lost.has(id)) wrong.push(`${id} is unconfirmed and had its answer`)
  for (const id of lost) if (!doubts.has(id)) wrong.push(`${id} had no answer and is not unconfirmed`)
  return wrong
}

/** What arrived against what is on file: nothing twice, nothing lost, nothing unexplained. */
function arrived(messages: readonly Message[], received: ReceivedByProcess): string[] {
  const wrong: string[] = []
  const here = [...received.sms.map((m) => nameOf(m.number, m.text)), ...received.email.map((m) => nameOf(m.to, m.subject))]
  for (const [name, those] of Map.groupBy(here, (one) => one)) if (those.length > 1) wrong.push(`${those.length} times: ${name}`)
  const names = new Set(here)
  const states = new Map(messages.map((m) => [nameOf(m.address, m.words), m]))
  for (const [name, message] of states) {
    const { state, address } = message
    if (state === 'sent' && !names.has(name)) wrong.push(`${idOf(message)} is sent and never arrived`)
    if (state === 'failed' && !(address in REFUSED.codes) && !(address in REFUSED.refuse)) wrong.push(`${idOf(message)} failed for no reason`)
  }
  for (const name of names) {
    const state = states.get(name)?.state
    if (state !== 'sent' && state !== 'unconfirmed') wrong.push(`arrived and is ${state ?? 'not on file'}: ${name}`)
  }
  return wrong
}

/** Attempts are numbered without a gap and all ended; one at most may have arrived; the last one explains the state. */
function attempted(db: Reader, messages: readonly Message[]): string[] {
  const wrong: string[] = []
  const rows = db.all<Attempt>(
    `SELECT CASE WHEN sms_log_id IS NULL THEN 'email' ELSE 'sms' END channel, coalesce(sms_log_id, email_log_id) id, n, begun_at begunAt, ended_at endedAt,
       outcome, provider_id providerId FROM attempts ORDER BY n`,
  )
  const byMessage = Map.groupBy(rows, idOf)
  for (const message of messages) {
    const { state, attempts: counts, providerId } = message
    const name = idOf(message)
    const tries = byMessage.get(name) ?? []
    const last = tries.at(-1)
    if (tries.some((a, i) => a.n !== i + 1)) wrong.push(`${name}: attempts ${tries.map((a) => a.n).join()}`)
    if (tries.some((a) => a.endedAt === null || a.endedAt < a.begunAt)) wrong.push(`${name}: an attempt without an end, or before its beginning`)
    if (tries.filter((a) => MAY_HAVE_ARRIVED.includes(a.outcome ?? '')).length > 1) wrong.push(`${name}: handed over twice`)
    if (!LAST_OUTCOMES[state]?.includes(last?.outcome ?? '')) wrong.push(`${name} is ${state} after ${last?.outcome}`)
    if (tries.filter((a) => a.outcome !== 'not_sent').length !== counts) wrong.push(`${name}: ${counts} attempts counted of ${tries.length}`)
    if (state === 'sent' && (providerId === null || last?.providerId !== providerId)) wrong.push(`${name}: no name at the provider`)
  }
  return wrong
}
