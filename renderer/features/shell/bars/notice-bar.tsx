import { Button } from '@mantine/core'
import { IconAlertTriangle, IconDeviceFloppy, IconMoon, IconWifiOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../../components/layout/page-link.tsx'
import { useStatus } from '../../../lib/bridge/use-bridge.ts'
import type { Format } from '../../../lib/format/format.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { say, type Translate } from '../../../lib/words/i18n.ts'
import type { Notice, PauseNotice } from './notice.ts'

type Props = { readonly notice: Notice; readonly busy: boolean; readonly onResume: (notice: PauseNotice) => void }

/** Why nothing goes out for now, what that means and what to do. Stays until it is over. */
export function NoticeBar({ notice, busy, onResume }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { now } = useStatus()
  const Icon = iconOf(notice)
  const words = wordsOf(t, format, notice, now)
  return (
    <section className="notice" data-kind={notice.kind} aria-label={t('shell.bar.label')} data-region tabIndex={-1}>
      <Icon size="1.25rem" aria-hidden />
      <p className="flat" role="status">
        <strong>{words.what}</strong> {words.rest}
      </p>
      {notice.kind === 'pause' && notice.section && (
        <PageLink to="/settings" search={{ section: notice.section }} c="inherit" underline="always" size="sm">
          {t('shell.bar.toSettings')}
        </PageLink>
      )}
      {notice.kind === 'pause' && notice.canResume && (
        <Button size="xs" variant="default" loading={busy} onClick={() => onResume(notice)}>
          {t('shell.bar.resume')}
        </Button>
      )}
    </section>
  )
}

function iconOf(notice: Notice) {
  if (notice.kind === 'quiet') return IconMoon
  if (notice.kind === 'storage') return IconDeviceFloppy
  return notice.reason === 'offline' ? IconWifiOff : IconAlertTriangle
}

function wordsOf(t: Translate, format: Format, notice: Notice, now: number): { readonly what: string; readonly rest: string } {
  if (notice.kind === 'storage') return { what: t('shell.bar.storage.what'), rest: `${t('shell.bar.storage.means')} ${t('shell.bar.storage.todo')}` }
  if (notice.kind === 'quiet') {
    return {
      what: t('shell.bar.quiet', { time: format.time(notice.until) }),
      rest: t('shell.bar.waiting', { count: notice.waiting, shown: format.count(notice.waiting) }),
    }
  }
  return pauseWords(t, format, notice, now)
}

function pauseWords(t: Translate, format: Format, { reason, channels, until, balance, detail }: PauseNotice, now: number) {
  const [channel] = channels
  const what = t(`model.pause.${reason}.what`)
  // Tomorrow's hour alone would read as today's.
  const isToday = until !== null && format.day(until) === format.day(now)
  const rest = [
    t(`model.pause.${reason}.means`),
    // after so many tries it is tried by itself no more
    reason === 'unconfirmed_run' && until === null
      ? t('shell.bar.askProvider')
      : say(t, `model.pause.${reason}.todo`, { setting: t(`settings.section.${channel ?? 'sms'}`) }),
    detail && t('shell.bar.told', { detail }),
    balance && t('shell.bar.balance', { amount: format.micros(balance.micros, balance.currency), when: format.shortDayTime(balance.at) }),
    until !== null && t('shell.bar.until', { time: isToday ? format.time(until) : format.shortDayTime(until) }),
  ]
  return {
    what: channels.length === 1 && channel ? t('shell.bar.channel', { channel: t(`model.channel.${channel}`), what }) : what,
    rest: rest.filter(Boolean).join(' '),
  }
}
