/** Takes in what the mailbox brought back. The place in its folder moves in the transaction that takes in what it covers. */
import { z } from 'zod'
import type { Database, Tx } from '../../../db/client.ts'
import { readSetting, writeSetting } from '../../../db/queries/settings.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Names } from '../../safekeeping/names.ts'
import { applyNews, type Counts, nothingYet } from '../apply.ts'
import type { DeliveryNews } from '../decide.ts'
import { addCounts, CHUNK_HERE, type Round } from '../source.ts'
import type { MailboxAccount, MailboxAnswer, MailboxPlace, ReturnedOne } from './mailbox.ts'
import { ownMessage } from './own-message-id.ts'

const PLACE = 'mailbox-place'
const placeSchema = z.object({ folder: z.string(), uidValidity: z.string(), uid: z.number() })
/** A mailbox that is always full must not keep a round going for ever. */
const MOST_ROUNDS = 20
/** A server that says "Still here" again and again is never silent long enough for the connection's own limit. */
const LONGEST_READING_MS = 3 * 60_000
/** A mail server gives up after five days. */
const BOUNCE_MS = 5 * 86_400_000

export type MailboxRound = {
  readonly db: Database
  readonly clock: Clock
  readonly account: MailboxAccount
  readonly names: Names
  readonly signal: AbortSignal
  readonly read: (account: MailboxAccount, place: MailboxPlace | null, now: number, signal: AbortSignal) => Promise<MailboxAnswer>
}

type Read = Extract<MailboxAnswer, { ok: true }>

/** Takes in all that came back since the last round. A console that is killed meanwhile reads the last mails again, which changes nothing. */
export async function takeReturned(round: MailboxRound): Promise<Round> {
  const { db, account, signal } = round
  const counts = nothingYet()
  const folder = folderName(account)
  for (let n = 0; n < MOST_ROUNDS && !signal.aborted; n++) {
    const place = placeIn(db, folder)
    const answer = await readInTime(round, place)
    if (signal.aborted) break
    if (!answer.ok) return { counts, trouble: answer.trouble, retryAfterMs: null }
    const reached = await takeMails(round, answer, counts)
    if (!answer.more || reached !== answer.place.uid) break
  }
  return { counts, trouble: null, retryAfterMs: null }
}

/** One reading. Given up after some minutes, and the other sources are asked. */
async function readInTime({ clock, account, signal, read }: MailboxRound, place: MailboxPlace | null): Promise<MailboxAnswer> {
  const late = new AbortController()
  const stopTimer = clock.after(LONGEST_READING_MS, () => late.abort())
  try {
    return await read(account, place, clock.now(), AbortSignal.any([signal, late.signal]))
  } finally {
    stopTimer()
  }
}

/** Takes in the mails of one reading in chunks; answers how far it came. What is about a mail that is being sent is read once more in the next round. */
async function takeMails({ db, clock, account, names, signal }: MailboxRound, { place, returned }: Read, counts: Counts): Promise<number> {
  const folder = folderName(account)
  const { uidValidity } = place
  let before = Number.POSITIVE_INFINITY
  let reached = 0
  for (let i = 0; i === 0 || (i < returned.length && !signal.aborted); i += CHUNK_HERE) {
    const chunk = returned.slice(i, i + CHUNK_HERE)
    const last = i + CHUNK_HERE >= returned.length ? place.uid : (chunk.at(-1)?.uid ?? place.uid)
    const done = await db.write((tx) => {
      const now = clock.now()
      const told = chunk.map((one) => ({ one, news: newsOfBounce(one, names) }))
      const tally = applyNews(
        tx,
        told.map((t) => t.news),
        now,
      )
      before = Math.min(before, ...told.filter((t) => tally.later.includes(t.news)).map((t) => t.one.uid))
      reached = Math.min(last, before - 1)
      const standing = placeIn(tx, folder)
      if (reached !== standing?.uid || uidValidity !== standing.uidValidity) writeSetting(tx, PLACE, { folder, uidValidity, uid: reached }, now)
      return tally
    })
    addCounts(counts, done)
  }
  return reached
}

/** News of the mail that came back. By its address only where the bounce names no mail at all: one that names another is about another. */
export function newsOfBounce({ name, at, bounce }: ReturnedOne, names: Names): DeliveryNews {
  const { originals, recipient, verdict, reason, code, detail } = bounce
  const own = originals.map((original) => ownMessage(original, names)).find((found) => found !== null) ?? null
  const unnamed = originals.length === 0 && recipient !== null
  return {
    about: {
      channel: 'email',
      own,
      // a server that renames what it takes said so when it took it, and that name was kept
      providerId: originals[0] ?? null,
      address: recipient,
      between: unnamed ? [at - BOUNCE_MS, at] : null,
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

function placeIn(db: Pick<Tx, 'get'>, folder: string): MailboxPlace | null {
  const place = placeSchema.safeParse(readSetting(db, PLACE)).data
  return place?.folder === folder ? { uidValidity: place.uidValidity, uid: place.uid } : null
}
