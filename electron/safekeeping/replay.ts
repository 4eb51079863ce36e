/** What the sent-journal says of messages that the records still hold as unsent: found out at every start, before anything is sent. */
import { setImmediate as breathe } from 'node:timers/promises'
import type { Database, Tx } from '../../db/client.ts'
import { raiseAlert } from '../../db/queries/alerts.ts'
import { addBoot, lastBoot } from '../../db/queries/boots.ts'
import { addSpend } from '../../db/queries/channels.ts'
import {
  addFromJournal,
  endFromJournal,
  holdAllRestored,
  type JournalAttempt,
  type KnownMessage,
  knownMessage,
  loseOpenBefore,
  moveFromJournal,
  priceFromJournal,
} from '../../db/queries/journal.ts'
import { readSetting, recordAudit } from '../../db/queries/settings.ts'
import { type AttemptOutcome, type MessageState, MOVES } from '../../shared/model/message.ts'
import type { Log } from '../platform/ports.ts'
import { COPY_MADE_AT } from './backup.ts'
import { type JournalPlace, type KnownRuns, readJournals } from './journal.ts'
import { latestOf, namesOf, type PastName, saveNames } from './names.ts'

/** So many messages are compared before anybody else gets a turn. */
const CHUNK = 500

/** What the journal adds to one message. */
export type News = {
  /** Attempts that the records hold as open and the journal as answered. */
  readonly end: readonly JournalAttempt[]
  /** Attempts that the records do not know. */
  readonly add: readonly JournalAttempt[]
  /** The moves that bring the message to where the journal says that it stands. */
  readonly moves: readonly MessageState[]
}

/** Where a message stands after an attempt that ended so; a retry that was written down nowhere else waits, and a lost one may have gone out. */
const STANDS: Record<AttemptOutcome, MessageState> = {
  accepted: 'sent',
  rejected: 'failed',
  unknown: 'unconfirmed',
  lost: 'unconfirmed',
  retry: 'queued',
  not_sent: 'queued',
}

/**
 * Compares one message with its attempts in the journal. PURE. `missing`: the records have no such message; null: they know all of it.
 */
export function compare(known: KnownMessage | null, journal: readonly JournalAttempt[]): News | 'missing' | null {
  const [first] = journal
  if (!first) return null
  if (known?.madeAt !== first.madeAt) return 'missing'
  const open = new Set(known.attempts.filter(({ ended }) => !ended).map(({ n }) => n))
  const all = new Set(known.attempts.map(({ n }) => n))
  const inOrder = journal.toSorted((a, b) => a.n - b.n)
  const end = inOrder.filter(({ n, outcome }) => open.has(n) && outcome !== null)
  const add = inOrder.filter(({ n }) => !all.has(n))
  const last = add.at(-1) ?? end.at(-1)
  if (!last) return null
  // an attempt that stays open is newer than whatever the journal ended: the start takes it for lost
  const newest = Math.max(...all, last.n)
  const moves = newest === last.n ? wayTo(known.state, STANDS[last.outcome ?? 'lost']) : []
  return { end, add, moves }
}

const FINAL: readonly MessageState[] = ['sent', 'delivered', 'cancelled', 'skipped']

/** The shortest legal way from one state to another; empty where there is none, or nothing to do. */
function wayTo(from: MessageState, to: MessageState): MessageState[] {
  // it stays where it is, and its last attempt counts
  if (from === to) return [to]
  if (FINAL.includes(from)) return []
  const ways: MessageState[][] = [[]]
  for (const way of ways) {
    const next = MOVES[way.at(-1) ?? from] as readonly MessageState[]
    if (next.includes(to)) return [...way, to]
    for (const state of next) if ((state === 'queued' || state === 'sending') && !way.includes(state)) ways.push([...way, state])
  }
  return []
}

export type Replay = {
  /** The name of these records: in the Message-ID of every mail, and in every line of the journal. */
  readonly epoch: string
  /** The records are an older copy: all that waits is held, and an alert says so. Null: they are what they were. */
  readonly restored: { readonly known: number; readonly missing: number; readonly held: number } | null
}

/**
 * Compares the records with the journals in `folder` before anything is sent, and makes them agree in one transaction. Records that miss
 * an attempt, or bear the mark of a copy, are an older copy: whatever waits in them is held for a person, and they get a new name, so that ids
 * that are used again are never confused. Reads nothing after a run that came to its end. Call it before `beginBoot`.
 */
export async function replayJournals(db: Database, place: JournalPlace, now: number, log: Log): Promise<Replay> {
  const { name: epoch, past } = namesOf(db)
  const copyMadeAt = readSetting(db, COPY_MADE_AT) ?? null
  const last = lastBoot(db)
  const { news, missing, names } = await compareWithJournals(db, place, { name: epoch, past, lastBoot: last })
  const older = copyMadeAt !== null || missing.length > 0 || news.some(({ add }) => add.length > 0)
  if (epoch !== null && news.length === 0 && !older) return { epoch, restored: null }
  return db.write((tx) => {
    for (const one of news) write(tx, one, now)
    countSpend(tx, [...news.flatMap(({ end, add }) => [...end, ...add]), ...missing.flat()])
    const name = epoch === null || older ? crypto.randomUUID() : epoch
    if (name !== epoch) {
      const own = Math.max(last?.id ?? 0, names.find((one) => one.name === epoch)?.lastBoot ?? 0)
      const given = epoch === null ? [] : [{ name: epoch, lastBoot: own, ownUntil: own }]
      saveNames(tx, name, latestOf([...past, ...given, ...names]), now)
      // runs are counted on from the last of all, so that no number is used twice
      for (const { lastBoot } of names) addBoot(tx, lastBoot, now)
    }
    if (!older) return { epoch: name, restored: null }
    const restored = { known: news.length, missing: missing.length, held: holdAllRestored(tx, now) }
    tx.run('DELETE FROM settings WHERE key = ?', COPY_MADE_AT)
    raiseAlert(tx, { kind: 'restored', about: `restored:${name}`, channel: null, params: { ...restored, copyMadeAt: numberOr(copyMadeAt) } }, now)
    recordAudit(tx, now, 'records.restored', restored)
    log.warn('the records are an older copy', restored)
    return { epoch: name, restored }
  })
}

/** `missing`: the attempts of each message that the records do not have. */
type Found = { readonly news: readonly News[]; readonly missing: readonly (readonly JournalAttempt[])[] }
type Compared = Found & { readonly names: readonly PastName[] }

async function compareWithJournals(db: Database, place: JournalPlace, known: KnownRuns): Promise<Compared> {
  const { attempts, names, onlyEnds } = await readJournals(place, known)
  const found = await compareAll(db, attempts)
  if (!onlyEnds || (found.news.length === 0 && found.missing.length === 0)) return { ...found, names }
  const whole = await readJournals(place, known, { all: true })
  return { ...(await compareAll(db, whole.attempts)), names: whole.names }
}

async function compareAll(db: Database, journal: readonly JournalAttempt[]): Promise<Found> {
  const messages = [...Map.groupBy(journal, ({ channel, id, madeAt }) => `${channel}.${id}.${madeAt}`).values()]
  const news: News[] = []
  const missing: JournalAttempt[][] = []
  for (const [i, attempts] of messages.entries()) {
    const [first] = attempts
    if (!first) continue
    const found = compare(knownMessage(db, first.channel, first.id), attempts)
    if (found === 'missing') missing.push(attempts)
    else if (found) news.push(found)
    if (i % CHUNK === CHUNK - 1) await breathe()
  }
  return { news, missing }
}

function write(tx: Tx, { end, add, moves }: News, now: number) {
  for (const attempt of end) endFromJournal(tx, attempt)
  for (const attempt of add) addFromJournal(tx, attempt)
  for (const attempt of [...end, ...add]) priceFromJournal(tx, attempt)
  if (add[0]) loseOpenBefore(tx, add[0])
  const last = add.at(-1) ?? end.at(-1)
  if (!last) return
  const counted = [...end, ...add].filter(({ outcome }) => outcome !== 'not_sent').length
  for (const [i, state] of moves.entries()) moveFromJournal(tx, state, last, i === moves.length - 1 ? counted : 0, now)
}

/** What went out since the copy was made was paid for all the same; so was, for all that is known, what got no answer. */
function countSpend(tx: Tx, attempts: readonly JournalAttempt[]) {
  for (const { channel, outcome, at, spentMicros } of attempts) {
    if (['sent', 'unconfirmed'].includes(STANDS[outcome ?? 'lost'])) addSpend(tx, channel, at, 1, spentMicros)
  }
}

const numberOr = (value: unknown) => (typeof value === 'number' ? value : null)
