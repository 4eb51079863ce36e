import { Button, PasswordInput, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { fieldProps } from '../../../lib/form-fields.ts'
import { useFormat } from '../../../lib/format/use-format.ts'

type Props = {
  readonly label: string
  readonly help: string
  /** When the one on file was set; null: none is. */
  readonly setAt: number | null
  readonly field: SecretInput
}
/** Everything the input needs of its form. */
export type SecretInput = ReturnType<typeof fieldProps>

/** A key or password that can be set and replaced, never read. */
export function SecretField({ label, help, setAt, field }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  // The one that is being replaced, by its time: once another is on file nothing is being replaced any more.
  const [replaced, setReplaced] = useState<number | null>(null)
  const replacing = replaced !== null && replaced === setAt
  const swapped = useRef(false)
  const swap = (replacedNow: number | null) => {
    swapped.current = true
    setReplaced(replacedNow)
  }
  /** What comes in the place of the button that was pressed has the focus, which would be lost with the button. */
  const takeFocus = (element: HTMLElement | null) => {
    if (element === null || !swapped.current) return
    swapped.current = false
    element.focus()
  }
  const keep = () => {
    field.onChange('')
    swap(null)
  }
  if (setAt !== null && !replacing && field.value === '') {
    return (
      <div className="secret">
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <div className="secret-line">
          <Text size="sm">{t('settings.account.setOn', { day: format.day(setAt) })}</Text>
          <Button ref={takeFocus} size="xs" variant="default" onClick={() => swap(setAt)}>
            {t('settings.account.replace')}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="secret">
      <PasswordInput
        {...field}
        ref={takeFocus}
        label={label}
        description={help}
        autoComplete="off"
        maxLength={400}
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
