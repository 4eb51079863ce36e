import type { EventType, Language } from '../../shared/model/event.ts'
import type { Reader, Tx } from '../client.ts'

export type TemplateRow = {
  readonly key: string
  readonly eventType: EventType
  readonly language: Language
  readonly name: string
  readonly sms: string
  readonly emailSubject: string
  readonly emailText: string
  readonly updatedAt: number
}

const COLUMNS = 'key, event_type eventType, language, name, sms, email_subject emailSubject, email_text emailText, updated_at updatedAt'

/** The school's own texts, of one key or of all. */
export function ownTemplates(db: Pick<Reader, 'all'>, schoolId: number, key: string | null = null): TemplateRow[] {
  return db.all<TemplateRow>(`SELECT ${COLUMNS} FROM templates WHERE school_id = ?1 AND (?2 IS NULL OR key = ?2) ORDER BY name, key, language`, schoolId, key)
}

/** Writes the school's own text for a key and language. */
export function saveTemplate(tx: Tx, schoolId: number, row: Omit<TemplateRow, 'updatedAt'>, now: number): void {
  tx.run(
    `INSERT INTO templates (school_id, key, event_type, language, name, sms, email_subject, email_text, created_at, updated_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)
     ON CONFLICT (coalesce(school_id, 0), key, language)
     DO UPDATE SET name = ?5, sms = ?6, email_subject = ?7, email_text = ?8, updated_at = ?9`,
    schoolId,
    row.key,
    row.eventType,
    row.language,
    row.name,
    row.sms,
    row.emailSubject,
    row.emailText,
    now,
  )
}

/** One name over all languages of a text. */
export function renameTemplate(tx: Tx, schoolId: number, key: string, name: string, now: number): void {
  tx.run('UPDATE templates SET name = ?, updated_at = ? WHERE school_id = ? AND key = ? AND name <> ?', name, now, schoolId, key, name)
}

/** Takes the school's own text away; the built-in one, if there is one, stands again. */
export function removeTemplate(tx: Tx, schoolId: number, key: string, language: Language): number {
  return tx.run('DELETE FROM templates WHERE school_id = ? AND key = ? AND language = ?', schoolId, key, language).changes
}
