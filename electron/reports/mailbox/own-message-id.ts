/** The name that a mail of this console carries on its way (session/queues.ts gives it): `<installation.id@domain>`. PURE. */
import type { Names } from '../../safekeeping/names.ts'

export type OwnMessage = {
  readonly id: number
  /** The id is good for what was sent by this run at the latest: under a former name a later message may have borne it. Null: it is good. */
  readonly lastBoot: number | null
}

/** Our message that is named in this text, or null where none of these records is. */
export function ownMessage(text: string, { name, past }: Names): OwnMessage | null {
  const named = name === null ? null : idAfter(text, name)
  if (named !== null) return { id: named, lastBoot: null }
  for (const former of past) {
    const id = former.ownUntil === null ? null : idAfter(text, former.name)
    if (id !== null) return { id, lastBoot: former.ownUntil }
  }
  return null
}

function idAfter(text: string, installation: string): number | null {
  const at = text.indexOf(`${installation}.`)
  if (at < 0) return null
  const found = /^(\d{1,15})@/.exec(text.slice(at + installation.length + 1))
  return found ? Number(found[1]) : null
}
