/** The message log, both channels in one list, and what a person can do with a message. */
import {
  attemptsOf,
  canSendAgain,
  childrenOf,
  type LogFilter,
  type LogKey,
  type LogLine,
  logCounts,
  logDetail,
  logLines,
  requeue,
  settleAsSent,
} from '../../db/queries/log.ts'
import { openChannel } from '../../db/queries/outbox.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { CHANNELS_OUT, type MessageChannel } from '../../shared/model/message.ts'
import { quietUntil } from '../../shared/model/quiet-hours.ts'
import { findTemplate } from '../templates/library.ts'
import type { Context } from './context.ts'
import { schoolQuietHours } from './sending-settings.ts'

type Row = Output<'messages:page'>['rows'][number]
type Cursor = NonNullable<Parsed<'messages:page'>['cursor']>

export function createMessageService({ db, clock, emit }: Context, wake: (channel: MessageChannel) => void) {
  const currency = () => theSchool(db)?.currency ?? 'KES'
  const changed = () => emit('console:changed', { topics: ['messages', 'status'] })
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
      let costMicros = 0
      for (const channel of CHANNELS_OUT) {
        if (filter.channel && filter.channel !== channel) continue
        for (const line of logCounts(db, channel, filter as LogFilter)) {
          byState[line.state] = (byState[line.state] ?? 0) + line.n
          if (filter.states && !filter.states.includes(line.state)) continue
          total += line.n
          costMicros += line.costMicros
        }
      }
      return { total, byState, costMicros, currency: currency() }
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
        currency: detail.currency ?? currency(),
        campaign: campaignId === null || templateKey === null ? null : { id: campaignId, templateKey, name: template?.name ?? '' },
        students: childrenOf(db, guardianId),
        attempts: attemptsOf(db, channel, id),
        can: { retry: canSendAgain(detail.state), settle: detail.state === 'unconfirmed' },
      }
    },

    async retry({ messages }: Parsed<'messages:retry'>): Promise<Output<'messages:retry'>> {
      const now = clock.now()
      const school = theSchool(db)
      const notBefore = (school && quietUntil(now, schoolQuietHours(db), school.zone)) ?? now
      const queued = await db.write((tx) => {
        const done = messages.filter(({ channel, id }) => requeue(tx, channel, id, notBefore, now))
        recordAudit(tx, now, 'messages.retried', { asked: messages.length, queued: done.length })
        return done.length
      })
      if (queued === 0) throw new AppError('conflict', 'cannot_retry')
      changed()
      for (const channel of CHANNELS_OUT) wake(channel)
      return { queued }
    },

    /** A person says that an unconfirmed message went out. */
    async settle({ channel, id }: Parsed<'messages:settle'>) {
      const now = clock.now()
      await db.write((tx) => {
        if (!settleAsSent(tx, channel, id, now)) throw new AppError('conflict', 'cannot_settle')
        recordAudit(tx, now, 'message.settled', { channel, id })
      })
      changed()
      return {}
    },

    /** Tries a paused channel again, because a person says so. */
    async resume({ channel }: Parsed<'channels:resume'>) {
      const now = clock.now()
      await db.write((tx) => {
        openChannel(tx, channel, now)
        recordAudit(tx, now, 'channel.resumed', { channel })
      })
      emit('console:changed', { topics: ['status'] })
      wake(channel)
      return {}
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
