/** How many parts an SMS is charged as, and which letters make it dear. PURE. Facts: 3GPP TS 23.038. */
import { SegmentedMessage } from 'sms-segments-calculator'

export type SmsSize = {
  readonly encoding: 'gsm7' | 'ucs2'
  /** What the subscriber's network counts and the provider charges for. */
  readonly parts: number
  /** Septets in GSM-7 (a bracket or a euro sign takes two), letters in UCS-2. */
  readonly letters: number
}

/** GSM-7's basic letters: each takes one of 160 places, or one of 153 where a text runs over several parts. */
const PLAIN = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/

/** The size of a text as it will be charged. */
export function smsSize(text: string): SmsSize {
  // Nearly every text is plain, and for those the arithmetic is this; the library is asked about the rest (two-place letters, UCS-2, emoji).
  if (PLAIN.test(text)) return { encoding: 'gsm7', parts: text.length <= 160 ? 1 : Math.ceil(text.length / 153), letters: text.length }
  const message = new SegmentedMessage(text)
  return { encoding: message.encodingName === 'UCS-2' ? 'ucs2' : 'gsm7', parts: message.segmentsCount, letters: message.numberOfCharacters }
}

/** The letters that take a text out of GSM-7 (70 letters a part instead of 160), each once, in the order of the text. */
export function costlyLetters(text: string): string[] {
  if (PLAIN.test(text)) return []
  return [...new Set(new SegmentedMessage(text).getNonGsmCharacters())]
}
