/** Cuts a provider's own words down to what may be stored and shown. PURE. */

const MOST_LETTERS = 160
/** Longer texts are web pages, and would make the searches below slow. */
const MOST_READ = 2_000

/** The words on one line of at most 160 letters, without secrets, phone numbers or email addresses. */
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
