import { Button, Group, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import { z } from '../../../../shared/zod.ts'
import { SettingsForm } from '../../../components/form/settings-form.tsx'
import { fieldProps, problemsBy } from '../../../lib/form-fields.ts'
import { SecretField } from './secret-field.tsx'
import { ServerFields } from './server-fields.tsx'

type Account = Input<'accounts:save-email'>
type Values = { host: string; port: number | string; security: Account['security']; user: string; password: string; fromName: string; fromAddress: string }

const PRESETS = {
  gmail: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
  microsoft: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
} as const

const text = (max: number) => z.string().trim().max(max, 'tooLong')
const account = z.object({
  host: text(200).min(1, 'needed'),
  port: z.number('port').int('port').min(1, 'port').max(65_535, 'port'),
  user: text(200),
  fromName: text(80),
  fromAddress: z.email('address').max(200, 'tooLong'),
})

type Props = {
  readonly account: Output<'accounts:get'>['email']
  readonly disabled: boolean
  readonly saving: boolean
  readonly error: unknown
  readonly onDirty: (dirty: boolean) => void
  readonly onSave: (account: Account, done: () => void) => void
}

function valuesOf(onFile: Props['account']): Values {
  if (!onFile) return { host: '', port: 465, security: 'tls', user: '', password: '', fromName: '', fromAddress: '' }
  const { passwordSetAt: _, ...values } = onFile
  return { ...values, password: '' }
}

export function EmailForm({ account: onFile, disabled, saving, error, onDirty, onSave }: Props) {
  const { t } = useTranslation()
  const form = useForm<Values>({
    initialValues: valuesOf(onFile),
    validate: problemsBy(account, (field, message) =>
      message === 'needed' || message === 'tooLong'
        ? t(`settings.problem.${message}`, { label: t(`settings.email.${field as 'host'}`) })
        : t(`settings.problem.${message as 'port'}`),
    ),
  })
  const dirty = form.isDirty()
  useEffect(() => onDirty(dirty), [dirty, onDirty])
  const save = ({ password, ...values }: Values) =>
    onSave({ ...values, port: Number(values.port), ...(password !== '' && { password }) }, () => {
      form.setValues({ ...values, password: '' })
      form.resetDirty({ ...values, password: '' })
    })
  return (
    <SettingsForm form={form} onSave={save} saving={saving} error={error} disabled={disabled}>
      <Group gap="sm">
        <Text size="sm">{t('settings.email.presets')}</Text>
        {(['gmail', 'microsoft'] as const).map((name) => (
          <Button key={name} size="xs" variant="default" onClick={() => form.setValues(PRESETS[name])}>
            {t(`settings.email.${name}`)}
          </Button>
        ))}
      </Group>
      <ServerFields form={form} disabled={disabled} />
      <TextInput {...fieldProps(form, 'user')} label={t('settings.email.user')} description={t('settings.email.userHelp')} maxLength={200} />
      <SecretField
        label={t('settings.email.password')}
        help={t('settings.email.passwordHelp')}
        setAt={onFile?.passwordSetAt ?? null}
        field={fieldProps(form, 'password')}
      />
      <Group grow align="start">
        <TextInput {...fieldProps(form, 'fromName')} label={t('settings.optional', { label: t('settings.email.fromName') })} maxLength={80} />
        <TextInput {...fieldProps(form, 'fromAddress')} label={t('settings.email.fromAddress')} type="email" maxLength={200} />
      </Group>
    </SettingsForm>
  )
}
