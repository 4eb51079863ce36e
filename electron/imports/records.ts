/** A working copy of the school's records in memory. A fee list is planned against it; what the plan touched is then written. */
import {
  type GuardianRow,
  guardiansOfSchool,
  type InvoiceRow,
  invoicesOfSchool,
  linksOfSchool,
  type ReadsAll,
  type StudentRow,
  studentsOfSchool,
} from '../../db/queries/fee-list.ts'
import type { GuardianRole } from '../../shared/model/school/people.ts'

/** `id` is null until the record is written for the first time. */
export type Student = Omit<StudentRow, 'id'> & { id: number | null; readonly links: Link[]; readonly invoices: Invoice[] }
export type Guardian = Omit<GuardianRow, 'id'> & { id: number | null }
export type Link = { readonly student: Student; readonly guardian: Guardian; role: GuardianRole; readonly stored: GuardianRole | null }
export type Invoice = Omit<InvoiceRow, 'id' | 'studentId'> & { id: number | null; readonly student: Student }

export type Records = {
  readonly studentsByAdm: Map<string, Student>
  readonly invoicesByNumber: Map<string, Invoice>
  readonly guardians: Guardian[]
  /** Guardians by number and name, and by email and name: they are one person for several children. */
  readonly guardiansByIdentity: Map<string, Guardian>
  readonly touched: { readonly students: Set<Student>; readonly guardians: Set<Guardian>; readonly links: Set<Link>; readonly invoices: Set<Invoice> }
  /** Children of whom the list tells what was paid, changed or not. Their balances are as at the list. */
  readonly balancesStated: Set<Student>
}

/** Loads a school's records whole: four queries, however long the list is. */
export function loadRecords(db: ReadsAll, schoolId: number): Records {
  const records: Records = {
    studentsByAdm: new Map(),
    invoicesByNumber: new Map(),
    guardians: guardiansOfSchool(db, schoolId),
    guardiansByIdentity: new Map(),
    touched: { students: new Set(), guardians: new Set(), links: new Set(), invoices: new Set() },
    balancesStated: new Set(),
  }
  const students = new Map<number, Student>()
  for (const row of studentsOfSchool(db, schoolId)) {
    const student = { ...row, links: [], invoices: [] }
    students.set(row.id, student)
    records.studentsByAdm.set(row.admKey, student)
  }
  const guardians = new Map(records.guardians.map((g) => [g.id, g]))
  for (const guardian of records.guardians) indexGuardian(records, guardian)
  for (const { studentId, guardianId, role } of linksOfSchool(db, schoolId)) {
    const student = students.get(studentId)
    const guardian = guardians.get(guardianId)
    if (student && guardian) student.links.push({ student, guardian, role, stored: role })
  }
  for (const { studentId, ...row } of invoicesOfSchool(db, schoolId)) {
    const student = students.get(studentId)
    if (student) addInvoice(records, { ...row, student })
  }
  return records
}

/** The keys that a guardian is found by: number and name, email and name. */
export function identitiesOf({ phone, email, nameKey }: Pick<Guardian, 'phone' | 'email' | 'nameKey'>): string[] {
  return [phone, email?.toLowerCase()].filter((address) => address).map((address) => `${address}|${nameKey}`)
}

/** Adds a guardian to the index. The first under a key stays. */
export function indexGuardian(records: Records, guardian: Guardian) {
  for (const key of identitiesOf(guardian)) if (!findByIdentity(records, key)) records.guardiansByIdentity.set(key, guardian)
}

/** The guardian under this key; undefined where there is none, or where their number or email has changed since. */
export function findByIdentity({ guardiansByIdentity }: Records, key: string): Guardian | undefined {
  const guardian = guardiansByIdentity.get(key)
  return guardian && identitiesOf(guardian).includes(key) ? guardian : undefined
}

export function addInvoice(records: Records, invoice: Invoice) {
  records.invoicesByNumber.set(invoice.number, invoice)
  invoice.student.invoices.push(invoice)
}

/** What the children who owe owe in all, in cents, as Home counts it. A child's prepayment for one term is set off against another. */
export function owedCents(records: Records): number {
  let sum = 0
  for (const { invoices } of records.studentsByAdm.values()) {
    const balance = invoices.reduce((all, invoice) => all + (invoice.status === 'void' ? 0 : invoice.balanceCents), 0)
    if (balance > 0) sum += balance
  }
  return sum
}
