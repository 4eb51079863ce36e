/** What is left on the SMS account: asked of the provider, written down, and enough or not for a channel that waits for credit. */
import type { Reader } from '../../db/client.ts'
import { channelRow, openChannel, saveBalance } from '../../db/queries/channels.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { AppError } from '../../shared/errors.ts'
import type { BalanceCheck } from '../../shared/model/standing/standing.ts'
import type { BalanceAnswer, SmsProvider } from '../providers/provider.ts'
import { sendingSettings } from '../settings/sending.ts'
import type { AccountContext } from './on-file.ts'

export type BalanceParts = {
  /** The SMS provider as it is now; null while there is none. */
  readonly provider: () => SmsProvider | null
  /** A message may go again. */
  readonly wake: () => void
}
export type Balance = {
  /** Because a person wants to know: what the provider last said, and why it could not be asked now. Throws AppError not_configured. */
  check(): Promise<BalanceCheck>
  /** As often as the console itself wants to know. Silent where the provider cannot be asked. */
  refresh(signal?: AbortSignal): Promise<void>
}

/** Credit for fewer parts than these is as good as none: the channel would open for a message or two and pause again. */
const PARTS_WORTH_OPENING = 10

export function createBalance({ db, clock, emit }: Pick<AccountContext, 'db' | 'clock' | 'emit'>, { provider, wake }: BalanceParts): Balance {
  /** Asks what is left and writes it down; opens a channel that waits for credit where there is some. Null: the account cannot be asked. */
  async function ask(signal?: AbortSignal): Promise<BalanceAnswer | null> {
    const asked = provider()
    const answer = (await asked?.balance?.(signal)) ?? null
    // what is left on an account that was replaced meanwhile says nothing of the new one
    if (!answer?.ok || signal?.aborted || provider() !== asked) return answer
    const now = clock.now()
    const isOpened = await db.write((tx) => {
      saveBalance(tx, 'sms', answer.micros, answer.currency, now)
      return channelRow(tx, 'sms').pause === 'no_credit' && isWorthOpening(tx, answer) && openChannel(tx, 'sms', now)
    })
    emit('console:changed', { topics: ['status'] })
    if (isOpened) wake()
    return answer
  }

  return {
    async check() {
      if (!provider()) throw new AppError('not_configured', 'account_missing_sms')
      const answer = await ask()
      const { balanceMicros: micros, balanceCurrency: currency, balanceAt: at } = channelRow(db, 'sms')
      return {
        balance: micros === null || currency === null || at === null ? null : { micros, currency, at },
        detail: answer?.ok === false ? answer.detail : '',
      }
    },
    async refresh(signal) {
      await ask(signal)
    },
  }
}

/** Prices are set in the school's currency. Of another one it is only known whether something is left. */
function isWorthOpening(db: Pick<Reader, 'get'>, { micros, currency }: Extract<BalanceAnswer, { ok: true }>): boolean {
  const isOurs = currency === (theSchool(db)?.currency ?? currency)
  return isOurs ? micros >= PARTS_WORTH_OPENING * sendingSettings(db).pricePerPartMicros : micros > 0
}
