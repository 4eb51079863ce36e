/** Guesses which column of a fee list holds which field: by its heading, then by its cells. PURE. */
import type { ColumnMapping, FeeField } from '../../shared/model/school/import.ts'
import { DATE_ORDERS, readDate } from '../../shared/model/values/date.ts'
import { readPhones } from '../../shared/model/values/phone.ts'
import { headingAlone, headingKey } from '../files/header.ts'

/** Field → headings, compared by letters and digits only. Where two fields share a heading ("Phone"), the first column takes the first field. */
const ALIASES: Readonly<Record<FeeField, string>> = {
  admNo:
    'adm|adm no|adm number|admission|admission no|admission number|admn|admn no|reg|reg no|reg number|registration no|student id|student no|upi|a/c no|account no|index no|assessment no|assessment number|nambari ya usajili|namba ya usajili|na ya usajili|nambari ya mwanafunzi|namba ya mwanafunzi',
  student:
    'name|names|student|student name|students name|name of student|full name|learner|learner name|pupil|pupil name|child|child name|jina|jina la mwanafunzi|jina kamili',
  className: 'class|form|grade|class name|darasa|kidato',
  stream: 'stream|house|mkondo',
  guardian: 'parent|guardian|parent name|guardian name|parent guardian|parent guardian name|father|mother|father name|mother name|sponsor|mzazi|mlezi',
  phone:
    'phone|phone no|phone number|parent phone|parent phone no|guardian phone|tel|tel no|telephone|mobile|mobile no|mobile number|cell|contact|contacts|parent contact|father phone|mother phone|phone 1|simu',
  phone2:
    'phone|phone no|phone number|phone 2|phone no 2|parent phone 2|second phone|other phone|alternative phone|alt phone|mobile 2|tel 2|contact 2|mother phone|father phone|guardian phone|parent phone|emergency contact|emergency phone|mobile|tel|contact',
  email: 'email|e mail|email address|parent email|guardian email|barua pepe',
  language: 'language|lang|preferred language|lugha',
  expected:
    'ada|karo|ada inayotarajiwa|karo inayotarajiwa|ada ya muhula|karo ya muhula|expected|expected fees|fees expected|invoiced|billed|billed amount|total billed|fees|fee|term fees|total fees|fees due',
  paid: 'paid|amount paid|total paid|fees paid|received|payments|paid to date|fees paid to date|kulipwa|kilicholipwa|kiasi kilicholipwa|iliyolipwa|ada iliyolipwa|malipo',
  balance:
    'balance|bal|fee balance|fees balance|balance due|outstanding|outstanding balance|arrears|amount|amount due|balance c/f|bal c/f|closing balance|salio|deni|kiasi',
  invoiceNo: 'invoice|invoice no|invoice number|inv no|ref|reference',
  dueOn: 'due|due date|due on|pay by',
  term: 'term|muhula',
  year: 'year|academic year|mwaka',
  voteHead: 'vote head|votehead|vote|vote name|fee item|item|fee type|fee name|fee category|particulars|charge|kifungu cha ada|aina ya ada',
}

/** What says in which unit a column is, or that it may hold several, and nothing of what it holds: "FEE BALANCE (KES)", "PHONE NUMBER(S)". */
const withoutUnit = (heading: string) =>
  heading.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ').replace(/\b(?:in\s+)?(?:kes|kshs?|ksh\.|shs?|shillings|kenya shillings)\b\.?/gi, ' ')

/**
 * Words that name a field wherever they stand in a heading, the surest first. `not`: with one of these the heading is of something else
 * ("Class teacher", "Guardian address").
 */
const BY_WORD: readonly { readonly fields: readonly FeeField[]; readonly words: RegExp; readonly not?: RegExp }[] = [
  { fields: ['email'], words: /\b(?:e ?mails?|barua pepe)\b/ },
  { fields: ['phone', 'phone2'], words: /\b(?:phones?|telephones?|tel|mobiles?|cell|contacts?|simu|msisdn|whats ?app)\b/, not: /\b(?:name|person)\b/ },
  { fields: ['dueOn'], words: /\b(?:due date|date due|due by|pay by|deadline|tarehe ya mwisho)\b/ },
  { fields: ['invoiceNo'], words: /\binvoice (?:no|num|number)\b/ },
  { fields: ['admNo'], words: /\b(?:adm|admn|admission|reg|registration|upi|usajili)\b/, not: /\b(?:date|year|tarehe|mwaka)\b/ },
  { fields: ['voteHead'], words: /\bvote ?heads?\b/ },
  { fields: ['paid'], words: /\b(?:paid|received|receipts|payments?|collected)\b/, not: /\b(?:date|mode|method|last|ref|reference|unpaid)\b/ },
  {
    fields: ['balance'],
    words: /\b(?:balances?|bal|arrears|outstanding|owing|owed|unpaid|salio|deni)\b/,
    not: /\b(?:b f|bf|c f|brought|previous|last|prior|opening)\b/,
  },
  { fields: ['expected'], words: /\b(?:billed|invoiced|expected|payable|total fees?|term fees?|annual fees?)\b/ },
  { fields: ['className'], words: /\b(?:class|form|grade|darasa|kidato)\b/, not: /\b(?:teacher|admitted|position)\b/ },
  { fields: ['stream'], words: /\bstream\b/ },
  { fields: ['guardian'], words: /\b(?:parents?|guardians?|father|mother|mzazi|mlezi|sponsor|next of kin)\b/ },
  { fields: ['student'], words: /\b(?:students?|learners?|pupils?|scholars?|child|mwanafunzi|mtoto)\b/ },
]
/** With one of these words a column says something that the console does not keep. */
const OF_NO_FIELD =
  /\b(?:id|identity|national|passport|address|relationship|relation|occupation|birth|dob|gender|sex|status|location|county|code|sign|signature|remarks?|comments?)\b/
/** A heading is a few words; a sentence that holds one of them is a title. */
const MOST_WORDS = 6

function byWords(heading: string): readonly FeeField[] {
  if (/\d/.test(heading)) return []
  const words = heading
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
  if (words === '' || words.split(' ').length > MOST_WORDS || OF_NO_FIELD.test(words)) return []
  return BY_WORD.find(({ words: known, not }) => known.test(words) && !not?.test(words))?.fields ?? []
}

const FIELDS_BY_KEY = (() => {
  const byKey = new Map<string, FeeField[]>()
  for (const [field, names] of Object.entries(ALIASES) as [FeeField, string][]) {
    for (const key of names.split('|').map(headingKey)) byKey.set(key, [...(byKey.get(key) ?? []), field])
  }
  return byKey
})()

/** The fields that a heading may stand for, likeliest first; empty where it is not known. */
export function fieldsOf(heading: string): readonly FeeField[] {
  const bare = withoutUnit(heading)
  return exactly(heading) ?? exactly(bare) ?? byWords(bare)
}

const exactly = (heading: string) => FIELDS_BY_KEY.get(headingKey(heading))

/** Guesses the column of every field that it can. `cellsOf` gives a sample of a column's cells. */
export function guessMapping(headings: readonly string[], cellsOf: (column: number) => readonly string[]): ColumnMapping {
  const mapping: Partial<Record<FeeField, number>> = {}
  const taken = new Set<number>()
  const give = (field: FeeField | undefined, column: number) => {
    if (field === undefined || mapping[field] !== undefined) return
    mapping[field] = column
    taken.add(column)
  }
  const byHeading = (column: number, named: readonly FeeField[]) => {
    if (taken.has(column)) return
    // "Parent" above numbers is the parent's number; "Contact" above addresses is an email.
    const cells = cellsOf(column)
    const holdsEmails = ['guardian', 'phone'].includes(named[0] ?? '') && mostly(cells, looksLikeEmail)
    const holdsPhones = named[0] === 'guardian' && mostly(cells, looksLikePhone)
    const [field] = holdsEmails ? ['email' as const] : holdsPhones ? ['phone' as const] : named.filter((f) => mapping[f] === undefined)
    // of two columns "Balance" one is of another term or account: a person says which
    if (field !== undefined && AMOUNTS.includes(field) && headingAlone(headings[column] ?? '') !== headings[column]) return
    const other = field && !SAYS_DATE.test(headings[column] ?? '') ? OTHERWISE[field] : undefined
    give(other && cells.some(filled) && !mostly(cells, other.looksRight) ? other.field : field, column)
  }
  // what a heading says to the letter comes before what one of its words may mean
  headings.forEach((heading, column) => {
    byHeading(column, exactly(headingAlone(heading)) ?? exactly(withoutUnit(headingAlone(heading))) ?? [])
  })
  headings.forEach((heading, column) => {
    byHeading(column, fieldsOf(headingAlone(heading)))
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

const AMOUNTS: readonly FeeField[] = ['expected', 'paid', 'balance']
/** A heading that leaves no doubt, however the dates below it are written. */
const SAYS_DATE = /\b(?:date|by|deadline|tarehe)\b/i
/** Headings with two meanings, told apart by the cells: "Year" may be a class, "Due" an amount. */
const OTHERWISE: Readonly<Partial<Record<FeeField, { readonly looksRight: (cell: string) => boolean; readonly field: FeeField }>>> = {
  year: { looksRight: (cell) => /^\s*20\d\d\b/.test(cell), field: 'className' },
  // A list with month before day is a list of dates too; which order it is, is asked once the column is known.
  dueOn: { looksRight: (cell) => DATE_ORDERS.some((order) => readDate(cell, order) !== 'not_a_date'), field: 'balance' },
}

const filled = (cell: string) => cell.trim() !== ''
const looksLikePhone = (cell: string) => readPhones(cell).some((p) => p.kind === 'mobile' && (p.note === undefined || p.note !== 'zero_restored_01'))
const looksLikeEmail = (cell: string) => /^\S+@\S+\.\S+$/.test(cell.trim())

function mostly(cells: readonly string[], looksLikeIt: (cell: string) => boolean): boolean {
  const some = cells.filter(filled)
  return some.length > 0 && some.filter(looksLikeIt).length >= some.length * 0.6
}
