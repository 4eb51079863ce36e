/** Guesses which column of a fee list holds which field: by its heading, then by its cells. PURE. */
import { readDate } from '../../shared/model/date.ts'
import type { ColumnMapping, FeeField } from '../../shared/model/import.ts'
import { readPhones } from '../../shared/model/phone.ts'
import { headingKey } from '../files/header.ts'

/** Field → headings, compared by letters and digits only. Where two fields share a heading ("Phone"), the first column takes the first field. */
const ALIASES: Readonly<Record<FeeField, string>> = {
  admNo:
    'adm|adm no|adm number|admission|admission no|admission number|admn|admn no|reg|reg no|reg number|registration no|student id|student no|upi|a/c no|account no|index no',
  student: 'name|names|student|student name|students name|name of student|full name|learner|learner name|pupil|pupil name|child|child name|jina',
  className: 'class|form|grade|class name|darasa|kidato',
  stream: 'stream|house',
  guardian: 'parent|guardian|parent name|guardian name|parent guardian|parent guardian name|father|mother|father name|mother name|sponsor|mzazi|mlezi',
  phone:
    'phone|phone no|phone number|parent phone|parent phone no|guardian phone|tel|tel no|telephone|mobile|mobile no|mobile number|cell|contact|contacts|parent contact|father phone|mother phone|phone 1|simu',
  phone2:
    'phone 2|phone no 2|parent phone 2|second phone|other phone|alternative phone|alt phone|mobile 2|tel 2|contact 2|mother phone|father phone|guardian phone|parent phone',
  email: 'email|e mail|email address|parent email|guardian email|barua pepe',
  language: 'language|lang|preferred language|lugha',
  expected: 'expected|expected fees|fees expected|invoiced|billed|billed amount|total billed|fees|fee|term fees|total fees|fees due',
  paid: 'paid|amount paid|total paid|fees paid|received|payments|kulipwa',
  balance: 'balance|bal|fee balance|fees balance|balance due|outstanding|outstanding balance|arrears|amount|amount due|salio',
  invoiceNo: 'invoice|invoice no|invoice number|inv no|ref|reference',
  dueOn: 'due|due date|due on|pay by',
  term: 'term|muhula',
  year: 'year|academic year|mwaka',
}

const FIELDS_BY_KEY = (() => {
  const byKey = new Map<string, FeeField[]>()
  for (const [field, names] of Object.entries(ALIASES) as [FeeField, string][]) {
    for (const key of names.split('|').map(headingKey)) byKey.set(key, [...(byKey.get(key) ?? []), field])
  }
  return byKey
})()

/** The fields that a heading may stand for, likeliest first; empty for an unknown heading. */
export const fieldsOf = (heading: string): readonly FeeField[] => FIELDS_BY_KEY.get(headingKey(heading)) ?? []

/** Guesses the column of every field that it can. `cellsOf` gives a sample of a column's cells. */
export function guessMapping(headings: readonly string[], cellsOf: (column: number) => readonly string[]): ColumnMapping {
  const mapping: Partial<Record<FeeField, number>> = {}
  const taken = new Set<number>()
  const give = (field: FeeField | undefined, column: number) => {
    if (field === undefined || mapping[field] !== undefined) return
    mapping[field] = column
    taken.add(column)
  }
  headings.forEach((heading, column) => {
    const named = fieldsOf(heading)
    // "Parent" above numbers is the parent's number; "Contact" above addresses is an email.
    const cells = cellsOf(column)
    const holdsEmails = ['guardian', 'phone'].includes(named[0] ?? '') && mostly(cells, looksLikeEmail)
    const holdsPhones = named[0] === 'guardian' && mostly(cells, looksLikePhone)
    const [field] = holdsEmails ? ['email' as const] : holdsPhones ? ['phone' as const] : named.filter((f) => mapping[f] === undefined)
    const other = field && OTHERWISE[field]
    give(other && cells.some(filled) && !mostly(cells, other.looksRight) ? other.field : field, column)
  })
  const byContent = (field: FeeField, looksLikeIt: (cell: string) => boolean) => {
    if (mapping[field] !== undefined) return
    const found = headings.findIndex((_, column) => !taken.has(column) && mostly(cellsOf(column), looksLikeIt))
    if (found >= 0) give(field, found)
  }
  byContent('phone', looksLikePhone)
  byContent('email', looksLikeEmail)
  return mapping
}

/** Tells headings with two meanings apart by the cells: "Year" may be a class, "Due" an amount. */
const OTHERWISE: Readonly<Partial<Record<FeeField, { readonly looksRight: (cell: string) => boolean; readonly field: FeeField }>>> = {
  year: { looksRight: (cell) => /^\s*20\d\d\b/.test(cell), field: 'className' },
  dueOn: { looksRight: (cell) => readDate(cell) !== 'not_a_date', field: 'balance' },
}

const filled = (cell: string) => cell.trim() !== ''
const looksLikePhone = (cell: string) => readPhones(cell).some((p) => p.kind === 'mobile' && (p.note === undefined || p.note !== 'zero_restored_01'))
const looksLikeEmail = (cell: string) => /^\S+@\S+\.\S+$/.test(cell.trim())

function mostly(cells: readonly string[], looksLikeIt: (cell: string) => boolean): boolean {
  const some = cells.filter(filled)
  return some.length > 0 && some.filter(looksLikeIt).length >= some.length * 0.6
}
