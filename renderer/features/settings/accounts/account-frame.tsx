import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../../shared/ipc/contract.ts'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { Failure } from '../../../lib/bridge/api.ts'
import { useAnswer, useStatus } from '../../../lib/bridge/use-bridge.ts'
import { toastDone } from '../../../lib/toast.tsx'
import { PracticeNote } from '../practice-note.tsx'

export type Inside = {
  readonly accounts: Output<'accounts:get'>
  readonly practice: boolean
  /** In practice, or where no key can be kept safely. */
  readonly disabled: boolean
  /** Says that it was saved, and lets the form know. */
  readonly saved: (done: () => void) => { readonly onSuccess: () => void }
}

/** What stands around the form of either account: what it is for, and why it may be closed. */
export function AccountFrame({ intro, children }: { readonly intro: string; readonly children: (inside: Inside) => ReactNode }) {
  const { t } = useTranslation()
  const practice = useStatus().mode === 'practice'
  const { data: accounts, error, refetch } = useAnswer('accounts:get', {})
  if (error) return <FailureAlert error={error} onRetry={() => void refetch()} />
  if (!accounts) return <Loading />
  const unsafe = accounts.keyStore === 'unsafe'
  const saved: Inside['saved'] = (done) => ({
    onSuccess: () => {
      done()
      toastDone(t('settings.saved'), t('shell.act.close'))
    },
  })
  return (
    <>
      <Text>{intro}</Text>
      {practice && <PracticeNote />}
      {unsafe && !practice && <FailureAlert error={new Failure({ code: 'not_configured', key: 'key_store_unsafe' })} />}
      {children({ accounts, practice, disabled: practice || unsafe, saved })}
    </>
  )
}
