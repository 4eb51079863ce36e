/** The name that a mail of this console carries on its way (session.ts gives it): `<installation.id@domain>`. PURE. */

/** The id of our message that is named in this text, or null where none of these records is. */
export function ownMessageId(text: string, installation: string): number | null {
  const at = text.indexOf(`${installation}.`)
  if (at < 0) return null
  const found = /^(\d{1,15})@/.exec(text.slice(at + installation.length + 1))
  return found ? Number(found[1]) : null
}
