/**
 * Removes what must not be in a log file from an error's text: libraries quote numbers, addresses and keys. In doubt it removes too much: that costs a hint,
 * while too little is a parent's phone number. PURE.
 */
const PRIVATE: readonly (readonly [RegExp, string])[] = [
  [/[\w.+%-]+@[\w-]+(?:\.[\w-]+)+/g, '[address]'],
  [/\b(?:atsk_|sk_|key_)\w+/gi, '[key]'],
  [/\b(?=\w*\d)\w{32,}\b/g, '[key]'],
  [/(?<![\w.])\+?\d(?:[ -]?\d){8,14}(?!\d)/g, '[number]'],
]

/** The text without phone numbers, email addresses and keys. */
export function redact(text: string): string {
  return PRIVATE.reduce((rest, [pattern, word]) => rest.replace(pattern, word), text)
}
