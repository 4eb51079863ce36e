import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'

type Props = { readonly sms: NonNullable<Output<'templates:preview'>['sms']> }

/** Length, parts and what makes it costly. */
export function SmsFigures({ sms }: Props) {
  const { t } = useTranslation()
  const letters = t('templates.preview.letters', { count: sms.letters })
  const parts = t('templates.preview.parts', { count: sms.parts })
  const encoding = t(sms.encoding === 'gsm7' ? 'templates.preview.plain' : 'templates.preview.costly')
  return (
    <Text size="sm" c={sms.encoding === 'gsm7' ? 'dimmed' : 'orange'}>
      {letters} · {parts} · {encoding}
      {sms.costlyLetters.length > 0 && (
        <>
          <br />
          {t('templates.preview.letterList', { letters: sms.costlyLetters.join(' ') })}
        </>
      )}
    </Text>
  )
}
