/** The message log, both channels in one list, and what a person can do with a message. */
import {
  attemptsOf,
  canSendAgain,
  childrenOf,
  type LogCount,
  type LogFilter,
  type LogKey,
  type LogLine,
  logCounts,
  logDetail,
  logLines,
  reportsOf,
  undecidedCount,
} from '../../db/queries/log.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { CANCELLABLE, CHANNELS_OUT, type MessageChannel } from '../../shared/model/message.ts'
import { addCharges } from '../../shared/model/money.ts'
import { applyChange, type MessageChange } from '../queue/changes.ts'
import { findTemplate } from '../templates/library.ts'
import type { Context } from './context.ts'

type Row = Output<'messages:page'>['rows'][number]
type Cursor = NonNullable<Parsed<'messages:page'>['cursor']>

type Deps = {
  readonly wake: (channel: MessageChannel) => void
  /** Whether something tells of opened mails and pressed links. */
  readonly tracksReading: () => boolean
}

export function createMessageService({ db, worker, clock, emit }: Context, { wake, tracksReading }: Deps) {
  const currency = () => theSchool(db)?.currency ?? 'KES'

  /** A few messages are changed at once; as many as a filter finds would hold the process, so the worker does it. */
  async function change(one: MessageChange): Promise<number> {
    const now = clock.now()
    const few = 'what' in one && 'messages' in one.what
    const done = few ? await db.write((tx) => applyChange(tx, one, now)) : await db.lend(() => worker.call('messages:change', { change: one, now }))
    if (done > 0) emit('console:changed', { topics: ['messages', 'status'] })
    return done
  }

  return {
    page({ filter, cursor, limit }: Parsed<'messages:page'>): Output<'messages:page'> {
      const from: Cursor = cursor ?? { sms: null, email: null }
      const lines = (channel: MessageChannel) => {
        const place = from[channel]
        if (place === 'end' || (filter.channel && filter.channel !== channel)) return []
        return logLines(db, channel, filter, place, limit + 1)
      }
      return mergeNewest(lines('sms'), lines('email'), from, limit)
    },

    count({ filter }: Parsed<'messages:count'>): Output<'messages:count'> {
      const byState: Output<'messages:count'>['byState'] = {}
      let total = 0
      let undecided = 0
      const costs: LogCount[] = []
      for (const channel of CHANNELS_OUT) {
        if (filter.channel && filter.channel !== channel) continue
        undecided += undecidedCount(db, channel, filter as LogFilter)
        for (const line of logCounts(db, channel, filter as LogFilter)) {
          byState[line.state] = (byState[line.state] ?? 0) + line.n
          if (filter.states && !filter.states.includes(line.state)) continue
          total += line.n
          costs.push(line)
        }
      }
      return { total, byState, undecided, costs: addCharges(costs, currency()) }
    },

    get({ channel, id }: Parsed<'messages:get'>): Output<'messages:get'> {
      const detail = logDetail(db, channel, id)
      if (!detail) throw new AppError('not_found', 'message_missing')
      const { guardianId, campaignId, templateKey, ...message } = detail
      const school = theSchool(db)
      const template = templateKey && school ? findTemplate(db, school.id, templateKey) : undefined
      return {
        channel,
        ...message,
        currency: currency(),
        campaign: campaignId === null || templateKey === null ? null : { id: campaignId, templateKey, name: template?.name ?? '' },
        students: childrenOf(db, guardianId),
        attempts: attemptsOf(db, channel, id),
        reports: reportsOf(db, channel, id),
        tracked: channel === 'email' && tracksReading(),
        can: { retry: canSendAgain(detail.state), settle: detail.state === 'unconfirmed', cancel: CANCELLABLE.includes(detail.state) },
      }
    },

    /** Sends again: what may not go any more is found out when its turn comes. */
    async retry(what: Parsed<'messages:retry'>): Promise<Output<'messages:retry'>> {
      const queued = await change({ kind: 'retry', what })
      if (queued === 0) throw new AppError('conflict', 'cannot_retry')
      for (const channel of CHANNELS_OUT) wake(channel)
      return { queued }
    },

    /** Calls back what was not handed over. */
    async cancel(what: Parsed<'messages:cancel'>): Promise<Output<'messages:cancel'>> {
      const cancelled = await change({ kind: 'cancel', what })
      if (cancelled === 0) throw new AppError('conflict', 'cannot_cancel')
      return { cancelled }
    },

    /** A person's word on unconfirmed messages. */
    async settle({ what, as }: Parsed<'messages:settle'>): Promise<Output<'messages:settle'>> {
      const settled = await change({ kind: as === 'sent' ? 'settle' : 'leave', what })
      if (settled === 0) throw new AppError('conflict', 'cannot_settle')
      return { settled }
    },

    /** A person's word on messages that are held and asked about. */
    async answerHeld({ reason, answer }: Parsed<'messages:answer-held'>): Promise<Output<'messages:answer-held'>> {
      const messages = await change({ kind: 'answer', reason, answer })
      for (const channel of CHANNELS_OUT) wake(channel)
      return { messages }
    },
  }
}

/** Two lists that are each newest first, as one; each list keeps its own place for the next page. */
function mergeNewest(sms: readonly LogLine[], email: readonly LogLine[], from: Cursor, limit: number): Output<'messages:page'> {
  const rows: Row[] = []
  const place = { sms: from.sms, email: from.email }
  let i = 0
  let j = 0
  while (rows.length < limit) {
    const a = sms[i]
    const b = email[j]
    if (!a && !b) break
    const channel: MessageChannel = a && (!b || a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.id >= b.id)) ? 'sms' : 'email'
    const line = (channel === 'sms' ? a : b) as LogLine
    if (channel === 'sms') i++
    else j++
    rows.push({ channel, ...line })
    place[channel] = { at: line.createdAt, id: line.id } satisfies LogKey
  }
  const left = { sms: sms.length > i, email: email.length > j }
  const next: Cursor = { sms: left.sms ? place.sms : 'end', email: left.email ? place.email : 'end' }
  return { rows, next: left.sms || left.email ? next : null }
}
