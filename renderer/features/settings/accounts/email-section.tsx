import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../../lib/bridge/use-bridge.ts'
import { AccountFrame } from './account-frame.tsx'
import { EmailForm } from './email-form.tsx'
import { TestMessage } from './test-message.tsx'

export function EmailSection() {
  const { t } = useTranslation()
  const save = useAct('accounts:save-email')
  const test = useAct('accounts:test-email')
  const [dirty, setDirty] = useState(false)
  return (
    <AccountFrame intro={t('settings.email.intro')}>
      {({ accounts: { email }, practice, disabled, saved }) => (
        <>
          <EmailForm
            account={email}
            disabled={disabled}
            saving={save.isPending}
            error={save.error}
            onDirty={setDirty}
            onSave={(account, done) => save.mutate(account, saved(done))}
          />
          {!practice && (
            <TestMessage
              channel="email"
              ready={email !== null && !dirty}
              busy={test.isPending}
              answer={test.data}
              error={test.error}
              onTest={(address) => test.mutate({ email: address })}
            />
          )}
        </>
      )}
    </AccountFrame>
  )
}
