import { VisuallyHidden } from '@mantine/core'
import { IconClock, IconSchool, IconWifi, IconWifiOff, type TablerIcon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Status } from '../../lib/use-bridge.ts'
import { useFormat } from '../../lib/use-format.ts'

type Props = { readonly status: Status; readonly compact: boolean }

/** Whose console this is, and whether it can send. */
export function Header({ status, compact }: Props) {
  const { t } = useTranslation()
  return (
    <header className="header">
      <strong className="school">{status.schoolName ?? t('shell.header.noSchool')}</strong>
      {status.term && !compact && <span className="status status-queued figures">{t('shell.header.term', status.term)}</span>}
      <span className="header-gap" />
      <Connection status={status} compact={compact} />
      <Queue status={status} compact={compact} />
    </header>
  )
}

function connectionOf(status: Status): { readonly name: 'practice' | 'online' | 'offline'; readonly icon: TablerIcon; readonly look: string } {
  if (status.mode === 'practice') return { name: 'practice', icon: IconSchool, look: 'status-unconfirmed' }
  return status.online ? { name: 'online', icon: IconWifi, look: 'status-delivered' } : { name: 'offline', icon: IconWifiOff, look: 'status-failed' }
}

function Connection({ status, compact }: Props) {
  const { t } = useTranslation()
  const { name, icon: Icon, look } = connectionOf(status)
  const word = t(`shell.header.${name}`)
  return (
    <span className={`status ${look}`} title={word}>
      <Icon size="1rem" aria-hidden />
      {compact ? <VisuallyHidden>{word}</VisuallyHidden> : word}
    </span>
  )
}

function Queue({ status, compact }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { sms, email } = status.channels
  const waiting = sms.waiting + email.waiting
  const sending = sms.sending + email.sending
  const shown = waiting > 0 ? waiting : sending
  if (shown === 0) return compact ? null : <span className="header-quiet">{t('shell.header.idle')}</span>
  // Grouped digits in the sentence, the plain number for the plural.
  const words = t(waiting > 0 ? 'shell.header.waiting' : 'shell.header.sending', { count: shown, shown: format.count(shown) })
  return (
    <Link to="/log" search={{ state: ['queued', 'sending'] }} className="status status-queued figures" title={words}>
      <IconClock size="1rem" aria-hidden />
      {compact ? (
        <>
          <span aria-hidden>{format.count(shown)}</span>
          <VisuallyHidden>{words}</VisuallyHidden>
        </>
      ) : (
        words
      )}
    </Link>
  )
}
