import { VisuallyHidden } from '@mantine/core'
import { IconSchool, IconWifi, IconWifiOff, type TablerIcon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Status } from '../../lib/bridge/use-bridge.ts'
import { Notices } from './notices.tsx'
import { QueueMenu } from './queue-menu.tsx'

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
      <QueueMenu status={status} compact={compact} />
      <Notices unseen={status.alerts} />
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
