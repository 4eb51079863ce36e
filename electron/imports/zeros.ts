/** Admission numbers that a spreadsheet or another hand wrote otherwise: "451" beside the "00451" on file, "A 12" beside "A/012". PURE. */
import { nameKeyOf } from '../../shared/model/school/import.ts'
import type { Records, Student } from './records.ts'
import type { FeeRow } from './rows.ts'

/** Children by their number without leading zeros and separators. */
export type Twins = Map<string, Student[]>

export function lostZeros({ studentsByAdm }: Pick<Records, 'studentsByAdm'>): Twins {
  return Map.groupBy(studentsByAdm.values(), ({ admKey }) => bare(admKey))
}

/** Adds a child that the list has just made. */
export function addTwin(twins: Twins, student: Student) {
  const key = bare(student.admKey)
  twins.set(key, [...(twins.get(key) ?? []), student])
}

/**
 * The child on file, or earlier in the list, whose number differs from the row's by its zeros and separators alone, where the row's own number is not
 * known. `alike`: they share a name or a phone number, so that they are hardly two children.
 */
export function twinOf(twins: Twins, { studentsByAdm }: Pick<Records, 'studentsByAdm'>, row: FeeRow): { student: Student; alike: boolean } | null {
  if (studentsByAdm.has(row.admKey)) return null
  const students = twins.get(bare(row.admKey)) ?? []
  const like = students.find((student) => isLike(student, row))
  const student = like ?? students[0]
  return student ? { student, alike: like !== undefined } : null
}

const bare = (admKey: string) => (admKey.match(/\p{L}+|\d+/gu) ?? [admKey]).map((part) => part.replace(/^0+(?=\d)/, '')).join('/')

function isLike(student: Student, row: FeeRow): boolean {
  if (isOneName(student.name, row.student)) return true
  // one list that has both numbers lost no zeros: its children of one phone are brothers and sisters
  if (student.id === null) return false
  const numbers = new Set(row.contacts.flatMap(({ phone }) => phone ?? []))
  return student.links.some(({ guardian }) => guardian.phone !== null && numbers.has(guardian.phone))
}

/** One name in any order, with or without the middle ones: "KIRUI ZAWADI" is "Zawadi W. Kirui". */
function isOneName(a: string, b: string): boolean {
  const [few, many] = [nameWords(a), nameWords(b)].sort((one, other) => one.size - other.size)
  if (!few || !many) return false
  return nameKeyOf(a) === nameKeyOf(b) || (few.size > 1 && [...few].every((word) => many.has(word)))
}

const nameWords = (name: string) => new Set(nameKeyOf(name).match(/[\p{L}'-]{2,}/gu))
