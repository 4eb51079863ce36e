import { Button, PasswordInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import type { SecretInput } from '../accounts/secret-field.tsx'

type Props = { readonly user: SecretInput; readonly password: SecretInput /** When both were set; null: they are not. */; readonly setAt: number | null }

/** The phone's user name and password, which are kept as one secret. */
export function PhoneSecretFields({ user, password, setAt }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [replacing, setReplacing] = useState(false)
  if (setAt !== null && !replacing && user.value === '' && password.value === '') {
    return (
      <div className="secret">
        <Text size="sm" fw={600}>
          {t('gateway.both')}
        </Text>
        <div className="secret-line">
          <Text size="sm">{t('settings.account.setOn', { day: format.day(setAt) })}</Text>
          <Button size="xs" variant="default" onClick={() => setReplacing(true)}>
            {t('settings.account.replace')}
          </Button>
        </div>
      </div>
    )
  }
  const keep = () => {
    user.onChange('')
    password.onChange('')
    setReplacing(false)
  }
  return (
    <div className="secret">
      <div className="settings-pair">
        <TextInput {...user} label={t('gateway.user')} autoComplete="off" maxLength={100} />
        <PasswordInput
          {...password}
          label={t('gateway.password')}
          autoComplete="off"
          maxLength={200}
          visibilityToggleButtonProps={{ style: { display: 'none' } }}
        />
      </div>
      {setAt !== null && (
        <Button size="xs" variant="subtle" w="fit-content" onClick={keep}>
          {t('settings.account.keep')}
        </Button>
      )}
    </div>
  )
}
