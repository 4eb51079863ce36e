import { useTranslation } from 'react-i18next'
import { PageLink } from '../../components/layout/page-link.tsx'
import type { Preview } from './draft.ts'

type Props = { readonly sms: Preview['sms'] }

/** How many parts are paid for, and which letters make it more than it need be. */
export function PartsLine({ sms }: Props) {
  const { t } = useTranslation()
  return (
    <>
      {t('send.check.partsLine', { count: sms.parts, messages: sms.messages })} ({t('send.check.longest', { count: sms.longest })})
      {sms.ucs2 > 0 && (
        <div>
          <b>{t('send.check.costly', { count: sms.ucs2, letters: sms.costlyLetters.join(' ') })}</b> {t('send.check.costlyHint')}{' '}
          <PageLink to="/templates" underline="always" inherit>
            {t('send.check.costlyFix')}
          </PageLink>
        </div>
      )}
    </>
  )
}
