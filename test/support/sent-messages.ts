import type { Tx } from '../../db/client.ts'
import type { MessageState } from '../../shared/model/messages/message.ts'
import { insertBatch } from './batch-rows.ts'
import { insertFamily } from './families.ts'

const CLOSING = 'School closes on Friday.'

export type SentSeed = {
  readonly state: Extract<MessageState, 'queued' | 'sending' | 'sent' | 'unconfirmed' | 'failed'>
  readonly begunAt: number
  readonly providerId?: string | null
  readonly provider?: string
  readonly account?: string
  readonly body?: string
  /** The run that sent it. */
  readonly bootId?: number
}

/** An SMS that went as far as `state`, with its family and its attempt. Answers its id. */
export function insertSentSms(tx: Tx, phone: string, seed: SentSeed): number {
  const id = insert(tx, 'sms_logs', 'phone', phone, seed, ', encoding, parts', ", 'gsm7', 1")
  settle(tx, 'sms_logs', 'sms_log_id', id, seed)
  return id
}

/** An email that went as far as `state`, with its family and its attempt. Answers its id. */
export function insertSentEmail(tx: Tx, email: string, seed: SentSeed): number {
  const id = insert(tx, 'email_logs', 'email', email, seed, ', subject', ", 'Fees'")
  settle(tx, 'email_logs', 'email_log_id', id, seed)
  return id
}

function insert(tx: Tx, table: string, column: string, address: string, seed: SentSeed, names: string, values: string): number {
  const { n } = tx.get<{ n: number }>('SELECT count(*) n FROM notifications') ?? { n: 0 }
  const at = table === 'sms_logs' ? { phone: address } : { phone: null, email: address }
  const guardianId = insertFamily(tx, 1, { guardian: `Guardian ${n}`, ...at, children: [{ adm: `sent ${n}`, name: `Child ${n}` }] })
  const batchId = insertBatch(tx, 1, { guardianId, body: seed.body ?? CLOSING })
  const notificationId = tx.run(
    "INSERT INTO notifications (school_id, batch_id, guardian_id, event_type, title, message, created_at) VALUES (1, ?, ?, 'bulk', '', '', 0)",
    batchId,
    guardianId,
  ).id
  return tx.run(
    `INSERT INTO ${table} (notification_id, batch_id, guardian_id, to_name, language, state, not_before, created_at, updated_at, ${column}, body${names})
     VALUES (?, ?, ?, ?, 'en', 'queued', 0, ?, 0, ?, ?${values})`,
    notificationId,
    batchId,
    guardianId,
    `Guardian ${n}`,
    seed.begunAt,
    address,
    seed.body ?? CLOSING,
  ).id
}

function settle(
  tx: Tx,
  table: string,
  owner: string,
  id: number,
  { state, begunAt, providerId = null, provider = 'twilio', account = 'the school’s', bootId = 1 }: SentSeed,
) {
  if (state === 'queued') return
  tx.run("INSERT OR IGNORE INTO boots (id, version, started_at) VALUES (?, 'test', 0)", bootId)
  tx.run(`UPDATE ${table} SET state = 'sending', provider = ? WHERE id = ?`, provider, id)
  const ended = state === 'sending' ? null : begunAt + 1_000
  const outcome = { sending: null, sent: 'accepted', unconfirmed: 'unknown', failed: 'rejected' }[state]
  tx.run(
    `INSERT INTO attempts (${owner}, n, boot_id, provider, account, begun_at, ended_at, outcome, provider_id) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    bootId,
    provider,
    account,
    begunAt,
    ended,
    outcome,
    state === 'sent' ? providerId : null,
  )
  if (state === 'sending') return
  tx.run(
    `UPDATE ${table} SET state = ?, provider_id = ?, sent_at = ?, failure_reason = ? WHERE id = ?`,
    state,
    providerId,
    state === 'sent' ? ended : null,
    state === 'failed' ? 'undelivered' : null,
    id,
  )
}
