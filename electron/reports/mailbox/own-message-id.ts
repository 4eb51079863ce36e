/** Finds our own message in a Message-ID. The console writes `<installation.id@domain>`: installation id, then message id. PURE. */
import type { InstallationId, Installations } from '../../safekeeping/installation.ts'

export type OwnMessage = {
  readonly id: number
  /** Only what was sent up to this boot is meant: under a past installation id, a later message may have had the same id. Null: any boot. */
  readonly lastBoot: number | null
}

/** Our message whose Message-ID stands in this text; null where it names none of these records. */
export function ownMessage(text: string, { current, past }: Installations): OwnMessage | null {
  const id = current === null ? null : messageIdAfter(text, current)
  if (id !== null) return { id, lastBoot: null }
  for (const installation of past) {
    const id = installation.ownUntil === null ? null : messageIdAfter(text, installation.id)
    if (id !== null) return { id, lastBoot: installation.ownUntil }
  }
  return null
}

function messageIdAfter(text: string, installation: InstallationId): number | null {
  const at = text.indexOf(`${installation}.`)
  if (at < 0) return null
  const found = /^(\d{1,15})@/.exec(text.slice(at + installation.length + 1))
  return found ? Number(found[1]) : null
}
