import { Alert } from '@mantine/core'
import { IconSchool } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Why an account cannot be filled in here and now. */
export function PracticeNote() {
  const { t } = useTranslation()
  return (
    <Alert color="yellow" icon={<IconSchool aria-hidden />} title={t('settings.account.practiceTitle')}>
      {t('settings.account.practice')}
    </Alert>
  )
}
