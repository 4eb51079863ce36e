/** The channels as a person handles them. */
import { openChannel, pauseChannel, tryWithOne } from '../../db/queries/channels.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import type { Parsed } from '../../shared/ipc/contract.ts'
import type { MessageChannel } from '../../shared/model/messages/message.ts'
import type { Context } from '../platform/context.ts'

/** What resuming has to do with: the channel's queue, and its account where that could not be opened until now. */
type Resumed = { wake(channel: MessageChannel): void; openMissing(channel: MessageChannel): Promise<void> }

export function createChannelService({ db, clock, emit }: Context, { wake, openMissing }: Resumed) {
  const changed = () => emit('console:changed', { topics: ['status'] })
  return {
    /** Stops a channel until somebody resumes it. What is on the wire still gets its answer. */
    async pause({ channel }: Parsed<'channels:pause'>) {
      const now = clock.now()
      await db.write((tx) => {
        pauseChannel(tx, channel, 'by_hand', '', null, now)
        recordAudit(tx, now, 'channel.paused', { channel })
      })
      changed()
      return {}
    },

    /** Tries a paused channel again, because a person says so. */
    async resume({ channel }: Parsed<'channels:resume'>) {
      await openMissing(channel)
      const now = clock.now()
      await db.write((tx) => {
        if (!tryWithOne(tx, channel, now)) openChannel(tx, channel, now)
        recordAudit(tx, now, 'channel.resumed', { channel })
      })
      changed()
      wake(channel)
      return {}
    },
  }
}
