/** The families of an audience: each guardian once, with those children that the audience is about. */
import type { Reader } from '../../db/client.ts'
import { type ChildRow, childrenOf, type GuardianRow, guardianIds, guardiansWithWishes, type InvoiceRow, invoicesOf } from '../../db/queries/families.ts'
import type { Audience } from '../../shared/model/draft.ts'
import type { EventType } from '../../shared/model/event.ts'

export type Child = ChildRow & {
  readonly balanceCents: number
  readonly invoices: readonly InvoiceRow[]
}
export type Family = { readonly guardian: GuardianRow; readonly children: readonly Child[]; readonly balanceCents: number }

/** More in one query makes it no faster. */
const AT_ONCE = 1_000

/** Guardians by name with the children of the chosen classes; of those who owe more than the audience asks for, if it asks. */
export function loadFamilies(db: Reader, schoolId: number, audience: Audience, eventType: EventType): Family[] {
  return inChunks(guardianIds(db, schoolId), AT_ONCE).flatMap((guardians) => familiesOf(db, guardians, audience, eventType))
}

/** One guardian's family as `loadFamilies` would give it, whatever they owe; null where no child of the audience is left. */
export function loadFamily(db: Reader, guardianId: number, audience: Audience, eventType: EventType): Family | null {
  return familiesOf(db, [guardianId], { ...audience, balanceOverCents: null }, eventType)[0] ?? null
}

/**
 * A guardian of the audience as it was when a send was written: a list may have made another the first contact since, or given the class another name,
 * and whoever still stands for a child at the school is told all the same. Why not, where nobody is left of whom it could be said that the send was about them.
 */
export function loadFamilyOnceChosen(db: Reader, guardianId: number, audience: Audience, eventType: EventType): Family | 'no_child' | 'class_changed' {
  const copies = { ...audience, includeCopies: true }
  const family = loadFamily(db, guardianId, audience, eventType) ?? loadFamily(db, guardianId, copies, eventType)
  if (family) return family
  const all = loadFamily(db, guardianId, { ...copies, classes: [] }, eventType)
  if (!all) return 'no_child'
  // of several children nobody knows which was in that class, and the others were never chosen
  return all.children.length === 1 ? all : 'class_changed'
}

/** Those of these guardians who belong to the audience, by name. */
export function familiesOf(db: Reader, guardians: readonly number[], audience: Audience, eventType: EventType): Family[] {
  const { classes, includeCopies } = audience
  const links = childrenOf(db, guardians).filter((c) => (classes.length === 0 || classes.includes(c.className)) && (c.role !== 'copy' || includeCopies))
  const invoices = Map.groupBy(invoicesOf(db, [...new Set(links.map((c) => c.id))]), (i) => i.studentId)
  const ofGuardian = Map.groupBy(links, (c) => c.guardianId)
  return guardiansWithWishes(db, guardians, eventType).flatMap((guardian) => {
    const children = ofGuardian.get(guardian.id)?.map(({ guardianId: _, role: __, ...child }) => withInvoices(child, invoices.get(child.id) ?? []))
    if (!children) return []
    const family = { guardian, children, balanceCents: children.reduce((sum, c) => sum + c.balanceCents, 0) }
    return owesEnough(family, audience) ? [family] : []
  })
}

/** Whether the family owes more than the audience asks for, if it asks. */
export function owesEnough({ balanceCents }: Pick<Family, 'balanceCents'>, { balanceOverCents }: Pick<Audience, 'balanceOverCents'>): boolean {
  return balanceOverCents === null || balanceCents > balanceOverCents
}

/** Cuts a list into pieces of so many. */
export function inChunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}

function withInvoices(child: ChildRow, invoices: readonly InvoiceRow[]): Child {
  return { ...child, invoices, balanceCents: invoices.reduce((sum, i) => sum + i.balanceCents, 0) }
}
