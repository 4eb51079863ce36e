import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import type { Preview } from '../draft.ts'

type Props = { readonly behind: NonNullable<Preview['clockBehind']> }

/** The computer's clock shows an earlier day than the one on which the console was used last. */
export function ClockWarning({ behind }: Props) {
  const { t } = useTranslation()
  const { day } = useFormat()
  return (
    <Alert color="orange" py="xs" title={t('send.check.clock', { now: day(behind.now), known: day(behind.known) })}>
      {t('send.check.clockHint')}
    </Alert>
  )
}
