import { NumberInput, Select, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { fieldProps } from '../../../lib/form-fields.ts'

const SECURITY = ['tls', 'starttls', 'none'] as const
type Server = { host: string; port: number | string; security: (typeof SECURITY)[number] }

type Props<V extends Server & Record<string, unknown>> = { readonly form: UseFormReturnType<V>; readonly disabled: boolean }

/** Where a mail server answers, and how safely. */
export function ServerFields<V extends Server & Record<string, unknown>>({ form, disabled }: Props<V>) {
  const { t } = useTranslation()
  return (
    <>
      <div className="settings-pair">
        <TextInput {...fieldProps(form, 'host')} label={t('settings.email.host')} maxLength={200} />
        <NumberInput {...fieldProps(form, 'port')} label={t('settings.email.port')} allowDecimal={false} hideControls />
      </div>
      <Select
        {...fieldProps(form, 'security')}
        label={t('settings.email.security')}
        description={form.values.security === 'none' ? t('settings.email.noneHelp') : undefined}
        data={SECURITY.map((value) => ({ value, label: t(`settings.email.${value}`) }))}
        allowDeselect={false}
        disabled={disabled}
      />
    </>
  )
}
