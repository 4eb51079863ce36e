import { Button, Group, Stack, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useHotkeys } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { summaryOf } from '../../lib/form-fields.ts'
import { FailureAlert } from '../feedback/failure-alert.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { UnsavedGuard } from './unsaved-guard.tsx'

type Props<V extends Record<string, unknown>> = {
  readonly form: UseFormReturnType<V>
  readonly onSave: (values: V) => void
  readonly saving: boolean
  /** Why the last save was refused, or null. */
  readonly error: unknown
  readonly disabled?: boolean
  readonly saveLabel?: string
  readonly children: ReactNode
}

/** A form that is saved as a whole: problems on top, Save and Ctrl+S, a question before typed changes are left behind. */
export function SettingsForm<V extends Record<string, unknown>>({ form, onSave, saving, error, disabled = false, saveLabel, children }: Props<V>) {
  const { t } = useTranslation()
  const [attempt, setAttempt] = useState(0)
  const dirty = form.isDirty()
  const submit = form.onSubmit(onSave, () => setAttempt((n) => n + 1))
  // A page may hold two forms: Ctrl+S saves what was changed.
  useHotkeys([['mod+S', () => !disabled && dirty && submit()]], [])
  return (
    <form onSubmit={submit} noValidate>
      <UnsavedGuard dirty={dirty && !saving} />
      <ErrorSummary problems={summaryOf(form)} attempt={attempt} />
      <fieldset className="bare" disabled={disabled}>
        <Stack gap="md">
          {children}
          {error !== null && <FailureAlert error={error} />}
          <Group gap="md">
            <Button type="submit" loading={saving}>
              {saveLabel ?? t('shell.act.save')}
            </Button>
            {dirty && (
              <>
                <Button variant="default" onClick={form.reset}>
                  {t('shell.act.discard')}
                </Button>
                <Text size="sm" c="orange">
                  {t('shell.form.notSaved')}
                </Text>
              </>
            )}
          </Group>
        </Stack>
      </fieldset>
    </form>
  )
}
