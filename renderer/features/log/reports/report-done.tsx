import { Button, Group, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../../shared/ipc/contract.ts'
import { PageLink } from '../../../components/layout/page-link.tsx'
import { StepHeading } from '../../../components/layout/step-heading.tsx'
import { useFormat } from '../../../lib/format/use-format.ts'
import styles from '../log.module.css'

type Props = { readonly done: Output<'reports:apply'>; readonly onClose: () => void }

/** What the report changed. */
export function ReportDone({ done, onClose }: Props) {
  const { t } = useTranslation()
  const { count } = useFormat()
  const lines = [
    [t('reports.doneDelivered'), done.delivered],
    [t('reports.doneFailed'), done.failed],
    [t('reports.doneConfirmed'), done.confirmed],
    [t('reports.doneSame'), done.same],
  ] as const
  return (
    <Stack gap="md">
      <StepHeading>{t('reports.doneTitle')}</StepHeading>
      <dl className={styles.facts}>
        {lines.map(([name, n]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd className="figures">{count(n)}</dd>
          </div>
        ))}
      </dl>
      <Group gap="sm">
        <Button onClick={onClose}>{t('shell.act.close')}</Button>
        {done.failed > 0 && (
          <PageLink to="/log" search={{ state: ['failed'] }} onClick={onClose} underline="always">
            {t('reports.failedLink')}
          </PageLink>
        )}
      </Group>
    </Stack>
  )
}
