/** Applies the bounces that the mailbox holds. The place in its folder moves in the transaction that applies what it covers. */
import { z } from 'zod'
import type { Database, Tx } from '../../../db/client.ts'
import { readSetting, writeSetting } from '../../../db/queries/settings.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { Installations } from '../../safekeeping/installation.ts'
import { applyReports, type Counts, noCounts } from '../apply.ts'
import type { DeliveryReport } from '../decide.ts'
import { addCounts, MAIN_CHUNK, type PollResult } from '../source.ts'
import type { FetchedBounce, MailboxAccount, MailboxAnswer, MailboxPlace } from './mailbox.ts'
import { ownMessage } from './own-message-id.ts'

const PLACE = 'mailbox-place'
const placeSchema = z.object({ folder: z.string(), uidValidity: z.string(), uid: z.number() })
/** A mailbox that always has more must not keep one poll going for ever. */
const MOST_READS = 20
/** A server that says "Still here" again and again never falls silent long enough for the connection's own time limit. */
const READ_TIMEOUT_MS = 3 * 60_000
/** A mail server gives up after five days. */
const BOUNCE_MS = 5 * 86_400_000

export type MailboxPoll = {
  readonly db: Database
  readonly clock: Clock
  readonly account: MailboxAccount
  readonly installations: Installations
  readonly signal: AbortSignal
  readonly read: (account: MailboxAccount, place: MailboxPlace | null, now: number, signal: AbortSignal) => Promise<MailboxAnswer>
}

type ReadMails = Extract<MailboxAnswer, { ok: true }>

/** Applies what came since the last poll. A console that is killed meanwhile reads the last mails again, which changes nothing. */
export async function importBounces(poll: MailboxPoll): Promise<PollResult> {
  const { db, account, signal } = poll
  const counts = noCounts()
  const folder = folderName(account)
  for (let n = 0; n < MOST_READS && !signal.aborted; n++) {
    const place = readPlace(db, folder)
    const answer = await readWithTimeout(poll, place)
    if (signal.aborted) break
    if (!answer.ok) return { counts, trouble: answer.trouble, retryAfterMs: null }
    const reached = await applyBounces(poll, answer, counts)
    if (!answer.more || reached !== answer.place.uid) break
  }
  return { counts, trouble: null, retryAfterMs: null }
}

/** Reads the mailbox once. It is given up after some minutes, so that the other sources get their poll. */
async function readWithTimeout({ clock, account, signal, read }: MailboxPoll, place: MailboxPlace | null): Promise<MailboxAnswer> {
  const timeout = new AbortController()
  const stopTimer = clock.after(READ_TIMEOUT_MS, () => timeout.abort())
  try {
    return await read(account, place, clock.now(), AbortSignal.any([signal, timeout.signal]))
  } finally {
    stopTimer()
  }
}

/**
 * Applies the bounces of one read in chunks, and adds to `counts`. Returns the uid that the place has reached. A bounce of a mail that is still being
 * sent holds the place back, so that the next poll reads it again.
 */
async function applyBounces({ db, clock, account, installations, signal }: MailboxPoll, { place, bounces }: ReadMails, counts: Counts): Promise<number> {
  const folder = folderName(account)
  const { uidValidity } = place
  let firstWaiting = Number.POSITIVE_INFINITY
  let reached = 0
  for (let i = 0; i === 0 || (i < bounces.length && !signal.aborted); i += MAIN_CHUNK) {
    const chunk = bounces.slice(i, i + MAIN_CHUNK)
    const last = i + MAIN_CHUNK >= bounces.length ? place.uid : (chunk.at(-1)?.uid ?? place.uid)
    const tally = await db.write((tx) => {
      const now = clock.now()
      const reports = chunk.map((bounce) => ({ uid: bounce.uid, report: reportOfBounce(bounce, installations) }))
      const applied = applyReports(
        tx,
        reports.map(({ report }) => report),
        now,
      )
      firstWaiting = Math.min(firstWaiting, ...reports.filter(({ report }) => applied.later.includes(report)).map(({ uid }) => uid))
      reached = Math.min(last, firstWaiting - 1)
      const stored = readPlace(tx, folder)
      if (reached !== stored?.uid || uidValidity !== stored.uidValidity) writeSetting(tx, PLACE, { folder, uidValidity, uid: reached }, now)
      return applied
    })
    addCounts(counts, tally)
  }
  return reached
}

/** The delivery report that a bounce makes. It is looked up by address only where the bounce names no mail: one that names another is about another. */
export function reportOfBounce({ name, at, bounce }: FetchedBounce, installations: Installations): DeliveryReport {
  const { originals, recipient, verdict, reason, code, detail } = bounce
  const own = originals.map((original) => ownMessage(original, installations)).find((found) => found !== null) ?? null
  const namesNoMail = originals.length === 0 && recipient !== null
  return {
    about: {
      channel: 'email',
      own,
      // A server that gives a mail an id of its own said so when it took the mail, and that id was kept.
      providerId: originals[0] ?? null,
      address: recipient,
      between: namesNoMail ? [at - BOUNCE_MS, at] : null,
      text: null,
    },
    source: 'mailbox',
    externalKey: name,
    verdict,
    reason,
    code,
    detail,
    at,
  }
}

const folderName = ({ host, user, folder }: MailboxAccount) => `${user}@${host}/${folder}`

function readPlace(db: Pick<Tx, 'get'>, folder: string): MailboxPlace | null {
  const place = placeSchema.safeParse(readSetting(db, PLACE)).data
  return place?.folder === folder ? { uidValidity: place.uidValidity, uid: place.uid } : null
}
