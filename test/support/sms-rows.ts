import type { Tx } from '../../db/client.ts'
import type { MessageState } from '../../shared/model/messages/message.ts'
import { insertBatch } from './batch-rows.ts'

/** Writes down SMS to one guardian, straight into the log: `made` (ms UTC) is when. Answers their ids. */
export function insertSms(
  tx: Tx,
  schoolId: number,
  count: number,
  { made = 1_000, state = 'queued', estimateMicros = 0 }: { made?: number; state?: MessageState; estimateMicros?: number } = {},
): number[] {
  const { n } = tx.get<{ n: number }>('SELECT count(*) n FROM notifications') ?? { n: 0 }
  if (n === 0) tx.run("INSERT INTO guardians (school_id, name, name_key, created_at, updated_at) VALUES (?, 'Amina Mfano', 'amina mfano', 0, 0)", schoolId)
  return Array.from({ length: count }, (_, i) => {
    const batch = insertBatch(tx, schoolId, { body: 'Fees are due.', now: made })
    const notification = tx.run(
      `INSERT INTO notifications (school_id, batch_id, guardian_id, event_type, title, message, created_at)
       VALUES (?, ?, (SELECT max(id) FROM guardians), 'bulk', '', '', ?)`,
      schoolId,
      batch,
      made,
    ).id
    return tx.run(
      `INSERT INTO sms_logs (notification_id, batch_id, guardian_id, to_name, language, state, hold_reason, not_before, created_at, updated_at, phone, body, encoding, parts,
         estimate_micros)
       VALUES (?, ?, (SELECT max(id) FROM guardians), 'Amina Mfano', 'en', ?, CASE WHEN ? = 'held' THEN 'hold_window' END, 0, ?, ?, ?, 'Fees are due.', 'gsm7', 1, ?)`,
      notification,
      batch,
      state,
      state,
      made,
      made,
      `+25471200${String(1000 + n + i)}`,
      estimateMicros,
    ).id
  })
}

/** Hands SMS to a provider, as far as the records know. */
export function openAttempts(tx: Tx, ids: readonly number[], bootId: number, now: number): void {
  for (const id of ids) {
    tx.run("UPDATE sms_logs SET state = 'sending', hold_reason = NULL WHERE id = ?", id)
    tx.run(
      `INSERT INTO attempts (sms_log_id, n, boot_id, provider, account, begun_at) VALUES (?1, (SELECT count(*) + 1 FROM attempts WHERE sms_log_id = ?1), ?2, 'practice', 'its account', ?3)`,
      id,
      bootId,
      now,
    )
  }
}

/** Writes the provider's answer down: accepted, with its id for the message; else retry, refused or unknown. */
export function closeAttempts(tx: Tx, ids: readonly number[], outcome: 'accepted' | 'rejected' | 'retry' | 'unknown', now: number): void {
  const state = { accepted: 'sent', rejected: 'failed', retry: 'queued', unknown: 'unconfirmed' }[outcome]
  for (const id of ids) {
    const providerId = outcome === 'accepted' ? `P${id}` : null
    tx.run('UPDATE attempts SET ended_at = ?, outcome = ?, provider_id = ? WHERE sms_log_id = ? AND ended_at IS NULL', now, outcome, providerId, id)
    tx.run(
      "UPDATE sms_logs SET state = ?1, provider_id = ?2, sent_at = CASE WHEN ?1 = 'sent' THEN ?3 END, failure_reason = CASE WHEN ?1 = 'failed' THEN 'no_route' END WHERE id = ?4",
      state,
      providerId,
      now,
      id,
    )
  }
}
