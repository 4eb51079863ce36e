import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { useAct, useAnswer } from '../../../lib/bridge/use-bridge.ts'
import { toastDone } from '../../../lib/toast.tsx'
import { SendingForm } from './sending-form.tsx'

export function SendingSection() {
  const { t } = useTranslation()
  const sending = useAnswer('sending:get', {})
  const save = useAct('sending:save')
  if (sending.error) return <FailureAlert error={sending.error} onRetry={() => void sending.refetch()} />
  if (!sending.data) return <Loading />
  return (
    <>
      <Text>{t('settings.sending.intro')}</Text>
      <SendingForm
        sending={sending.data}
        saving={save.isPending}
        error={save.error}
        onSave={(values, done) =>
          save.mutate(values, {
            onSuccess: () => {
              done()
              toastDone(t('settings.saved'), t('shell.act.close'))
            },
          })
        }
      />
    </>
  )
}
