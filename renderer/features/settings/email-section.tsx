import { Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../components/failure-alert.tsx'
import { Loading } from '../../components/loading.tsx'
import { Failure } from '../../lib/api.ts'
import { toastDone } from '../../lib/toast.tsx'
import { useAct, useAnswer, useStatus } from '../../lib/use-bridge.ts'
import { EmailForm } from './email-form.tsx'
import { PracticeNote } from './practice-note.tsx'
import { TestMessage } from './test-message.tsx'

export function EmailSection() {
  const { t } = useTranslation()
  const practice = useStatus().mode === 'practice'
  const accounts = useAnswer('accounts:get', {})
  const save = useAct('accounts:save-email')
  const test = useAct('accounts:test-email')
  const [dirty, setDirty] = useState(false)
  if (accounts.error) return <FailureAlert error={accounts.error} onRetry={() => void accounts.refetch()} />
  if (!accounts.data) return <Loading />
  const { keyStore, email } = accounts.data
  const unsafe = keyStore === 'unsafe'
  return (
    <>
      <Text>{t('settings.email.intro')}</Text>
      {practice && <PracticeNote />}
      {unsafe && !practice && <FailureAlert error={new Failure({ code: 'not_configured', key: 'key_store_unsafe' })} />}
      <EmailForm
        account={email}
        disabled={practice || unsafe}
        saving={save.isPending}
        error={save.error}
        onDirty={setDirty}
        onSave={(account, done) =>
          save.mutate(account, {
            onSuccess: () => {
              done()
              toastDone(t('settings.saved'), t('shell.act.close'))
            },
          })
        }
      />
      {!practice && (
        <TestMessage
          channel="email"
          ready={email !== null && !dirty}
          busy={test.isPending}
          answer={test.data}
          error={test.error}
          onTest={(address) => test.mutate({ email: address })}
        />
      )}
    </>
  )
}
