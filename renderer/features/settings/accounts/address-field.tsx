import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { fieldProps } from '../../../lib/form-fields.ts'

type Props = { readonly field: ReturnType<typeof fieldProps> }

/** Where the provider's service answers: folded away, because hardly anybody may change it. */
export function AddressField({ field }: Props) {
  const { t } = useTranslation()
  return (
    <details className="details" open={field.error ? true : undefined}>
      <summary>{t('settings.sms.more')}</summary>
      <TextInput {...field} mt="sm" label={t('settings.sms.baseUrl')} description={t('settings.sms.baseUrlHelp')} type="url" maxLength={500} />
    </details>
  )
}
