import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { MessageChannel } from '../../../../shared/model/messages/message.ts'
import { PageLink } from '../../../components/layout/page-link.tsx'
import { say } from '../../../lib/words/i18n.ts'
import { pausedChannels, type Status } from '../act.ts'

type Props = { readonly status: Status; readonly used: readonly MessageChannel[] }

/** What keeps the messages waiting, and where it is put right. Sending is possible all the same. */
export function HoldBars({ status, used }: Props) {
  const { t } = useTranslation()
  return (
    <>
      {!status.online && status.mode === 'live' && (
        <Alert color="yellow" py="xs" title={t('send.check.offlineBar')}>
          {t('send.check.offlineBarHint')}
        </Alert>
      )}
      {pausedChannels(status, used).map((channel) => {
        const pause = status.channels[channel].pause ?? 'by_hand'
        const name = t(`model.channel.${channel}`)
        return (
          <Alert key={channel} color="orange" py="xs" title={t('send.check.pausedBar', { channel: name, what: t(`model.pause.${pause}.what`) })}>
            {t(`model.pause.${pause}.means`)} {say(t, `model.pause.${pause}.todo`, { setting: name })}{' '}
            <PageLink to="/settings" search={{ section: channel }} underline="always" inherit>
              {t('send.check.openSettings')}
            </PageLink>
          </Alert>
        )
      })}
    </>
  )
}
