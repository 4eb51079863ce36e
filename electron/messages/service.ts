/** The message log, both channels in one list, and what a person can do with a message. */
import { attemptsOf, canSendAgain, childrenOf, logDetail, reportsOf } from '../../db/queries/log.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { CANCELLABLE, CHANNELS_OUT, type MessageChannel } from '../../shared/model/messages/message.ts'
import type { Context, LogReader } from '../platform/context.ts'
import { coalesce } from '../platform/time/coalesce.ts'
import { findTemplate } from '../templates/library.ts'
import { applyChange, type MessageChange } from './changes.ts'
import type { MessageJobs } from './jobs.ts'

type Deps = {
  readonly reader: LogReader<MessageJobs>
  readonly wake: (channel: MessageChannel) => void
  /** Whether something tells of opened mails and pressed links. */
  readonly tracksReading: () => boolean
}

export function createMessageService({ db, worker, clock, emit }: Context<MessageJobs>, { reader, wake, tracksReading }: Deps) {
  const currency = () => theSchool(db)?.currency ?? 'KES'

  /** A few messages are changed at once; as many as a filter finds would hold the process, so the worker does it. */
  async function change(one: MessageChange): Promise<number> {
    const now = clock.now()
    const few = 'what' in one && 'messages' in one.what
    const done = few ? await db.write((tx) => applyChange(tx, one, now)) : await worker.call('messages:change', { change: one, now })
    if (done > 0) emit('console:changed', { topics: ['messages', 'status'] })
    return done
  }

  return {
    page: coalesce((input: Parsed<'messages:page'>) => reader().call('messages:page', input)),
    count: coalesce(async (input: Parsed<'messages:count'>): Promise<Output<'messages:count'>> => {
      const asOf = clock.now()
      return { ...(await reader().call('messages:count', input)), asOf }
    }),

    get({ channel, id }: Parsed<'messages:get'>): Output<'messages:get'> {
      const detail = logDetail(db, channel, id)
      if (!detail) throw new AppError('not_found', 'message_missing')
      const { guardianId, batchId, batchKind, templateKey, ...message } = detail
      const school = theSchool(db)
      const template = templateKey && school ? findTemplate(db, school.id, templateKey) : undefined
      return {
        channel,
        ...message,
        currency: currency(),
        batch: { id: batchId, kind: batchKind, templateKey, name: template?.name ?? '' },
        students: guardianId === null ? [] : childrenOf(db, guardianId),
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
