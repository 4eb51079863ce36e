import { Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../components/failure-alert.tsx'
import { Loading } from '../../components/loading.tsx'
import { Failure } from '../../lib/api.ts'
import { toastDone } from '../../lib/toast.tsx'
import { useAct, useAnswer, useStatus } from '../../lib/use-bridge.ts'
import { PracticeNote } from './practice-note.tsx'
import { SmsForm } from './sms-form.tsx'
import { TestMessage } from './test-message.tsx'

export function SmsSection() {
  const { t } = useTranslation()
  const practice = useStatus().mode === 'practice'
  const accounts = useAnswer('accounts:get', {})
  const save = useAct('accounts:save-sms')
  const test = useAct('accounts:test-sms')
  const [dirty, setDirty] = useState(false)
  if (accounts.error) return <FailureAlert error={accounts.error} onRetry={() => void accounts.refetch()} />
  if (!accounts.data) return <Loading />
  const { keyStore, sms } = accounts.data
  const unsafe = keyStore === 'unsafe'
  return (
    <>
      <Text>{t('settings.sms.intro')}</Text>
      {practice && <PracticeNote />}
      {unsafe && !practice && <FailureAlert error={new Failure({ code: 'not_configured', key: 'key_store_unsafe' })} />}
      <SmsForm
        account={sms}
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
          channel="sms"
          ready={sms !== null && !dirty}
          busy={test.isPending}
          answer={test.data}
          error={test.error}
          onTest={(phone) => test.mutate({ phone })}
        />
      )}
    </>
  )
}
