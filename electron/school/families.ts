/** The families of an audience: each guardian once, with those children that the audience is about. */
import type { Reader } from '../../db/client.ts'
import {
  type ChildRow,
  childrenOf,
  type GuardianRow,
  guardianIds,
  guardiansWithWishes,
  type InvoiceRow,
  invoicesOf,
  type LinkRow,
} from '../../db/queries/families.ts'
import type { ReachOnFile } from '../../shared/model/batches/cause.ts'
import type { Audience } from '../../shared/model/batches/draft.ts'
import type { EventType } from '../../shared/model/messages/event.ts'

export type Child = ChildRow & {
  readonly balanceCents: number
  readonly invoices: readonly InvoiceRow[]
}
export type Family = { readonly guardian: GuardianRow; readonly children: readonly Child[]; readonly balanceCents: number }

/** More in one query makes it no faster. */
const AT_ONCE = 1_000

/** Guardians by name with the children of the chosen classes; of those who owe more than the audience asks for, if it asks. */
export function loadFamilies(db: Reader, schoolId: number, audience: Audience, eventType: EventType): Family[] {
  const reach = { to: 'families', audience } as const
  return inChunks(guardianIds(db, schoolId), AT_ONCE).flatMap((guardians) => familiesOf(db, guardians, reach, eventType))
}

/** Whoever was chosen with a child stays chosen: a list may have made another the first contact since. */
function onceChosen(reach: ReachOnFile): ReachOnFile {
  if (reach.to === 'families') return { to: 'families', audience: { ...reach.audience, balanceOverCents: null } }
  return reach.to === 'child' ? { ...reach, includeCopies: true } : reach
}

/**
 * One guardian whom a batch was for when it was written, whatever they owe: a list may have made another the first contact since, or given the class
 * another name, and whoever still stands for a child at the school is told all the same. Why not, where nobody is left of whom it could be said that
 * the batch was about them.
 */
export function loadFamilyOnceChosen(db: Reader, guardianId: number, reach: ReachOnFile, eventType: EventType): Family | 'no_child' | 'class_changed' {
  const chosen = onceChosen(reach)
  const load = (as: ReachOnFile) => familiesOf(db, [guardianId], as, eventType)[0]
  if (chosen.to !== 'families') return load(chosen) ?? 'no_child'
  const copies = { ...chosen.audience, includeCopies: true }
  const family = load(chosen) ?? load({ to: 'families', audience: copies })
  if (family) return family
  const all = load({ to: 'families', audience: { ...copies, classes: [] } })
  if (!all) return 'no_child'
  // of several children nobody knows which was in that class, and the others were never chosen
  return all.children.length === 1 ? all : 'class_changed'
}

/** Those of these guardians who are reached, by name, each with the children that the batch is about. */
export function familiesOf(db: Reader, guardians: readonly number[], reach: ReachOnFile, eventType: EventType): Family[] {
  const links = childrenOf(db, guardians).filter((link) => isMeant(link, reach))
  const invoices = Map.groupBy(invoicesOf(db, [...new Set(links.map((c) => c.id))]), (i) => i.studentId)
  const ofGuardian = Map.groupBy(links, (c) => c.guardianId)
  return guardiansWithWishes(db, guardians, eventType).flatMap((guardian) => {
    const children = ofGuardian.get(guardian.id)?.map(({ guardianId: _, role: __, ...child }) => withInvoices(child, invoices.get(child.id) ?? []))
    if (!children) return []
    const family = { guardian, children, balanceCents: children.reduce((sum, c) => sum + c.balanceCents, 0) }
    return owesEnough(family, reach) ? [family] : []
  })
}

function isMeant(link: ChildRow & LinkRow, reach: ReachOnFile): boolean {
  switch (reach.to) {
    case 'guardian':
      return true
    case 'child':
      return link.id === reach.studentId && (link.role !== 'copy' || reach.includeCopies)
    case 'families': {
      const { classes, includeCopies } = reach.audience
      return (classes.length === 0 || classes.includes(link.className)) && (link.role !== 'copy' || includeCopies)
    }
  }
}

/** Whether the family owes more than the audience asks for, if it asks. */
export function owesEnough({ balanceCents }: Pick<Family, 'balanceCents'>, reach: ReachOnFile): boolean {
  const over = reach.to === 'families' ? reach.audience.balanceOverCents : null
  return over === null || balanceCents > over
}

/** Cuts a list into pieces of so many. */
export function inChunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}

function withInvoices(child: ChildRow, invoices: readonly InvoiceRow[]): Child {
  return { ...child, invoices, balanceCents: invoices.reduce((sum, i) => sum + i.balanceCents, 0) }
}
