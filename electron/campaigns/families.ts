/** The families of an audience: each guardian once, with those children that the audience is about. */
import type { Reader } from '../../db/client.ts'
import {
  activeStudents,
  type ChildRow,
  childrenOfGuardian,
  type GuardianRow,
  guardianLinks,
  guardiansWithWishes,
  guardianWithWishes,
  type InvoiceRow,
  invoicesOfStudent,
  standingInvoices,
} from '../../db/queries/families.ts'
import type { EventType } from '../../shared/model/event.ts'

export type Child = ChildRow & {
  readonly balanceCents: number
  readonly invoices: readonly InvoiceRow[]
}
export type Family = { readonly guardian: GuardianRow; readonly children: readonly Child[]; readonly balanceCents: number }
export type Audience = { readonly classes: readonly string[]; readonly balanceOverCents: number | null; readonly includeCopies: boolean }

/** Guardians by name with the children of the chosen classes; of those who owe more than the audience asks for, if it asks. */
export function loadFamilies(db: Reader, schoolId: number, audience: Audience, eventType: EventType): Family[] {
  const children = loadChildren(db, schoolId, audience.classes)
  const ofGuardian = new Map<number, Child[]>()
  for (const link of guardianLinks(db)) {
    const child = children.get(link.studentId)
    if (!child || (link.role === 'copy' && !audience.includeCopies)) continue
    const mine = ofGuardian.get(link.guardianId)
    if (mine) mine.push(child)
    else ofGuardian.set(link.guardianId, [child])
  }
  const families: Family[] = []
  for (const guardian of guardiansWithWishes(db, schoolId, eventType)) {
    const mine = ofGuardian.get(guardian.id)
    if (!mine) continue
    const balanceCents = mine.reduce((sum, c) => sum + c.balanceCents, 0)
    if (audience.balanceOverCents !== null && balanceCents <= audience.balanceOverCents) continue
    families.push({ guardian, children: mine, balanceCents })
  }
  return families
}

/** One guardian's family as `loadFamilies` would give it, whatever they owe; null where no child of the audience is left. */
export function loadFamily(db: Reader, guardianId: number, audience: Audience, eventType: EventType): Family | null {
  const guardian = guardianWithWishes(db, guardianId, eventType)
  const children = childrenOfGuardian(db, guardianId)
    .filter((c) => (audience.classes.length === 0 || audience.classes.includes(c.className)) && (c.role !== 'copy' || audience.includeCopies))
    .map(({ role: _, ...child }) => withInvoices(child, invoicesOfStudent(db, child.id)))
  if (!guardian || children.length === 0) return null
  return { guardian, children, balanceCents: children.reduce((sum, c) => sum + c.balanceCents, 0) }
}

function withInvoices(child: ChildRow, invoices: readonly InvoiceRow[]): Child {
  return { ...child, invoices, balanceCents: invoices.reduce((sum, i) => sum + i.balanceCents, 0) }
}

function loadChildren(db: Reader, schoolId: number, classes: readonly string[]): Map<number, Child> {
  const invoices = Map.groupBy(standingInvoices(db, schoolId), (i) => i.studentId)
  const wanted = new Set(classes)
  const children = new Map<number, Child>()
  for (const student of activeStudents(db, schoolId)) {
    if (wanted.size > 0 && !wanted.has(student.className)) continue
    children.set(student.id, withInvoices(student, invoices.get(student.id) ?? []))
  }
  return children
}
