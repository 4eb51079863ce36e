/** Whom a send could go to: guardians with their children and what these owe, read in three sweeps and joined in memory. */
import type { Language } from '../../shared/model/event.ts'
import type { SuppressionKind } from '../../shared/model/message.ts'
import type { GuardianRole, PhoneKind } from '../../shared/model/people.ts'
import type { Reader } from '../client.ts'

export type ChildRow = { readonly id: number; readonly name: string; readonly admNo: string; readonly className: string; readonly stream: string }
export type InvoiceRow = {
  readonly studentId: number
  readonly number: string
  readonly term: number
  readonly year: number
  readonly amountCents: number
  readonly balanceCents: number
  readonly dueOn: string | null
}
export type GuardianRow = {
  readonly id: number
  readonly name: string
  readonly phone: string | null
  readonly phoneRaw: string
  readonly phoneKind: PhoneKind
  readonly email: string | null
  readonly language: Language
  readonly smsEnabled: number
  readonly emailEnabled: number
  /** What the opt-out register says of the number, and of the mail address. */
  readonly phoneSuppressed: SuppressionKind | null
  readonly emailSuppressed: SuppressionKind | null
  readonly quietStart: string | null
  readonly quietEnd: string | null
  /** The event's own switch, in the guardian's preferences. */
  readonly wanted: number
}
export type LinkRow = { readonly studentId: number; readonly guardianId: number; readonly role: GuardianRole }

/** Children at the school, by class and name. */
export function activeStudents(db: Reader, schoolId: number): ChildRow[] {
  return db.all<ChildRow>(
    `SELECT id, name, adm_no admNo, class_name className, stream FROM students WHERE school_id = ? AND status = 'active' ORDER BY class_name, name, id`,
    schoolId,
  )
}

const INVOICES = 'SELECT student_id studentId, number, term, year, amount_cents amountCents, balance_cents balanceCents, due_on dueOn FROM invoices'

/** Every invoice that counts, oldest term first. */
export function standingInvoices(db: Reader, schoolId: number): InvoiceRow[] {
  return db.all<InvoiceRow>(`${INVOICES} WHERE school_id = ? AND status <> 'void' ORDER BY year, term, id`, schoolId)
}

const WISHES = (eventColumn: string) => `SELECT g.id, g.name, g.phone, g.phone_raw phoneRaw, g.phone_kind phoneKind, g.email, g.language,
       coalesce(p.sms_enabled, 1) smsEnabled, coalesce(p.email_enabled, 1) emailEnabled, p.quiet_start quietStart, p.quiet_end quietEnd,
       (SELECT kind FROM suppressions WHERE channel = 'sms' AND address = g.phone) phoneSuppressed,
       (SELECT kind FROM suppressions WHERE channel = 'email' AND address = lower(g.email)) emailSuppressed,
       coalesce(p.${eventColumn}, 1) wanted
     FROM guardians g LEFT JOIN preferences p ON p.guardian_id = g.id`

/** Guardians with their wishes; `wanted` is their switch for the event that `eventColumn` names (a column of preferences). */
export function guardiansWithWishes(db: Reader, schoolId: number, eventColumn: string): GuardianRow[] {
  return db.all<GuardianRow>(`${WISHES(eventColumn)} WHERE g.school_id = ? ORDER BY g.name, g.id`, schoolId)
}

/** One guardian with their wishes, as in `guardiansWithWishes`. */
export function guardianWithWishes(db: Pick<Reader, 'get'>, guardianId: number, eventColumn: string): GuardianRow | undefined {
  return db.get<GuardianRow>(`${WISHES(eventColumn)} WHERE g.id = ?`, guardianId)
}

/** The children at the school whom one guardian stands for, by class and name, each with the guardian's part. */
export function childrenOfGuardian(db: Pick<Reader, 'all'>, guardianId: number): (ChildRow & { role: GuardianRole })[] {
  return db.all(
    `SELECT s.id, s.name, s.adm_no admNo, s.class_name className, s.stream, sg.role FROM student_guardians sg JOIN students s ON s.id = sg.student_id
     WHERE sg.guardian_id = ? AND sg.role <> 'none' AND s.status = 'active' ORDER BY s.class_name, s.name, s.id`,
    guardianId,
  )
}

/** One child's invoices that count, oldest term first. */
export function invoicesOfStudent(db: Pick<Reader, 'all'>, studentId: number): InvoiceRow[] {
  return db.all<InvoiceRow>(`${INVOICES} WHERE student_id = ? AND status <> 'void' ORDER BY year, term, id`, studentId)
}

/** Who stands for which child, those who are never written to left out. */
export function guardianLinks(db: Reader): LinkRow[] {
  return db.all<LinkRow>(`SELECT student_id studentId, guardian_id guardianId, role FROM student_guardians WHERE role <> 'none'`)
}

/** When balances were last brought in: what "as at" means in a text. */
export function balancesAsAt(db: Reader, schoolId: number): number | null {
  return db.get<{ at: number | null }>('SELECT max(created_at) at FROM imports WHERE school_id = ?', schoolId)?.at ?? null
}
