import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import { SettingsForm } from '../../components/settings-form.tsx'
import { fieldProps, problemsBy } from '../../lib/form-fields.ts'
import { SecretField } from './secret-field.tsx'

type Values = { username: string; apiKey: string; senderId: string; baseUrl: string }

const LIVE_SERVICE = 'https://api.africastalking.com'
const text = (max: number) => z.string().trim().max(max, 'tooLong')
const account = z.object({
  username: text(60).min(1, 'needed'),
  senderId: text(11),
  baseUrl: z.url({ protocol: /^https?$/, error: 'url' }).max(200, 'tooLong'),
})
const schemaFor = (keyNeeded: boolean) => account.extend({ apiKey: keyNeeded ? text(200).min(1, 'needed') : text(200) })

type Props = {
  readonly account: Output<'accounts:get'>['sms']
  readonly disabled: boolean
  readonly saving: boolean
  readonly error: unknown
  readonly onDirty: (dirty: boolean) => void
  readonly onSave: (account: Input<'accounts:save-sms'>, done: () => void) => void
}

export function SmsForm({ account: onFile, disabled, saving, error, onDirty, onSave }: Props) {
  const { t } = useTranslation()
  const setAt = onFile?.keySetAt ?? null
  const form = useForm<Values>({
    initialValues: { username: onFile?.username ?? '', apiKey: '', senderId: onFile?.senderId ?? '', baseUrl: onFile?.baseUrl ?? LIVE_SERVICE },
    validate: problemsBy(schemaFor(setAt === null), (field, message) =>
      message === 'url' ? t('settings.problem.url') : t(`settings.problem.${message as 'needed'}`, { label: t(`settings.sms.${field as 'username'}`) }),
    ),
  })
  const dirty = form.isDirty()
  useEffect(() => onDirty(dirty), [dirty, onDirty])
  const save = ({ apiKey, ...values }: Values) =>
    onSave({ ...values, ...(apiKey.trim() !== '' && { apiKey }) }, () => {
      form.setValues({ ...values, apiKey: '' })
      form.resetDirty({ ...values, apiKey: '' })
    })
  return (
    <SettingsForm form={form} onSave={save} saving={saving} error={error} disabled={disabled}>
      <TextInput {...fieldProps(form, 'username')} label={t('settings.sms.username')} description={t('settings.sms.usernameHelp')} maxLength={60} />
      <SecretField
        label={t('settings.sms.apiKey')}
        help={t('settings.sms.apiKeyHelp')}
        setAt={setAt}
        field={{ id: 'field-apiKey', value: form.values.apiKey, error: form.errors.apiKey, onChange: (value) => form.setFieldValue('apiKey', value) }}
      />
      <TextInput
        {...fieldProps(form, 'senderId')}
        label={t('settings.optional', { label: t('settings.sms.senderId') })}
        description={t('settings.sms.senderIdHelp')}
        maxLength={11}
      />
      <details className="details" open={form.errors.baseUrl ? true : undefined}>
        <summary>{t('settings.sms.more')}</summary>
        <TextInput
          {...fieldProps(form, 'baseUrl')}
          mt="sm"
          label={t('settings.sms.baseUrl')}
          description={t('settings.sms.baseUrlHelp')}
          type="url"
          maxLength={200}
        />
      </details>
    </SettingsForm>
  )
}
