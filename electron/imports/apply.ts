/** Writes a plan to the records: every touched record once, in its final state. */
import type { Tx } from '../../db/client.ts'
import {
  confirmBalances,
  insertGuardian,
  insertInvoice,
  insertStudent,
  putLink,
  updateGuardian,
  updateInvoice,
  updateStudent,
} from '../../db/queries/fee-list.ts'
import type { Records } from './records.ts'

/** Writes every touched record of the working copy, and the as-at time of the list's balances. New records get their ids. */
export function applyPlan(tx: Tx, schoolId: number, { touched, balancesStated }: Records, now: number) {
  for (const student of touched.students) {
    if (student.id === null) student.id = insertStudent(tx, schoolId, student, now)
    else updateStudent(tx, { ...student, id: student.id }, now)
  }
  for (const guardian of touched.guardians) {
    if (guardian.id === null) guardian.id = insertGuardian(tx, schoolId, guardian, now)
    else updateGuardian(tx, { ...guardian, id: guardian.id }, now)
  }
  // Former first contacts are written first: a child may have only one at any moment.
  const links = [...touched.links].sort((a, b) => Number(a.role === 'primary') - Number(b.role === 'primary'))
  for (const { student, guardian, role } of links) putLink(tx, { studentId: filed(student), guardianId: filed(guardian), role })
  for (const invoice of touched.invoices) {
    const studentId = filed(invoice.student)
    if (invoice.id === null) invoice.id = insertInvoice(tx, schoolId, { ...invoice, studentId }, now)
    else updateInvoice(tx, { ...invoice, id: invoice.id, studentId }, now)
  }
  confirmBalances(tx, [...balancesStated].map(filed), now)
}

function filed({ id }: { readonly id: number | null }): number {
  if (id === null) throw new Error('a record is linked before it is written')
  return id
}
