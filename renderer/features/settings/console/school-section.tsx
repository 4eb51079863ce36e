import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { SchoolForm } from '../../../components/form/school-form.tsx'
import { useAct, useAnswer, useStatus } from '../../../lib/bridge/use-bridge.ts'
import { termAt } from '../../../lib/format/term.ts'
import { toastDone } from '../../../lib/toast.tsx'

export function SchoolSection() {
  const { t } = useTranslation()
  const school = useAnswer('school:get', {})
  const save = useAct('school:save')
  const { now, zone } = useStatus()
  if (school.error) return <FailureAlert error={school.error} onRetry={() => void school.refetch()} />
  if (school.data === undefined) return <Loading />
  return (
    <>
      <Text>{t('settings.school.intro')}</Text>
      <SchoolForm
        school={school.data}
        today={termAt(now, zone)}
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
