import { useTranslation } from 'react-i18next'
import { AccountFrame } from '../accounts/account-frame.tsx'
import { MailboxCard } from './mailbox-card.tsx'
import { RelayCard } from './relay-card.tsx'

/** Where reports of delivery come from by themselves. Both sources are optional. */
export function ReportsSection() {
  const { t } = useTranslation()
  return (
    <AccountFrame intro={t('settings.source.intro')}>
      {(inside) => (
        <>
          <RelayCard {...inside} />
          <MailboxCard {...inside} />
        </>
      )}
    </AccountFrame>
  )
}
