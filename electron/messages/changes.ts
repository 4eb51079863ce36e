/** What a person does with messages that are in the log, all of it in one transaction. Runs in the worker when a filter may find thousands. */
import type { Tx } from '../../db/client.ts'
import { endAlerts } from '../../db/queries/alerts.ts'
import { latestKnown } from '../../db/queries/boots.ts'
import { answerHeld, cancel, leaveAsTheyAre, requeue, settleAsSent, type Target } from '../../db/queries/log.ts'
import { asking } from '../../db/queries/overview.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import type { Selection } from '../../shared/model/messages/log.ts'
import { CHANNELS_OUT, type MessageChannel } from '../../shared/model/messages/message.ts'
import { sendingSettings } from '../settings/sending.ts'

export type MessageChange =
  | { readonly kind: 'retry' | 'cancel' | 'settle' | 'leave'; readonly what: Selection }
  | { readonly kind: 'answer'; readonly reason: 'stale_data' | 'restored'; readonly answer: 'send' | 'cancel' }

const DAY_MS = 86_400_000
/** What tells a person of the question. */
const ALERT_OF = { stale_data: 'stale_held', restored: 'restored' } as const

/** Answers how many messages were changed; those in no state for it are left. */
export function applyChange(tx: Tx, change: MessageChange, now: number): number {
  // a clock that was set back will be put right, and must not make them too old by that
  const expiresAt = Math.max(now, latestKnown(tx)) + sendingSettings(tx).expireDays * DAY_MS
  const one = (channel: MessageChannel): number => {
    if (change.kind === 'answer') return answerHeld(tx, channel, change.reason, change.answer, now)
    const target = targetOf(change.what, channel, now)
    if (target === null) return 0
    switch (change.kind) {
      case 'retry':
        return requeue(tx, channel, target, expiresAt, now)
      case 'cancel':
        return cancel(tx, channel, target, now)
      case 'settle':
        return settleAsSent(tx, channel, target, now)
      case 'leave':
        return leaveAsTheyAre(tx, channel, target, now)
    }
  }
  const done = CHANNELS_OUT.reduce((sum, channel) => sum + one(channel), 0)
  if (change.kind === 'answer') endAlerts(tx, ALERT_OF[change.reason], now)
  if (change.kind === 'cancel') endAnswered(tx, now)
  recordAudit(tx, now, `messages.${change.kind}`, { done })
  return done
}

/** What was held and asked about may have been cancelled instead: where none is left the question is over. */
function endAnswered(tx: Tx, now: number) {
  const { staleData, restored } = asking(tx)
  if (staleData === 0) endAlerts(tx, ALERT_OF.stale_data, now)
  if (restored === 0) endAlerts(tx, ALERT_OF.restored, now)
}

/** The selection as far as it is about this channel; null: nothing of it. */
function targetOf(what: Selection, channel: MessageChannel, now: number): Target | null {
  if ('filter' in what) {
    if (what.filter.channel && what.filter.channel !== channel) return null
    return { filter: what.filter, between: what.asOf === undefined ? null : [what.asOf, now] }
  }
  const ids = what.messages.filter((m) => m.channel === channel).map((m) => m.id)
  return ids.length > 0 ? { ids } : null
}
