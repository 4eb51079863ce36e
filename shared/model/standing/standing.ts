/** How things stand at this moment: the channels, and how old the balances are. */
import { z } from '../../zod.ts'
import { PAUSE_REASONS } from '../messages/message.ts'
import { count, instant, micros } from '../values/values.ts'

/** What the provider said was left, and when; null: it was not asked, or cannot be. */
export const accountBalance = z.object({ micros, currency: z.string(), at: instant }).nullable()
/** What the provider answered when it was asked now; `detail` says why there is no balance. */
export const balanceCheck = z.object({ balance: accountBalance, detail: z.string() })
export type BalanceCheck = z.output<typeof balanceCheck>

/** As at when the balances on file are: of the children of whom they are oldest, and of those of whom they are newest. Null: none is known. */
export const balancesAsAt = z.object({ oldest: instant, newest: instant }).nullable()

export const channelStatus = z.object({
  /** Null: open. */
  pause: z.enum(PAUSE_REASONS).nullable(),
  detail: z.string(),
  until: instant.nullable(),
  waiting: count,
  /** In their hold window: they begin by themselves. Those held for a person are in `asking`. */
  holding: count,
  sending: count,
  /** When the next one may go, if it is later than now (quiet hours, a retry). */
  nextAt: instant.nullable(),

  balance: accountBalance,
})
