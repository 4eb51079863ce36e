import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { LANGUAGES } from '../../shared/model/messages/event.ts'
import { GUARDIAN_ROLES, PHONE_KINDS } from '../../shared/model/school/people.ts'
import { flag, instant, oneOf, stamps } from './columns.ts'
import { schools } from './schools.ts'

export const students = sqliteTable(
  'students',
  {
    id: integer().primaryKey(),
    schoolId: integer('school_id')
      .notNull()
      .references(() => schools.id),
    /** As the school writes it. */
    admNo: text('adm_no').notNull(),
    /** Trimmed and upper-cased; leading zeros stay, since 004471 and 4471 may be two children. */
    admKey: text('adm_key').notNull(),
    name: text().notNull(),
    className: text('class_name').notNull().default(''),
    stream: text().notNull().default(''),
    status: text({ enum: ['active', 'left'] })
      .notNull()
      .default('active'),
    /** When a list last told what was paid for this child, changed or not; null: none ever did. Of the child, since a list names children, not invoices. */
    balancesAsAt: instant('balances_as_at'),
    /** The record's id in the school's finance app. */
    externalRef: text('external_ref'),
    ...stamps(),
  },
  (t) => [
    uniqueIndex('students_adm').on(t.schoolId, t.admKey),
    index('students_class').on(t.schoolId, t.status, t.className),
    index('students_balances').on(t.schoolId, t.balancesAsAt).where(sql`status = 'active' and balances_as_at is not null`),
    check('students_status', oneOf(t.status, ['active', 'left'])),
  ],
)

/** A person whom the school writes to. */
export const guardians = sqliteTable(
  'guardians',
  {
    id: integer().primaryKey(),
    schoolId: integer('school_id')
      .notNull()
      .references(() => schools.id),
    name: text().notNull(),
    /** Lower case, single spaces: how a name is compared. */
    nameKey: text('name_key').notNull(),
    /** E.164 where the number could be read, else null. */
    phone: text(),
    /** What the file said. */
    phoneRaw: text('phone_raw').notNull().default(''),
    phoneKind: text('phone_kind', { enum: PHONE_KINDS }).notNull().default('none'),
    email: text(),
    language: text({ enum: LANGUAGES }).notNull().default('en'),
    externalRef: text('external_ref'),
    ...stamps(),
  },
  (t) => [
    index('guardians_phone').on(t.phone),
    index('guardians_name').on(t.schoolId, t.nameKey),
    check('guardians_language', oneOf(t.language, LANGUAGES)),
    check('guardians_phone_kind', oneOf(t.phoneKind, PHONE_KINDS)),
    check('guardians_phone_shape', sql`${t.phone} is null or ${t.phone} glob '+[1-9]*'`),
    check('guardians_phone_known', sql`(${t.phone} is null) = (${t.phoneKind} in ('none', 'bad'))`),
  ],
)

/** Who stands for which child. */
export const studentGuardians = sqliteTable(
  'student_guardians',
  {
    studentId: integer('student_id')
      .notNull()
      .references(() => students.id, { onDelete: 'cascade' }),
    guardianId: integer('guardian_id')
      .notNull()
      .references(() => guardians.id, { onDelete: 'cascade' }),
    role: text({ enum: GUARDIAN_ROLES }).notNull(),
    relationship: text().notNull().default(''),
  },
  (t) => [
    primaryKey({ columns: [t.studentId, t.guardianId] }),
    index('student_guardians_guardian').on(t.guardianId),
    uniqueIndex('student_guardians_one_primary').on(t.studentId).where(sql`role = 'primary'`),
    check('student_guardians_role', oneOf(t.role, GUARDIAN_ROLES)),
  ],
)

/** What a guardian wants, where it differs from "everything, at the school's hours". No row: no wish was recorded. */
export const preferences = sqliteTable(
  'preferences',
  {
    guardianId: integer('guardian_id')
      .primaryKey()
      .references(() => guardians.id, { onDelete: 'cascade' }),
    smsEnabled: flag('sms_enabled').notNull().default(true),
    emailEnabled: flag('email_enabled').notNull().default(true),
    invoiceIssued: flag('invoice_issued').notNull().default(true),
    paymentReceived: flag('payment_received').notNull().default(true),
    paymentReminder: flag('payment_reminder').notNull().default(true),
    arrearsWarning: flag('arrears_warning').notNull().default(true),
    arrearsCritical: flag('arrears_critical').notNull().default(true),
    bulk: flag('bulk').notNull().default(true),
    /** HH:MM in the school's zone; both or neither. */
    quietStart: text('quiet_start'),
    quietEnd: text('quiet_end'),
    source: text().notNull().default(''),
    updatedAt: instant('updated_at').notNull(),
    examResult: flag('exam_result').notNull().default(true),
  },
  (t) => [
    check('preferences_quiet', sql`(${t.quietStart} is null) = (${t.quietEnd} is null)`),
    check(
      'preferences_quiet_shape',
      sql`${t.quietStart} is null or (${t.quietStart} glob '[0-2][0-9]:[0-5][0-9]' and ${t.quietEnd} glob '[0-2][0-9]:[0-5][0-9]' and max(${t.quietStart}, ${t.quietEnd}) < '24:00')`,
    ),
  ],
)
