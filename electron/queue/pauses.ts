/** Which of two pauses of a channel stands, and which answers end one. PURE. */
import type { PauseReason } from '../../shared/model/messages/message.ts'

/** The pause of a channel as it is on file. `until`: when it is tried again by itself (ms UTC); null: not before a person, the account or its balance ends it. */
export type Standing = { readonly pause: PauseReason | null; readonly until: number | null }

/** Pauses that only say that nobody answered: whoever answers ends them. */
const UNHEARD: readonly (PauseReason | null)[] = ['offline', 'unconfirmed_run']

/** Whether a pause until then takes the place of the one that stands. What waits for a person is not tried by itself because of an older call. */
export function outlasts(until: number | null, standing: Standing): boolean {
  if (standing.pause === null) return true
  return standing.until !== null && (until === null || until >= standing.until)
}

/** Whether an answer that comes at `now` ends the pause. `tries`: the pause whose time had come when its message was taken, so that it tried it; null: there was none. */
export function isOver({ pause, until }: Standing, tries: PauseReason | null, now: number): boolean {
  return UNHEARD.includes(pause) || (until !== null && pause === tries && until <= now)
}
