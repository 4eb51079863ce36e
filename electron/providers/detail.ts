/** PURE. What may be kept of a provider's own words. */

const MOST_LETTERS = 160
/** More than this is a web page, and would make the searches below slow. */
const MOST_READ = 2_000

/** The provider's words on one line of at most 160 letters, without the given secrets, phone numbers or email addresses: fit to be stored and shown. */
export function shortDetail(words: string, secrets: readonly string[] = []): string {
  let text = words
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '…')
  return text
    .slice(0, MOST_READ)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/[^\s<>@,;:]+@[^\s<>@,;:]+/g, '…')
    .replace(/\+?\d(?:[\s-]?\d){6,}/g, '…')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MOST_LETTERS)
}
