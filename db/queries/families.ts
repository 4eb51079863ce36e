/** Whom a send could go to: guardians with their children and what these owe, so many guardians at a time. */
import type { Language } from '../../shared/model/messages/event.ts'
import type { SuppressionKind } from '../../shared/model/messages/message.ts'
import type { GuardianRole, PhoneKind } from '../../shared/model/school/people.ts'
import type { Reader } from '../client.ts'

export type ChildRow = {
  readonly id: number
  readonly name: string
  readonly admNo: string
  readonly className: string
  readonly stream: string
  readonly balancesAsAt: number | null
}
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
export type LinkRow = { readonly guardianId: number; readonly role: GuardianRole }

/** Every guardian of the school, by name. */
export function guardianIds(db: Pick<Reader, 'all'>, schoolId: number): number[] {
  return db.all<{ id: number }>('SELECT id FROM guardians WHERE school_id = ? ORDER BY name, id', schoolId).map(({ id }) => id)
}

/** Those who stand for a child, by name; `copies`: also those who get copies only. */
export function guardiansOfChild(db: Pick<Reader, 'all'>, studentId: number, copies: boolean): number[] {
  return db
    .all<{ id: number }>(
      `SELECT g.id FROM student_guardians sg JOIN guardians g ON g.id = sg.guardian_id
       WHERE sg.student_id = ? AND sg.role IN ('primary', ${copies ? "'copy'" : "'primary'"}) ORDER BY g.name, g.id`,
      studentId,
    )
    .map(({ id }) => id)
}

/** Numbers and mail addresses that several guardians have. */
export function sharedAddresses(db: Pick<Reader, 'all'>): Set<string> {
  const shared = (column: 'phone' | 'email') => `SELECT ${column} address FROM guardians WHERE ${column} IS NOT NULL GROUP BY ${column} HAVING count(*) > 1`
  return new Set(db.all<{ address: string }>(`${shared('phone')} UNION ALL ${shared('email')}`).map(({ address }) => address))
}

const WISHES = (eventColumn: string) => `SELECT g.id, g.name, g.phone, g.phone_raw phoneRaw, g.phone_kind phoneKind, g.email, g.language,
       coalesce(p.sms_enabled, 1) smsEnabled, coalesce(p.email_enabled, 1) emailEnabled, p.quiet_start quietStart, p.quiet_end quietEnd,
       (SELECT kind FROM suppressions WHERE channel = 'sms' AND address = g.phone) phoneSuppressed,
       (SELECT kind FROM suppressions WHERE channel = 'email' AND address = lower(g.email)) emailSuppressed,
       coalesce(p.${eventColumn}, 1) wanted
     FROM guardians g LEFT JOIN preferences p ON p.guardian_id = g.id`

const THESE = '(SELECT value FROM json_each(?))'

/** These guardians by name, with their wishes; `wanted` is their switch for the event that `eventColumn` names (a column of preferences). */
export function guardiansWithWishes(db: Pick<Reader, 'all'>, guardians: readonly number[], eventColumn: string): GuardianRow[] {
  return db.all<GuardianRow>(`${WISHES(eventColumn)} WHERE g.id IN ${THESE} ORDER BY g.name, g.id`, JSON.stringify(guardians))
}

/** The children at the school for whom these guardians stand, by class and name, each with the guardian and the guardian's part. */
export function childrenOf(db: Pick<Reader, 'all'>, guardians: readonly number[]): (ChildRow & LinkRow)[] {
  return db.all(
    `SELECT s.id, s.name, s.adm_no admNo, s.class_name className, s.stream, s.balances_as_at balancesAsAt, sg.guardian_id guardianId, sg.role
     FROM json_each(?) j CROSS JOIN student_guardians sg ON sg.guardian_id = j.value JOIN students s ON s.id = sg.student_id
     WHERE sg.role <> 'none' AND s.status = 'active' ORDER BY s.class_name, s.name, s.id`,
    JSON.stringify(guardians),
  )
}

/** The invoices of these children that count, oldest term first. */
export function invoicesOf(db: Pick<Reader, 'all'>, students: readonly number[]): InvoiceRow[] {
  return db.all<InvoiceRow>(
    `SELECT student_id studentId, number, term, year, amount_cents amountCents, balance_cents balanceCents, due_on dueOn
     FROM invoices WHERE student_id IN ${THESE} AND status <> 'void' ORDER BY year, term, id`,
    JSON.stringify(students),
  )
}

/** Whether any guardian stands for any child. */
export function hasFamilies(db: Pick<Reader, 'get'>): boolean {
  return db.get("SELECT 1 FROM student_guardians WHERE role <> 'none' LIMIT 1") !== undefined
}

/** When the balances of a school's children were told (ms UTC): of those longest ago, and of the latest. */
export type BalancesAsAt = { readonly oldest: number; readonly newest: number }

const OF_CHILDREN = "FROM students INDEXED BY students_balances WHERE school_id = ? AND status = 'active' AND balances_as_at IS NOT NULL"
const endOf = (db: Pick<Reader, 'get'>, schoolId: number, order: 'ASC' | 'DESC') =>
  db.get<{ at: number }>(`SELECT balances_as_at at ${OF_CHILDREN} ORDER BY balances_as_at ${order} LIMIT 1`, schoolId)?.at ?? null

/** As at when the balances on file are, of the children at the school; null: no list has told any. */
export function balancesAsAt(db: Pick<Reader, 'get'>, schoolId: number): BalancesAsAt | null {
  const oldest = oldestBalances(db, schoolId)
  const newest = endOf(db, schoolId, 'DESC')
  return oldest === null || newest === null ? null : { oldest, newest }
}

/** As at when the oldest of these balances is. */
export function oldestBalances(db: Pick<Reader, 'get'>, schoolId: number): number | null {
  return endOf(db, schoolId, 'ASC')
}

/** Those of these guardians who stand for a child at the school whose balance is older than `before` (ms UTC). */
export function guardiansOfOlder(db: Pick<Reader, 'all'>, guardians: readonly number[], before: number): number[] {
  return db
    .all<{ id: number }>(
      `SELECT DISTINCT sg.guardian_id id
       FROM json_each(?) j CROSS JOIN student_guardians sg ON sg.guardian_id = j.value JOIN students s ON s.id = sg.student_id
       WHERE sg.role <> 'none' AND s.status = 'active' AND s.balances_as_at < ?`,
      JSON.stringify(guardians),
      before,
    )
    .map(({ id }) => id)
}
