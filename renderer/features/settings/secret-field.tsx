import { Button, PasswordInput, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../lib/use-format.ts'

type Props = {
  readonly label: string
  readonly help: string
  /** When the one on file was set; null: none is. */
  readonly setAt: number | null
  /** Of the form: id, value, error, onChange. */
  readonly field: { readonly id: string; readonly value: string; readonly error?: React.ReactNode; readonly onChange: (value: string) => void }
}

/** A key or password that can be set and replaced, never read. */
export function SecretField({ label, help, setAt, field }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [replacing, setReplacing] = useState(false)
  const keep = () => {
    field.onChange('')
    setReplacing(false)
  }
  if (setAt !== null && !replacing && field.value === '') {
    return (
      <div className="secret">
        <Text size="sm" fw={600}>
          {label}
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
  return (
    <div className="secret">
      <PasswordInput
        id={field.id}
        label={label}
        description={help}
        value={field.value}
        error={field.error}
        onChange={(event) => field.onChange(event.currentTarget.value)}
        autoComplete="off"
        maxLength={200}
        visibilityToggleButtonProps={{ style: { display: 'none' } }}
      />
      {setAt !== null && (
        <Button size="xs" variant="subtle" w="fit-content" onClick={keep}>
          {t('settings.account.keep')}
        </Button>
      )}
    </div>
  )
}
