import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from '../../../../shared/zod.ts'
import { SettingsForm } from '../../../components/form/settings-form.tsx'
import { fieldProps, problemsBy } from '../../../lib/form-fields.ts'
import { AddressField } from './address-field.tsx'
import { SecretField } from './secret-field.tsx'
import type { SmsFormProps } from './sms-account.ts'

type Values = { username: string; apiKey: string; senderId: string; baseUrl: string }

const LIVE_SERVICE = 'https://api.africastalking.com'
const text = (max: number) => z.string().trim().max(max, 'tooLong')
const account = z.object({
  username: text(60).min(1, 'needed'),
  senderId: text(11),
  baseUrl: z.url({ protocol: /^https?$/, error: 'url' }).max(500, 'tooLong'),
})
const schemaFor = (keyNeeded: boolean) => account.extend({ apiKey: keyNeeded ? text(400).min(1, 'needed') : text(400) })

export function AfricasTalkingForm({ account: onFile, setAt, disabled, saving, error, onDirty, onSave }: SmsFormProps<'africas_talking'>) {
  const { t } = useTranslation()
  const form = useForm<Values>({
    initialValues: { username: onFile?.username ?? '', apiKey: '', senderId: onFile?.senderId ?? '', baseUrl: onFile?.baseUrl ?? LIVE_SERVICE },
    validate: problemsBy(schemaFor(setAt === null), (field, message) =>
      message === 'url' ? t('settings.problem.url') : t(`settings.problem.${message as 'needed'}`, { label: t(`settings.sms.${field as 'username'}`) }),
    ),
  })
  const dirty = form.isDirty()
  useEffect(() => onDirty(dirty), [dirty, onDirty])
  const save = ({ apiKey, ...values }: Values) =>
    onSave({ provider: 'africas_talking', ...values, ...(apiKey.trim() !== '' && { apiKey }) }, () => {
      form.setValues({ ...values, apiKey: '' })
      form.resetDirty({ ...values, apiKey: '' })
    })
  return (
    <SettingsForm form={form} onSave={save} saving={saving} error={error} disabled={disabled}>
      <TextInput {...fieldProps(form, 'username')} label={t('settings.sms.username')} description={t('settings.sms.usernameHelp')} maxLength={60} />
      <SecretField label={t('settings.sms.apiKey')} help={t('settings.sms.apiKeyHelp')} setAt={setAt} field={fieldProps(form, 'apiKey')} />
      <TextInput
        {...fieldProps(form, 'senderId')}
        label={t('settings.optional', { label: t('settings.sms.senderId') })}
        description={t('settings.sms.senderIdHelp')}
        maxLength={11}
      />
      <AddressField field={fieldProps(form, 'baseUrl')} />
    </SettingsForm>
  )
}
