/** Admission numbers whose leading zeros a spreadsheet took away: "451" beside the "00451" on file. PURE. */
import { nameKeyOf } from '../../shared/model/school/import.ts'
import type { Records, Student } from './records.ts'
import type { FeeRow } from './rows.ts'

/** Children by their number without its leading zeros. */
export type Twin = ReadonlyMap<string, readonly Student[]>

const DIGITS = /^0*(\d+)$/

export function lostZeros({ studentsByAdm }: Pick<Records, 'studentsByAdm'>): Twin {
  return Map.groupBy(
    [...studentsByAdm.values()].filter(({ admKey }) => DIGITS.test(admKey)),
    ({ admKey }) => bare(admKey),
  )
}

/**
 * The child on file whose number differs from the row's by leading zeros alone, where the row's own number is not on file. `alike`: they share a name or
 * a phone number, so that they are hardly two children.
 */
export function twinOf(twins: Twin, { studentsByAdm }: Pick<Records, 'studentsByAdm'>, row: FeeRow): { student: Student; alike: boolean } | null {
  if (!DIGITS.test(row.admKey) || studentsByAdm.get(row.admKey)?.id != null) return null
  const students = (twins.get(bare(row.admKey)) ?? []).filter(({ admKey }) => admKey !== row.admKey)
  const like = students.find((student) => isLike(student, row))
  const student = like ?? students[0]
  return student ? { student, alike: like !== undefined } : null
}

const bare = (admKey: string) => DIGITS.exec(admKey)?.[1] ?? admKey

function isLike(student: Student, row: FeeRow): boolean {
  if (nameKeyOf(student.name) === nameKeyOf(row.student)) return true
  const numbers = new Set(row.contacts.flatMap(({ phone }) => phone ?? []))
  return student.links.some(({ guardian }) => guardian.phone !== null && numbers.has(guardian.phone))
}
