/** The SMS account as its forms hand it round. */
import type { Input, Output } from '../../../../shared/ipc/contract.ts'

export type SmsAccount = Input<'accounts:save-sms'>
export type SmsProviderName = SmsAccount['provider']
export const SMS_PROVIDERS = ['africas_talking', 'twilio', 'custom'] as const satisfies readonly SmsProviderName[]
type OnFile = NonNullable<Output<'accounts:get'>['sms']>['account']

/** What every provider's form is given. */
export type SmsFormProps<P extends SmsProviderName> = {
  /** Null: this provider's account is not the one on file. */
  readonly account: Extract<OnFile, { provider: P }> | null
  /** When the secret of this account was set, or null. */
  readonly setAt: number | null
  readonly disabled: boolean
  readonly saving: boolean
  readonly error: unknown
  readonly onDirty: (dirty: boolean) => void
  /** `done` tells the form that what it holds is on file. */
  readonly onSave: (account: Extract<SmsAccount, { provider: P }>, done: () => void) => void
}
