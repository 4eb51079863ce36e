import type { EventType, Language } from '../../shared/model/messages/event.ts'
import type { OnChange } from '../../shared/model/messages/template.ts'
import type { Reader, Tx } from '../client.ts'

export type TemplateRow = {
  readonly key: string
  readonly eventType: EventType
  readonly language: Language
  readonly name: string
  readonly sms: string
  readonly emailSubject: string
  readonly emailText: string
  readonly onChange: OnChange
  readonly updatedAt: number
}

const COLUMNS = 'key, event_type eventType, language, name, sms, email_subject emailSubject, email_text emailText, on_change onChange, updated_at updatedAt'

/** The school's own texts, of one key or of all. */
export function ownTemplates(db: Pick<Reader, 'all'>, schoolId: number, key: string | null = null): TemplateRow[] {
  return db.all<TemplateRow>(`SELECT ${COLUMNS} FROM templates WHERE school_id = ?1 AND (?2 IS NULL OR key = ?2) ORDER BY name, key, language`, schoolId, key)
}

/** Writes the school's own text for a key and language. */
export function saveTemplate(tx: Tx, schoolId: number, row: Omit<TemplateRow, 'updatedAt'>, now: number): void {
  tx.run(
    `INSERT INTO templates (school_id, key, event_type, language, name, sms, email_subject, email_text, on_change, created_at, updated_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)
     ON CONFLICT (coalesce(school_id, 0), key, language)
     DO UPDATE SET name = ?5, sms = ?6, email_subject = ?7, email_text = ?8, on_change = ?9, updated_at = ?10`,
    schoolId,
    row.key,
    row.eventType,
    row.language,
    row.name,
    row.sms,
    row.emailSubject,
    row.emailText,
    row.onChange,
    now,
  )
}

/** What holds for a text in all its languages: its name, and what becomes of it when a balance changes. */
export function alignTemplates(tx: Tx, schoolId: number, key: string, { name, onChange }: Pick<TemplateRow, 'name' | 'onChange'>, now: number): void {
  tx.run(
    'UPDATE templates SET name = ?1, on_change = ?2, updated_at = ?3 WHERE school_id = ?4 AND key = ?5 AND (name <> ?1 OR on_change <> ?2)',
    name,
    onChange,
    now,
    schoolId,
    key,
  )
}

/** Takes the school's own text away; the built-in one, if there is one, stands again. */
export function removeTemplate(tx: Tx, schoolId: number, key: string, language: Language): number {
  return tx.run('DELETE FROM templates WHERE school_id = ? AND key = ? AND language = ?', schoolId, key, language).changes
}
