import { Button } from '@mantine/core'
import { IconAlertTriangle, IconMoon, IconWifiOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../components/page-link.tsx'
import { say, type Translate } from '../../lib/i18n.ts'
import { useFormat } from '../../lib/use-format.ts'
import type { Notice } from './notice.ts'

type Props = { readonly notice: Notice; readonly busy: boolean; readonly onResume: () => void }

/** Why nothing goes out for now, what that means and what to do. Stays until it is over. */
export function NoticeBar({ notice, busy, onResume }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const Icon = notice.kind === 'quiet' ? IconMoon : notice.reason === 'offline' ? IconWifiOff : IconAlertTriangle
  const words =
    notice.kind === 'quiet'
      ? {
          what: t('shell.bar.quiet', { time: format.time(notice.until) }),
          rest: t('shell.bar.waiting', { count: notice.waiting, shown: format.count(notice.waiting) }),
        }
      : pauseWords(t, notice)
  return (
    <section className="notice" data-kind={notice.kind} aria-label={t('shell.bar.label')} data-region tabIndex={-1}>
      <Icon size="1.25rem" aria-hidden />
      <p className="flat" role="status">
        <strong>{words.what}</strong> {words.rest}
        {notice.kind === 'pause' && notice.until !== null && ` ${t('shell.bar.until', { time: format.time(notice.until) })}`}
      </p>
      {notice.kind === 'pause' && notice.section && (
        <PageLink to="/settings" search={{ section: notice.section }} c="inherit" underline="always" size="sm">
          {t('shell.bar.toSettings')}
        </PageLink>
      )}
      {notice.kind === 'pause' && notice.canResume && (
        <Button size="xs" variant="default" loading={busy} onClick={onResume}>
          {t('shell.bar.resume')}
        </Button>
      )}
    </section>
  )
}

function pauseWords(t: Translate, notice: Notice & { readonly kind: 'pause' }) {
  const [channel] = notice.channels
  const what = t(`model.pause.${notice.reason}.what`)
  return {
    // Both channels share a lost connection; anything else is one channel's own affair.
    what: notice.channels.length === 1 && channel ? t('shell.bar.channel', { channel: t(`model.channel.${channel}`), what }) : what,
    rest: `${t(`model.pause.${notice.reason}.means`)} ${say(t, `model.pause.${notice.reason}.todo`, { setting: t(`settings.section.${channel ?? 'sms'}`) })}`,
  }
}
