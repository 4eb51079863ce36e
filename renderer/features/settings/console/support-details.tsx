import { useTranslation } from 'react-i18next'

type Props = { /** The other side's own words; blank: it said nothing. */ readonly text: string }

/** What the other side said word for word, folded away: it helps whoever helps the bursar. */
export function SupportDetails({ text }: Props) {
  const { t } = useTranslation()
  if (text === '') return null
  return (
    <details className="details">
      <summary>{t('settings.account.support')}</summary>
      <code className="breakable">{text}</code>
    </details>
  )
}
