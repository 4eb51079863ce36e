/**
 * Makes an invented school and its fee lists, the same for the same seed: `npx node scripts/make-sample-school.ts` writes test/fixtures/sample-school/,
 * and with `<folder> <students>` a school of any size.
 * Nobody in it exists: names are drawn from lists, numbers and addresses are made up.
 *
 * Of 600 children, 430 families: each has one first contact ("primary"), so 430 guardians are first contacts after both lists are in. Second numbers
 * become further guardians in the role "copy", which are not among the 430.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

export type SampleSchool = {
  readonly school: {
    readonly name: string
    readonly shortName: string
    readonly officePhone: string
    readonly paybill: string
    readonly term: number
    readonly year: number
  }
  readonly csvs: readonly { readonly name: string; readonly text: string }[]
}

const YEAR = 2026
const SEED = 20260901
/** Of 600 children: families with one, two, three and four of them (300 + 200 + 60 + 40 children, 430 families). */
const FAMILIES_OF = [0, 300, 100, 20, 10]
const SCHOOL = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: YEAR }

const GIRLS =
  'Achieng,Akinyi,Amina,Anyango,Atieno,Brenda,Chebet,Cherono,Esther,Faith,Fatuma,Grace,Jepkosgei,Joy,Kawira,Lilian,Makena,Mercy,Moraa,Mwende,Naliaka,Nekesa,Njeri,Nyambura,Purity,Rehema,Wairimu,Wambui,Wanjiru,Zawadi'
const BOYS =
  'Abdi,Baraka,Brian,Collins,Dennis,Elijah,Felix,Hassan,Ian,Juma,Kamau,Kelvin,Kevin,Kibet,Kiprono,Mutiso,Mwangi,Njoroge,Ochieng,Odhiambo,Omondi,Otieno,Peter,Rashid,Samuel,Simiyu,Titus,Victor,Wafula,Yusuf'
const SURNAMES =
  'Abdalla,Barasa,Bett,Chepkwony,Gitonga,Juma,Kamau,Karanja,Kariuki,Kilonzo,Kimani,Kinyua,Kiplagat,Kirui,Koech,Langat,Maina,Makori,Mbugua,Moraa,Muriuki,Musyoka,Mutua,Mwangi,Ndung’u,Ng’ang’a,Ngugi,Njuguna,Nyaga,Nyongesa,Obura,Ochieng,Odhiambo,Okello,Omar,Ombati,Onyango,Otieno,Ouma,Oyugi,Rotich,Ruto,Salim,Tanui,Wafula,Wanyama,Wekesa,Were'
const MOTHERS =
  'Agnes,Alice,Beatrice,Caroline,Charity,Damaris,Dorcas,Eunice,Florence,Hellen,Irene,Jane,Josephine,Judith,Leah,Lucy,Margaret,Mary,Monica,Nancy,Pauline,Peris,Rose,Ruth,Sarah,Susan,Tabitha,Teresia,Violet,Zipporah'
const FATHERS =
  'Alfred,Bernard,Charles,Daniel,David,Edwin,Francis,Fredrick,George,Geoffrey,Hillary,Isaac,Jackson,James,John,Joseph,Julius,Kennedy,Lawrence,Moses,Nicholas,Patrick,Paul,Philip,Richard,Robert,Simon,Stephen,Thomas,William'
const STREAMS = ['Blue', 'Green', 'Red']
const MAIL = ['example.com', 'example.org', 'example.net']
/** Shillings a term, by form. */
const FEES = [0, 23_500, 22_000, 22_000, 24_500]

type Family = {
  readonly n: number
  readonly guardian: string
  readonly surname: string
  readonly phone: string
  readonly phone2: string
  readonly email: string
  readonly swahili: boolean
}
type Child = { readonly adm: string; readonly name: string; readonly form: number; readonly stream: string; readonly family: Family; readonly fee: number }

/** Draws that are the same for the same seed, on every machine. */
type Draw = { below(n: number): number; of(words: string): string; chance(percent: number): boolean }

/** Makes a school of as many children as asked for, without touching the disk. */
export function generateSchool({ students = 600, seed = SEED }: { readonly students?: number; readonly seed?: number } = {}): SampleSchool {
  const draw = seeded(seed)
  const children = makeChildren(draw, students)
  return {
    school: SCHOOL,
    csvs: [
      { name: 'fees-term-2.csv', text: feeList(draw, children, { term: 2, dueOn: '15/05/2026', title: [], languages: ['en', 'sw'] }) },
      {
        name: 'fees-term-3.csv',
        text: feeList(draw, children, {
          term: 3,
          dueOn: '11 Sep 2026',
          title: [SCHOOL.name.toUpperCase(), 'Fee balances, term 3 of 2026', ''],
          languages: ['English', 'Kiswahili'],
        }),
      },
    ],
  }
}

function makeChildren(draw: Draw, students: number): Child[] {
  const children: Child[] = []
  const families = familySizes(students)
  families.forEach((size, n) => {
    const family = makeFamily(draw, n, size, families.length)
    for (let i = 0; i < size; i++) children.push(makeChild(draw, family, children.length))
  })
  return children
}

/** As many families as the sample's shape makes of so many children, singles first. */
function familySizes(students: number): number[] {
  const sizes = FAMILIES_OF.flatMap((count, size) => Array<number>(size < 2 ? 0 : Math.round((count * students) / 600)).fill(size))
  const withSiblings = sizes.reduce((a, b) => a + b, 0)
  return [...Array<number>(Math.max(0, students - withSiblings)).fill(1), ...sizes]
}

function makeFamily(draw: Draw, n: number, size: number, families: number): Family {
  const surname = draw.of(SURNAMES)
  const guardian = `${draw.of(draw.chance(60) ? MOTHERS : FATHERS)} ${surname}`
  const number = ownNumber(n)
  const odd = size === 1 ? ODD_PHONES[n] : undefined
  const phone = odd === undefined ? number : odd
  const second = odd === undefined && n % 18 === 5 ? ownNumber(families + n) : ''
  const mail = n % 5 < 2 ? `${guardian.toLowerCase().replace(/[^a-z]+/g, '.')}${n}@${n === 31 ? 'mail.invalid' : MAIL[n % MAIL.length]}` : ''
  return { n, guardian, surname, phone, phone2: second, email: mail, swahili: draw.below(10) < 3 }
}

/** A mobile number of its own for every n, spread over prefixes; none ends in 000. */
function ownNumber(n: number): string {
  const prefix = ['0711', '0722', '0733', '0745', '0757', '0769', '0790', '0110', '0112', '0101'][n % 10] ?? ''
  const i = (n * 7_919 + 345_671) % 999_000
  return `${prefix}${String(Math.floor(i / 999)).padStart(3, '0')}${String((i % 999) + 1).padStart(3, '0')}`
}

/** What real lists hold besides good numbers, by family: only families with one child, since a number that cannot be read makes nobody recognisable. */
const ODD_PHONES: Readonly<Record<number, string>> = {
  4: '020 2345 678',
  11: '07123456',
  17: '2.54712E+11',
  23: '2547****678',
  29: '',
  37: '07123456789',
  41: '057 2345678',
  53: '+256 772 123456',
  67: 'O745123987',
  79: 'to be given',
  97: '',
  101: '2.54722E+11',
  // Practice mode refuses numbers that end so.
  113: '0722555000',
  // One shop's number for four families.
  131: '0733400411',
  139: '0733400411',
  149: '0733400411',
  157: '0733400411',
}

function makeChild(draw: Draw, family: Family, i: number): Child {
  const form = (i % 4) + 1
  const [christian, own] = draw.chance(50) ? [MOTHERS, GIRLS] : [FATHERS, BOYS]
  const first = draw.of(christian)
  const middle = draw.of(own)
  return {
    adm: String(4_001 + i).padStart(6, '0'),
    name: `${first} ${middle} ${family.surname}`,
    form,
    stream: STREAMS[i % 3] ?? '',
    family,
    fee: FEES[form] ?? 0,
  }
}

type ListShape = { readonly term: number; readonly dueOn: string; readonly title: readonly string[]; readonly languages: readonly [string, string] }
const HEADINGS = 'Adm No,Student Name,Class,Stream,Parent,Parent Phone,Phone 2,Email,Language,Expected,Paid,Balance,Due Date,Term,Year'

function feeList(draw: Draw, children: readonly Child[], shape: ListShape): string {
  const sums = { expected: 0, paid: 0 }
  const rows = children.map((child, i) => {
    const paid = paidOf(draw, child)
    sums.expected += child.fee
    sums.paid += paid
    return row(child, paid, i, shape)
  })
  const totals = ['', 'TOTAL', '', '', '', '', '', '', '', money(sums.expected), money(sums.paid), money(sums.expected - sums.paid), '', '', '']
  const lines = [...shape.title.map((title) => [title, ...Array<string>(14).fill('')]), HEADINGS.split(','), ...rows, totals]
  return `${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`
}

function row({ adm, name, form, stream, family, fee }: Child, paid: number, i: number, { term, dueOn, languages }: ListShape): string[] {
  // One slip of the keyboard a list, on a child that the other list has right.
  const admNo = term === 3 && i === 210 ? '' : adm
  const expected = term === 2 && i === 77 ? '12,OOO' : money(fee)
  const phone = family.n % 7 === 3 && term === 3 ? family.phone.replace(/^0(\d{9})$/, '$1') : spaced(family.phone, family.n + term)
  const [first, second] = family.phone2 !== '' && family.n % 2 === 0 ? [`${phone} / ${family.phone2}`, ''] : [phone, family.phone2]
  const language = languages[family.swahili ? 1 : 0]
  return [
    admNo,
    name,
    `Form ${form}`,
    stream,
    family.guardian,
    first,
    second,
    family.email,
    language,
    expected,
    money(paid),
    money(fee - paid),
    dueOn,
    `Term ${term}`,
    String(YEAR),
  ]
}

/** Some have paid all, some nothing, a few too much; most are on the way. */
function paidOf(draw: Draw, { fee }: Child): number {
  const kind = draw.below(100)
  if (kind < 22) return fee
  if (kind < 40) return 0
  if (kind < 44) return fee + 500 * (1 + draw.below(6))
  return 500 * (1 + draw.below(fee / 500 - 1))
}

const money = (shillings: number) => {
  const text = Math.abs(shillings).toLocaleString('en-GB')
  return shillings < 0 ? `(${text})` : text
}

/** The same number, as different hands write it. */
function spaced(phone: string, n: number): string {
  const m = /^0(\d{3})(\d{3})(\d{3})$/.exec(phone)
  if (!m) return phone
  const [, a, b, c] = m
  return [phone, `0${a} ${b} ${c}`, `+254 ${a} ${b} ${c}`, `254${a}${b}${c}`, phone, `0${a}-${b}${c}`][n % 6] ?? phone
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** mulberry32: small, good enough for drawing names, and the same everywhere. */
function seeded(seed: number): Draw {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    below,
    of: (words) => {
      const list = words.split(',')
      return list[below(list.length)] ?? ''
    },
    chance: (percent) => below(100) < percent,
  }
}

function writeSchool(folder: string, students?: number) {
  const { school, csvs } = generateSchool(students === undefined ? {} : { students })
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'school.json'), `${JSON.stringify(school, null, 2)}\n`)
  for (const { name, text } of csvs) writeFileSync(path.join(folder, name), text)
}

const SAMPLE = path.resolve(import.meta.dirname, '../test/fixtures/sample-school')
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , folder = SAMPLE, students] = process.argv
  writeSchool(folder, students === undefined ? undefined : Number(students))
}
