import { Alert, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../../lib/bridge/use-bridge.ts'
import { GatewayForm } from '../gateway/gateway-form.tsx'
import { AccountFrame, type Inside } from './account-frame.tsx'
import { AfricasTalkingForm } from './africas-talking-form.tsx'
import { BalanceCard } from './balance-card.tsx'
import { SMS_PROVIDERS, type SmsAccount, type SmsProviderName } from './sms-account.ts'
import { TestMessage } from './test-message.tsx'
import { TwilioForm } from './twilio-form.tsx'

export function SmsSection() {
  const { t } = useTranslation()
  return <AccountFrame intro={t('settings.sms.intro')}>{(inside) => <SmsParts {...inside} />}</AccountFrame>
}

/** The choice of a provider, its form, what is left there, and a test. */
function SmsParts({ accounts: { sms }, practice, disabled, saved }: Inside) {
  const { t } = useTranslation()
  const save = useAct('accounts:save-sms')
  const test = useAct('accounts:test-sms')
  const [dirty, setDirty] = useState(false)
  const [chosen, setChosen] = useState<SmsProviderName>(sms?.account.provider ?? 'africas_talking')
  const shownIsOnFile = sms?.account.provider === chosen
  const ready = shownIsOnFile && !dirty
  const choose = (provider: string) => {
    const known = SMS_PROVIDERS.find((name) => name === provider)
    if (known) setChosen(known)
    save.reset()
    test.reset()
  }
  const form = {
    setAt: shownIsOnFile ? sms.keySetAt : null,
    disabled,
    saving: save.isPending,
    error: save.error,
    onDirty: setDirty,
    onSave: (account: SmsAccount, done: () => void) => {
      test.reset()
      save.mutate(account, saved(done))
    },
  }
  const account = sms?.account
  return (
    <>
      <Radio.Group label={t('settings.sms.provider')} value={chosen} onChange={choose}>
        <Stack gap="sm" mt="xs">
          {SMS_PROVIDERS.map((name) => (
            <Radio key={name} value={name} label={t(`settings.sms.with.${name}`)} description={t(`settings.sms.with.${name}Help`)} disabled={disabled} />
          ))}
        </Stack>
      </Radio.Group>
      {account && !shownIsOnFile && (
        <Alert role="status" color="blue" title={t('settings.sms.switchTitle', { from: t(`settings.sms.with.${account.provider}`) })}>
          {t('settings.sms.switch')}
        </Alert>
      )}
      {chosen === 'africas_talking' && <AfricasTalkingForm {...form} account={account?.provider === chosen ? account : null} />}
      {chosen === 'twilio' && <TwilioForm {...form} account={account?.provider === chosen ? account : null} />}
      {chosen === 'custom' && <GatewayForm {...form} account={account?.provider === chosen ? account : null} />}
      {!practice && (
        <>
          <BalanceCard key={chosen} ready={ready} canAsk={chosen !== 'custom'} />
          <TestMessage channel="sms" ready={ready} busy={test.isPending} answer={test.data} error={test.error} onTest={(phone) => test.mutate({ phone })} />
        </>
      )}
    </>
  )
}
