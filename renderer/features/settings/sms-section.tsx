import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../lib/use-bridge.ts'
import { AccountFrame } from './account-frame.tsx'
import { SmsForm } from './sms-form.tsx'
import { TestMessage } from './test-message.tsx'

export function SmsSection() {
  const { t } = useTranslation()
  const save = useAct('accounts:save-sms')
  const test = useAct('accounts:test-sms')
  const [dirty, setDirty] = useState(false)
  return (
    <AccountFrame intro={t('settings.sms.intro')}>
      {({ accounts: { sms }, practice, disabled, saved }) => (
        <>
          <SmsForm
            account={sms}
            disabled={disabled}
            saving={save.isPending}
            error={save.error}
            onDirty={setDirty}
            onSave={(account, done) => save.mutate(account, saved(done))}
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
      )}
    </AccountFrame>
  )
}
