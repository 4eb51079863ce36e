/** Phone numbers as Kenyan school lists hold them: read, repaired where there is no doubt, never guessed. PURE. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { withoutInvisible } from './text.ts'

/** What was repaired on the way to a mobile number; the keys are those of the words for row notes. */
export type PhoneRepair = 'zero_restored' | 'zero_restored_01' | 'trunk_zero_dropped' | 'decimal_dropped' | 'full_digits'
export type PhoneFault = 'digits_lost' | 'wrong_length' | 'not_a_number' | 'masked_number'

/** One number of a cell. `raw` is its part of the cell; `e164` is ready for a provider. */
export type PhoneReading =
  | { readonly kind: 'mobile'; readonly raw: string; readonly e164: string; readonly note?: PhoneRepair }
  | { readonly kind: 'landline'; readonly raw: string; readonly e164: string }
  | { readonly kind: 'foreign'; readonly raw: string; readonly e164: string }
  /** Letters stand where digits belong (O for 0, l for 1): `e164` is what it may be, and a person decides. */
  | { readonly kind: 'proposal'; readonly raw: string; readonly e164: string }
  | { readonly kind: 'bad'; readonly raw: string; readonly reason: PhoneFault }

type WithoutRaw<R> = R extends PhoneReading ? Omit<R, 'raw'> : never
type Parsed = WithoutRaw<PhoneReading>

const COUNTRY = '254'
/** Safaricom, Airtel, Telkom and Equitel: 07… since ever, 01… since 2019. No list of prefixes: new ones open every year. */
const MOBILE = /^[71]\d{8}$/
/** 2.54712E+11, also with a decimal comma: how a spreadsheet shows a long number in a narrow column. */
const POWER_OF_TEN = /^(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i
const NOTHING = /^(?:[-–—.?0]*|n\/?a|#n\/a|nil|none|hakuna)$/i
const MASK = /[*•#]|\dx{2,}\d/i
/** A word beside a number, such as "mum", "tel:" or "(father)". A lone O or l is no word: it may stand for a digit. */
const WORD = /(?<![\p{L}\d])\p{L}[\p{L}.'’]+(?![\p{L}\d])/gu
const BETWEEN_NUMBERS = /[/;,&\n|]|\s+(?:or|and|na|au)\s+/i

/** Reads every number of a cell, in the order written. An empty list: the cell is blank, or says that there is none. */
export function readPhones(cell: string): readonly PhoneReading[] {
  const text = withoutInvisible(cell)
    .replace(/[\s\u00a0\u202f\u200b\u2060\ufeff]+/g, ' ')
    .replace(/^[\s'’‘`]+/, '')
    .trim()
  if (NOTHING.test(text)) return []
  if (POWER_OF_TEN.test(text)) return [{ raw: text, ...readPowerOfTen(text) }]
  // 712,345,678: the spreadsheet's thousands, not three numbers.
  const whole = /^\d{1,3}(?:,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text
  return whole
    .split(BETWEEN_NUMBERS)
    .flatMap(splitAtSpaces)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\d*]/u.test(part))
    .map((raw) => ({ raw, ...readOne(raw) }))
}

/** The mobile number that a person typed as their own, or null where it is not exactly one that can get an SMS. */
export function readMobile(text: string): string | null {
  const [reading, ...more] = readPhones(text)
  return reading?.kind === 'mobile' && more.length === 0 ? reading.e164 : null
}

/** "0712345678 0722345678" is two numbers; "0712 345 678" is one. */
function splitAtSpaces(part: string): string[] {
  const pieces = part.trim().split(' ')
  return pieces.length > 1 && pieces.every((p) => /^\+?\d{9,}$/.test(p)) ? pieces : [part]
}

function readPowerOfTen(text: string): Parsed {
  const [, first = '', decimals = '', power = ''] = POWER_OF_TEN.exec(text) ?? []
  if (decimals.length !== Number(power)) return { kind: 'bad', reason: 'digits_lost' }
  const reading = readDigits(first + decimals, false)
  return reading.kind === 'mobile' ? { ...reading, note: 'full_digits' } : reading
}

function readOne(part: string): Parsed {
  if (MASK.test(part)) return { kind: 'bad', reason: 'masked_number' }
  const bare = part.replace(WORD, ' ').trim()
  const whole = /^\+?(\d{9,12})\.0+$/.exec(bare)?.[1]
  const packed = (whole ?? bare).replace(/[\s.\-‐‑–—_()[\]:'’"]/g, '')
  if (!/\d/.test(packed)) return { kind: 'bad', reason: 'not_a_number' }
  if (/[oli]/i.test(packed)) return propose(packed)
  if (!/^\+?\d+$/.test(packed)) return { kind: 'bad', reason: 'not_a_number' }
  const reading = readDigits(packed.replace('+', ''), packed.startsWith('+'))
  return reading.kind === 'mobile' && whole !== undefined ? { ...reading, note: 'decimal_dropped' } : reading
}

function propose(packed: string): Parsed {
  const digits = packed.replace(/o/gi, '0').replace(/[li]/gi, '1')
  const reading: Parsed = /^\+?\d+$/.test(digits) ? readDigits(digits.replace('+', ''), digits.startsWith('+')) : { kind: 'bad', reason: 'not_a_number' }
  return reading.kind === 'mobile' ? { kind: 'proposal', e164: reading.e164 } : { kind: 'bad', reason: 'not_a_number' }
}

function readDigits(digits: string, plus: boolean): Parsed {
  if (digits.startsWith('00')) return readDigits(digits.slice(2), true)
  if (digits.startsWith(COUNTRY)) {
    const rest = digits.slice(COUNTRY.length)
    const trunk = rest.startsWith('0')
    return readNational(trunk ? rest.slice(1) : rest, trunk ? 'trunk_zero_dropped' : undefined)
  }
  if (digits.startsWith('0')) return readNational(digits.slice(1))
  if (plus) return readForeign(digits)
  if (digits.length === 9) return readNational(digits, digits.startsWith('1') ? 'zero_restored_01' : 'zero_restored')
  return { kind: 'bad', reason: 'wrong_length' }
}

/** `national` is without country code and without the leading zero. */
function readNational(national: string, note?: PhoneRepair): Parsed {
  const e164 = `+${COUNTRY}${national}`
  if (MOBILE.test(national)) return note ? { kind: 'mobile', e164, note } : { kind: 'mobile', e164 }
  if (parsePhoneNumberFromString(e164)?.isValid()) return { kind: 'landline', e164 }
  return { kind: 'bad', reason: national.length === 9 ? 'not_a_number' : 'wrong_length' }
}

function readForeign(digits: string): Parsed {
  const number = parsePhoneNumberFromString(`+${digits}`)
  if (number?.isValid()) return { kind: 'foreign', e164: number.number }
  return { kind: 'bad', reason: number?.isPossible() ? 'not_a_number' : 'wrong_length' }
}
