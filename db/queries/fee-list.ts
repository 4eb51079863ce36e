/** What a fee list is compared with and what it writes. Prepared SQL throughout: a list has thousands of rows. */
import type { Language } from '../../shared/model/messages/event.ts'
import type { ReadAs } from '../../shared/model/school/import.ts'
import type { GuardianRole, PhoneKind } from '../../shared/model/school/people.ts'
import type { Reader, Tx } from '../client.ts'

/** A reader, or a transaction that reads. */
export type ReadsAll = Pick<Reader, 'all'>

export type StudentRow = { id: number; admNo: string; admKey: string; name: string; className: string; stream: string }
export type GuardianRow = {
  id: number
  name: string
  nameKey: string
  phone: string | null
  phoneRaw: string
  phoneKind: PhoneKind
  email: string | null
  language: Language
}
export type LinkRow = { studentId: number; guardianId: number; role: GuardianRole }
export type InvoiceRow = {
  id: number
  studentId: number
  number: string
  term: number
  year: number
  amountCents: number
  balanceCents: number
  dueOn: string | null
  status: 'open' | 'paid' | 'void'
}

export function studentsOfSchool(db: ReadsAll, schoolId: number): StudentRow[] {
  return db.all('SELECT id, adm_no admNo, adm_key admKey, name, class_name className, stream FROM students WHERE school_id = ?', schoolId)
}

export function guardiansOfSchool(db: ReadsAll, schoolId: number): GuardianRow[] {
  return db.all(
    `SELECT id, name, name_key nameKey, phone, phone_raw phoneRaw, phone_kind phoneKind, email, language
     FROM guardians WHERE school_id = ? ORDER BY id`,
    schoolId,
  )
}

export function linksOfSchool(db: ReadsAll, schoolId: number): LinkRow[] {
  return db.all(
    `SELECT l.student_id studentId, l.guardian_id guardianId, l.role
     FROM student_guardians l JOIN students s ON s.id = l.student_id WHERE s.school_id = ? ORDER BY l.rowid`,
    schoolId,
  )
}

export function invoicesOfSchool(db: ReadsAll, schoolId: number): InvoiceRow[] {
  return db.all(
    `SELECT id, student_id studentId, number, term, year, amount_cents amountCents, balance_cents balanceCents, due_on dueOn, status
     FROM invoices WHERE school_id = ? ORDER BY id`,
    schoolId,
  )
}

export function insertStudent(tx: Tx, schoolId: number, s: Omit<StudentRow, 'id'>, now: number): number {
  return tx.run(
    `INSERT INTO students (school_id, adm_no, adm_key, name, class_name, stream, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    schoolId,
    s.admNo,
    s.admKey,
    s.name,
    s.className,
    s.stream,
    now,
    now,
  ).id
}

export function updateStudent(tx: Tx, s: StudentRow, now: number) {
  tx.run('UPDATE students SET name = ?, class_name = ?, stream = ?, updated_at = ? WHERE id = ?', s.name, s.className, s.stream, now, s.id)
}

/** Notes that the balances of these children are as at `at` (ms UTC). */
export function confirmBalances(tx: Tx, students: readonly number[], at: number) {
  tx.run('UPDATE students SET balances_as_at = ? WHERE id IN (SELECT value FROM json_each(?))', at, JSON.stringify(students))
}

export function insertGuardian(tx: Tx, schoolId: number, g: Omit<GuardianRow, 'id'>, now: number): number {
  return tx.run(
    `INSERT INTO guardians (school_id, name, name_key, phone, phone_raw, phone_kind, email, language, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    schoolId,
    g.name,
    g.nameKey,
    g.phone,
    g.phoneRaw,
    g.phoneKind,
    g.email,
    g.language,
    now,
    now,
  ).id
}

export function updateGuardian(tx: Tx, g: GuardianRow, now: number) {
  tx.run(
    'UPDATE guardians SET phone = ?, phone_raw = ?, phone_kind = ?, email = ?, language = ?, updated_at = ? WHERE id = ?',
    g.phone,
    g.phoneRaw,
    g.phoneKind,
    g.email,
    g.language,
    now,
    g.id,
  )
}

/** Makes the link, or gives the one that there is another role. */
export function putLink(tx: Tx, l: LinkRow) {
  tx.run(
    `INSERT INTO student_guardians (student_id, guardian_id, role) VALUES (?, ?, ?)
     ON CONFLICT (student_id, guardian_id) DO UPDATE SET role = excluded.role`,
    l.studentId,
    l.guardianId,
    l.role,
  )
}

export function insertInvoice(tx: Tx, schoolId: number, i: Omit<InvoiceRow, 'id'>, now: number): number {
  return tx.run(
    `INSERT INTO invoices (school_id, number, student_id, term, year, amount_cents, balance_cents, due_on, status, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    schoolId,
    i.number,
    i.studentId,
    i.term,
    i.year,
    i.amountCents,
    i.balanceCents,
    i.dueOn,
    i.status,
    now,
    now,
  ).id
}

export function updateInvoice(tx: Tx, i: InvoiceRow, now: number) {
  tx.run(
    `UPDATE invoices SET number = ?, term = ?, year = ?, amount_cents = ?, balance_cents = ?, due_on = ?, status = ?, updated_at = ?
     WHERE id = ?`,
    i.number,
    i.term,
    i.year,
    i.amountCents,
    i.balanceCents,
    i.dueOn,
    i.status,
    now,
    i.id,
  )
}

export type ImportRow = {
  readonly schoolId: number
  readonly fileName: string
  readonly sha256: string
  /** How the file was read, to be filed as JSON. */
  readonly readAs: ReadAs
  readonly term: number
  readonly year: number
  readonly rows: {
    readonly read: number
    readonly create: number
    readonly change: number
    readonly same: number
    readonly skip: number
    readonly refuse: number
  }
}

export function insertImport(tx: Tx, i: ImportRow, now: number): number {
  return tx.run(
    `INSERT INTO imports (school_id, kind, file_name, sha256, read_as, term, year,
       rows_read, rows_created, rows_changed, rows_same, rows_skipped, rows_refused, created_at)
     VALUES (?, 'fee_list', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    i.schoolId,
    i.fileName,
    i.sha256,
    JSON.stringify(i.readAs),
    i.term,
    i.year,
    i.rows.read,
    i.rows.create,
    i.rows.change,
    i.rows.same,
    i.rows.skip,
    i.rows.refuse,
    now,
  ).id
}
