import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../../components/layout/page-link.tsx'
import { useFormat } from '../../../lib/format/use-format.ts'
import type { Preview } from '../draft.ts'

type Props = { readonly stale: NonNullable<Preview['stale']> }

/** Messages speak of balances, and what is on file of them is old. */
export function StaleWarning({ stale }: Props) {
  const { t } = useTranslation()
  const { day } = useFormat()
  return (
    <Alert color="orange" py="xs" title={t('send.check.stale', { count: stale.messages, date: day(stale.asAt) })}>
      {t('send.check.staleHint')}{' '}
      <PageLink to="/import" underline="always" inherit>
        {t('send.check.staleImport')}
      </PageLink>
    </Alert>
  )
}
