/** Reads dates with times as the exports of SMS companies write them. PURE. */
import { Temporal } from 'temporal-polyfill'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+/i
const TIME = /^(?:T|,|\s|at\b)*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?)?\s*(.*)$/i

type Day = { readonly year: number; readonly month: number; readonly day: number; readonly rest: string }

/** Whether a column writes the month before the day. Kenyan exports do not, so it takes a cell that leaves no other reading. */
export function isMonthFirst(cells: readonly string[]): boolean {
  const parts = cells.flatMap((cell) => {
    const m = /^\D*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}/.exec(cell.trim())
    return m ? [[Number(m[1]), Number(m[2])] as const] : []
  })
  return parts.some(([, second]) => second > 12) && !parts.some(([first]) => first > 12)
}

/** The instant (ms UTC) of a date with a time, in `zone` unless the cell carries an offset. Null for a date without a time, and for anything else. */
export function readWhen(cell: string, zone: string, monthFirst = false): number | null {
  const text = cell
    .replace(/[\s\u00a0\u202f\u200b]+/g, ' ')
    .trim()
    .replace(WEEKDAY, '')
  const day = readDay(text, monthFirst)
  const time = day && TIME.exec(day.rest)
  if (!day || !time) return null
  const [, hours = '', minutes = '', seconds = '0', half = '', after = ''] = time
  const hour = half === '' ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  const where = zoneOf(after, zone)
  if (where === null || (half !== '' && (Number(hours) < 1 || Number(hours) > 12))) return null
  const wall = { year: day.year, month: day.month, day: day.day, hour, minute: Number(minutes), second: Number(seconds) }
  try {
    return Temporal.PlainDateTime.from(wall, { overflow: 'reject' }).toZonedDateTime(where).epochMilliseconds
  } catch {
    return null
  }
}

function readDay(text: string, monthFirst: boolean): Day | null {
  const made = (year: string | undefined, month: number, day: string | undefined, whole: string): Day => ({
    year: Number(year) < 100 ? 2000 + Number(year) : Number(year),
    month,
    day: Number(day),
    rest: text.slice(whole.length),
  })
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text)
  if (iso) return made(iso[1], Number(iso[2]), iso[3], iso[0])
  const numbers = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/.exec(text)
  if (numbers) return made(numbers[3], Number(monthFirst ? numbers[1] : numbers[2]), monthFirst ? numbers[2] : numbers[1], numbers[0])
  const dayMonth = /^(\d{1,2})(?:st|nd|rd|th)?[ -]+([a-z]{3,9})\.?,?[ -]+(\d{4}|\d{2})(?!\d)/i.exec(text)
  if (dayMonth) return made(dayMonth[3], monthOf(dayMonth[2]), dayMonth[1], dayMonth[0])
  const monthDay = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/i.exec(text)
  return monthDay ? made(monthDay[3], monthOf(monthDay[1]), monthDay[2], monthDay[0]) : null
}

const monthOf = (name = '') => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1

/** The time zone that the text after the time names; the school's where it names none. Null for an ambiguous name (PST, IST). */
function zoneOf(after: string, school: string): string | null {
  const words = after.replace(/\(.*\)/, '').trim()
  if (words === '') return school
  if (/^(?:z|utc|gmt)$/i.test(words)) return 'UTC'
  if (/^eat$/i.test(words)) return 'Africa/Nairobi'
  const m = /^(?:utc|gmt)? ?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(words)
  return m ? `${m[1]}${m[2]?.padStart(2, '0')}:${m[3] ?? '00'}` : null
}
