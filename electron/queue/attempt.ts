import type { JournalAttempt } from '../../db/queries/journal.ts'
import type { MessageChannel, PauseReason } from '../../shared/model/messages/message.ts'

/** One attempt of one message, from its claim to its end. */
export type Attempt = {
  readonly id: number
  /** The attempt: its row, and which of the message's attempts it is. */
  readonly attemptId: number
  readonly n: number
  /** Attempts that counted before it. */
  readonly attempts: number
  /** When the message was written (ms UTC). */
  readonly madeAt: number
  readonly provider: string
  readonly account: string
  /** What it is reckoned at, in millionths of the school's currency; an email costs nothing. */
  readonly estimateMicros: number
  /** The pause that this message tries, whose time has come; null: the channel was open. */
  readonly tries: PauseReason | null
  /** A test message: a person waits for what becomes of this attempt, and there is no other. */
  readonly test: boolean
}

/** What the sent-journal holds of it: that it began, or how it ended. `at`: ms UTC. */
export function journalLine(
  channel: MessageChannel,
  { id, n, madeAt, provider, account }: Attempt,
  bootId: number,
  end: Pick<JournalAttempt, 'outcome' | 'providerId' | 'spentMicros' | 'costMicros' | 'costCurrency' | 'at'>,
): JournalAttempt {
  return { channel, id, n, madeAt, provider, account, bootId, ...end }
}
