/** Compares the records with the sent-journal at every start, before anything is sent, and brings an older copy up to what was sent since. */
import { setImmediate as yieldToOthers } from 'node:timers/promises'
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
import { type AttemptOutcome, type MessageState, MOVES } from '../../shared/model/messages/message.ts'
import type { Log } from '../platform/ports.ts'
import { COPY_MADE_AT } from './backup.ts'
import { type InstallationId, mergePast, type PastInstallation, readInstallations, saveInstallations } from './installation.ts'
import type { JournalPlace } from './journal.ts'
import { type KnownBoots, readJournals } from './journal-reader.ts'

/** The comparison yields to other work after this many messages. */
const CHUNK = 500

/** What the journal adds to one message. */
export type JournalDiff = {
  /** Attempts that the records hold as open and the journal as answered. */
  readonly ended: readonly JournalAttempt[]
  /** Attempts that the records do not know. */
  readonly added: readonly JournalAttempt[]
  /** The moves that bring the message to the state that the journal proves. */
  readonly moves: readonly MessageState[]
}

/** The state of a message after its last attempt ended so. A retry waits; a lost attempt may have gone out. */
const STATE_AFTER: Record<AttemptOutcome, MessageState> = {
  accepted: 'sent',
  rejected: 'failed',
  unknown: 'unconfirmed',
  lost: 'unconfirmed',
  retry: 'queued',
  not_sent: 'queued',
}

/** Compares one message with its attempts in the journal. `missing`: the records have no such message. Null: they know all of it. PURE. */
export function compareMessage(known: KnownMessage | null, journal: readonly JournalAttempt[]): JournalDiff | 'missing' | null {
  const [first] = journal
  if (!first) return null
  if (known?.madeAt !== first.madeAt) return 'missing'
  const open = new Set(known.attempts.filter(({ ended }) => !ended).map(({ n }) => n))
  const all = new Set(known.attempts.map(({ n }) => n))
  const inOrder = journal.toSorted((a, b) => a.n - b.n)
  const ended = inOrder.filter(({ n, outcome }) => open.has(n) && outcome !== null)
  const added = inOrder.filter(({ n }) => !all.has(n))
  const last = added.at(-1) ?? ended.at(-1)
  if (!last) return null
  // An attempt that stays open is newer than whatever the journal ended: the start takes it for lost.
  const newest = Math.max(...all, last.n)
  const moves = newest === last.n ? pathTo(known.state, STATE_AFTER[last.outcome ?? 'lost']) : []
  return { ended, added, moves }
}

const FINAL: readonly MessageState[] = ['sent', 'delivered', 'cancelled', 'skipped']

/** The shortest legal path from one state to another (breadth first); empty where there is none, or from a final state. */
function pathTo(from: MessageState, to: MessageState): MessageState[] {
  // The state stays, and the last attempt is written to the message.
  if (from === to) return [to]
  if (FINAL.includes(from)) return []
  const paths: MessageState[][] = [[]]
  for (const path of paths) {
    const next = MOVES[path.at(-1) ?? from] as readonly MessageState[]
    if (next.includes(to)) return [...path, to]
    for (const state of next) if ((state === 'queued' || state === 'sending') && !path.includes(state)) paths.push([...path, state])
  }
  return []
}

export type Replay = {
  readonly installation: InstallationId
  /** What was found where the records are an older copy: all that waits is held, and an alert says so. Null: they are no older copy. */
  readonly restored: { readonly known: number; readonly missing: number; readonly held: number } | null
}

/**
 * Compares the records with the journals in `place`, and makes them agree in one transaction. Call it before `beginBoot`, and before anything is sent.
 *
 * Records that miss an attempt, or bear the mark of a copy, are an older copy. Whatever waits in them is held for a person. They get a new
 * installation id, so that message ids that are used again are never confused. Journals are not read where the last boot came to its end.
 */
export async function replayJournals(db: Database, place: JournalPlace, now: number, log: Log): Promise<Replay> {
  const { current, past } = readInstallations(db)
  const copyMadeAt = readSetting(db, COPY_MADE_AT) ?? null
  const last = lastBoot(db)
  const { diffs, missing, installations } = await compareWithJournals(db, place, { current, past, lastBoot: last })
  const isOlderCopy = copyMadeAt !== null || missing.length > 0 || diffs.some(({ added }) => added.length > 0)
  if (current !== null && diffs.length === 0 && !isOlderCopy) return { installation: current, restored: null }
  return db.write((tx) => {
    for (const diff of diffs) writeDiff(tx, diff, now)
    countSpend(tx, [...diffs.flatMap(({ ended, added }) => [...ended, ...added]), ...missing.flat()])
    const installation = current === null || isOlderCopy ? crypto.randomUUID() : current
    if (installation !== current) {
      saveInstallations(tx, installation, mergePast([...past, ...asPast(current, last?.id ?? 0, installations), ...installations]), now)
      // Boots are numbered on from the last of all, so that no number is used twice.
      for (const { lastBoot } of installations) addBoot(tx, lastBoot, now)
    }
    if (!isOlderCopy) return { installation, restored: null }
    const restored = { known: diffs.length, missing: missing.length, held: holdAllRestored(tx, now) }
    tx.run('DELETE FROM settings WHERE key = ?', COPY_MADE_AT)
    raiseAlert(tx, { kind: 'restored', about: `restored:${installation}`, channel: null, params: { ...restored, copyMadeAt: numberOrNull(copyMadeAt) } }, now)
    recordAudit(tx, now, 'records.restored', restored)
    log.warn('the records are an older copy', restored)
    return { installation, restored }
  })
}

/** The id that these records give up, as a past one; none in new records. */
function asPast(id: InstallationId | null, lastBoot: number, found: readonly PastInstallation[]): PastInstallation[] {
  if (id === null) return []
  const own = Math.max(lastBoot, found.find((one) => one.id === id)?.lastBoot ?? 0)
  return [{ id, lastBoot: own, ownUntil: own }]
}

/** `missing`: the attempts of each message that the records do not have. */
type Differences = { readonly diffs: readonly JournalDiff[]; readonly missing: readonly (readonly JournalAttempt[])[] }
type Comparison = Differences & { readonly installations: readonly PastInstallation[] }

async function compareWithJournals(db: Database, place: JournalPlace, known: KnownBoots): Promise<Comparison> {
  const { attempts, installations, isPartial } = await readJournals(place, known)
  const found = await compareAll(db, attempts)
  if (!isPartial || (found.diffs.length === 0 && found.missing.length === 0)) return { ...found, installations }
  const whole = await readJournals(place, known, { all: true })
  return { ...(await compareAll(db, whole.attempts)), installations: whole.installations }
}

async function compareAll(db: Database, journal: readonly JournalAttempt[]): Promise<Differences> {
  const messages = [...Map.groupBy(journal, ({ channel, id, madeAt }) => `${channel}.${id}.${madeAt}`).values()]
  const diffs: JournalDiff[] = []
  const missing: JournalAttempt[][] = []
  for (const [i, attempts] of messages.entries()) {
    const [first] = attempts
    if (!first) continue
    const diff = compareMessage(knownMessage(db, first.channel, first.id), attempts)
    if (diff === 'missing') missing.push(attempts)
    else if (diff) diffs.push(diff)
    if (i % CHUNK === CHUNK - 1) await yieldToOthers()
  }
  return { diffs, missing }
}

function writeDiff(tx: Tx, { ended, added, moves }: JournalDiff, now: number) {
  for (const attempt of ended) endFromJournal(tx, attempt)
  for (const attempt of added) addFromJournal(tx, attempt)
  for (const attempt of [...ended, ...added]) priceFromJournal(tx, attempt)
  if (added[0]) loseOpenBefore(tx, added[0])
  const last = added.at(-1) ?? ended.at(-1)
  if (!last) return
  const counted = [...ended, ...added].filter(({ outcome }) => outcome !== 'not_sent').length
  for (const [i, state] of moves.entries()) moveFromJournal(tx, state, last, i === moves.length - 1 ? counted : 0, now)
}

/** Counts in the limits what may have gone out since the copy was made: it was paid for all the same. */
function countSpend(tx: Tx, attempts: readonly JournalAttempt[]) {
  for (const { channel, outcome, at, spentMicros } of attempts) {
    if (['sent', 'unconfirmed'].includes(STATE_AFTER[outcome ?? 'lost'])) addSpend(tx, channel, at, 1, spentMicros)
  }
}

const numberOrNull = (value: unknown) => (typeof value === 'number' ? value : null)
