import { Alert, Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { useAct, useStatus } from '../../../lib/bridge/use-bridge.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { SupportDetails } from '../console/support-details.tsx'
import { SettingsCard } from '../settings-card.tsx'

type Props = {
  /** Whether the account on file is the one that is shown. */ readonly ready: boolean /** Whether this provider can be asked. */
  readonly canAsk: boolean
}

/** What is left at the SMS provider, and when it said so. */
export function BalanceCard({ ready, canAsk }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { balance } = useStatus().channels.sms
  const check = useAct('accounts:check-balance')
  if (!canAsk) return <SettingsCard title={t('settings.balance.title')} help={t('settings.balance.untold')} />
  const silent = check.data !== undefined && !check.isPending && (check.data.balance === null || check.data.detail !== '')
  return (
    <SettingsCard title={t('settings.balance.title')} help={t('settings.balance.help')}>
      <div className="secret-line">
        {balance && ready ? (
          <Text>
            <strong className="figures">{format.micros(balance.micros, balance.currency)}</strong>{' '}
            {t('settings.balance.at', { when: format.dayTime(balance.at) })}
          </Text>
        ) : (
          <Text>{t('settings.balance.notAsked')}</Text>
        )}
        <Button size="xs" variant="default" disabled={!ready} loading={check.isPending} onClick={() => check.mutate({})}>
          {t('settings.balance.check')}
        </Button>
      </div>
      {check.error && <FailureAlert error={check.error} />}
      {silent && (
        <Alert role="status" color="orange" title={t('settings.balance.noAnswer')}>
          <p className="flat">{t('settings.balance.noAnswerMeans')}</p>
          <SupportDetails text={check.data?.detail ?? ''} />
        </Alert>
      )}
    </SettingsCard>
  )
}
