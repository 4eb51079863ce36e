/** Links a row's guardians to its child: finds them in the working copy, or creates them. PURE over the working copy. */
import { nameKeyOf } from '../../shared/model/school/import.ts'
import { findByIdentity, type Guardian, identitiesOf, indexGuardian, type Link, type Records, type Student } from './records.ts'
import type { Contact, FeeRow } from './rows.ts'

/**
 * What earlier rows of the same file settled. A later row never overrides it: otherwise two siblings' rows that disagree about their mother's number
 * would change it back and forth with every import.
 */
export type Settled = { readonly phone: Set<Guardian>; readonly email: Set<Guardian>; readonly language: Set<Guardian> }
export const nothingSettled = (): Settled => ({ phone: new Set(), email: new Set(), language: new Set() })

const NO_CONTACT: Contact = { phone: null, phoneRaw: '', phoneKind: 'none' }

/** Links the row's guardians to the child. Returns them, the first contact first. */
export function planFamily(records: Records, settled: Settled, student: Student, row: FeeRow): Guardian[] {
  const contacts = row.contacts.length > 0 ? row.contacts : row.guardian !== '' || row.email !== null ? [NO_CONTACT] : []
  const used: Guardian[] = []
  for (const contact of contacts) {
    const first = used[0]
    const name = first?.name ?? row.guardian
    const email = first ? null : row.email
    const wanted: Wanted = { name, nameKey: nameKeyOf(name), contact, email, first: first === undefined }
    const guardian = find(records, settled, student, wanted, used) ?? create(records, student, wanted)
    update(records, settled, guardian, wanted, row)
    link(records, student, guardian, wanted.first)
    used.push(guardian)
  }
  return used
}

type Wanted = { readonly name: string; readonly nameKey: string; readonly contact: Contact; readonly email: string | null; readonly first: boolean }

function find(records: Records, settled: Settled, student: Student, wanted: Wanted, used: readonly Guardian[]): Guardian | undefined {
  const { contact, nameKey, email } = wanted
  const linked = student.links.filter((l) => !used.includes(l.guardian))
  const sameName = (g: Guardian) => nameKey === '' || g.nameKey === nameKey
  if (contact.phone !== null) {
    const sameNumber = linked.find((l) => l.guardian.phone === contact.phone && sameName(l.guardian))
    if (sameNumber) return sameNumber.guardian
  }
  // The same person, whose number may be a new one.
  const mayBecome = (g: Guardian) => contact.phone === null || g.phone === contact.phone || !settled.phone.has(g)
  const known = linked.filter((l) => sameName(l.guardian) && mayBecome(l.guardian))
  const match = wanted.first ? (known.find((l) => l.role === 'primary') ?? (nameKey === '' ? undefined : known[0])) : known.find((l) => l.role === 'copy')
  if (match) return match.guardian
  if (nameKey === '') return undefined
  const identities = identitiesOf({ phone: contact.phone, email: contact.phone === null ? email : null, nameKey })
  return identities.map((key) => findByIdentity(records, key)).find((g) => g && !used.includes(g))
}

function create(records: Records, student: Student, { name, contact, email }: Wanted): Guardian {
  const shown = name || `Parent of ${student.name}`
  const guardian: Guardian = { id: null, name: shown, nameKey: nameKeyOf(shown), ...contact, email, language: 'en' }
  records.guardians.push(guardian)
  records.touched.guardians.add(guardian)
  indexGuardian(records, guardian)
  return guardian
}

/** Updates the guardian from the row. Blank cells and unreadable numbers never replace what is on file. */
function update(records: Records, settled: Settled, guardian: Guardian, { contact, email }: Wanted, { language }: FeeRow) {
  const before = { ...guardian }
  const newNumber = contact.phone !== null && contact.phone !== guardian.phone
  const newFault = contact.phoneKind === 'bad' && guardian.phone === null && contact.phoneRaw !== guardian.phoneRaw
  if ((newNumber || newFault) && !settled.phone.has(guardian)) Object.assign(guardian, contact)
  if (email !== null && email.toLowerCase() !== guardian.email?.toLowerCase() && !settled.email.has(guardian)) guardian.email = email
  if (language !== null && !settled.language.has(guardian)) guardian.language = language
  if (contact.phoneKind !== 'none') settled.phone.add(guardian)
  if (email !== null) settled.email.add(guardian)
  if (language !== null) settled.language.add(guardian)
  const same = (['phone', 'phoneRaw', 'phoneKind', 'email', 'language'] as const).every((k) => before[k] === guardian[k])
  if (same) return
  records.touched.guardians.add(guardian)
  indexGuardian(records, guardian)
}

/** Makes the row's first contact the child's primary contact. The one before gets copies. A guardian in the role `none` stays in it. */
function link(records: Records, student: Student, guardian: Guardian, first: boolean) {
  const { links } = student
  let mine = links.find((l) => l.guardian === guardian)
  if (!mine) {
    mine = { student, guardian, role: 'copy', stored: null }
    links.push(mine)
    records.touched.links.add(mine)
  }
  if (!first || mine.role !== 'copy') return
  for (const l of links) if (l.role === 'primary') setRole(records, l, 'copy')
  setRole(records, mine, 'primary')
}

function setRole(records: Records, l: Link, role: Link['role']) {
  l.role = role
  records.touched.links.add(l)
}
