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

type Values = { accountSid: string; apiKey: string; sender: string; baseUrl: string }

const LIVE_SERVICE = 'https://api.twilio.com'
const text = (max: number) => z.string().trim().max(max, 'tooLong')
const account = z.object({
  accountSid: text(34).regex(/^AC[0-9a-f]{32}$/i, 'accountSid'),
  sender: text(34).min(1, 'needed'),
  baseUrl: z.url({ protocol: /^https?$/, error: 'url' }).max(500, 'tooLong'),
})
const schemaFor = (keyNeeded: boolean) => account.extend({ apiKey: keyNeeded ? text(400).min(1, 'needed') : text(400) })

export function TwilioForm({ account: onFile, setAt, disabled, saving, error, onDirty, onSave }: SmsFormProps<'twilio'>) {
  const { t } = useTranslation()
  const form = useForm<Values>({
    initialValues: { accountSid: onFile?.accountSid ?? '', apiKey: '', sender: onFile?.sender ?? '', baseUrl: onFile?.baseUrl ?? LIVE_SERVICE },
    validate: problemsBy(schemaFor(setAt === null), (field, message) =>
      message === 'needed' || message === 'tooLong'
        ? t(`settings.problem.${message}`, { label: t(`settings.twilio.${field as 'sender'}`) })
        : t(`settings.problem.${message as 'url'}`),
    ),
  })
  const dirty = form.isDirty()
  useEffect(() => onDirty(dirty), [dirty, onDirty])
  const save = ({ apiKey, ...values }: Values) =>
    onSave({ provider: 'twilio', ...values, ...(apiKey.trim() !== '' && { apiKey }) }, () => {
      form.setValues({ ...values, apiKey: '' })
      form.resetDirty({ ...values, apiKey: '' })
    })
  return (
    <SettingsForm form={form} onSave={save} saving={saving} error={error} disabled={disabled}>
      <TextInput {...fieldProps(form, 'accountSid')} label={t('settings.twilio.accountSid')} description={t('settings.twilio.accountSidHelp')} maxLength={34} />
      <SecretField label={t('settings.twilio.apiKey')} help={t('settings.twilio.apiKeyHelp')} setAt={setAt} field={fieldProps(form, 'apiKey')} />
      <TextInput {...fieldProps(form, 'sender')} label={t('settings.twilio.sender')} description={t('settings.twilio.senderHelp')} maxLength={34} />
      <AddressField field={fieldProps(form, 'baseUrl')} />
    </SettingsForm>
  )
}
