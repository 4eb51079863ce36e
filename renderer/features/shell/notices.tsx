import { ActionIcon, Badge, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBell } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { PAUSE_REASONS } from '../../../shared/model/messages/message.ts'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { Loading } from '../../components/feedback/loading.tsx'
import { PageLink } from '../../components/layout/page-link.tsx'
import { SideDrawer } from '../../components/layout/side-drawer.tsx'
import { When } from '../../components/message/when.tsx'
import { useAct, useAnswer } from '../../lib/bridge/use-bridge.ts'
import { useFormat } from '../../lib/format/use-format.ts'

type Alert = Output<'alerts:list'>[number]
type Props = { readonly unseen: number }

/** The bell: what stopped or needs somebody, told once. Looking at it is seeing it. */
export function Notices({ unseen }: Props) {
  const { t } = useTranslation()
  const { count } = useFormat()
  const [opened, { open, close }] = useDisclosure(false)
  const seen = useAct('alerts:seen')
  const list = useAnswer('alerts:list', {}, { enabled: opened, keepLast: true })
  return (
    <>
      <ActionIcon
        className="bell"
        variant="subtle"
        color="gray"
        aria-label={t('shell.header.notices', { count: unseen })}
        title={t('shell.header.notices', { count: unseen })}
        onClick={() => {
          open()
          if (unseen > 0) seen.mutate({})
        }}
      >
        <IconBell size="1.25rem" aria-hidden />
        {unseen > 0 && (
          <span className="bell-count figures" aria-hidden>
            {count(unseen)}
          </span>
        )}
      </ActionIcon>
      <SideDrawer opened={opened} onClose={close} size="30rem" title={t('shell.notices.title')}>
        {list.error && <FailureAlert error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <Loading lines={4} />}
        {list.data?.length === 0 && <Text c="dimmed">{t('shell.notices.none')}</Text>}
        <Stack component="ul" className="notices" gap="md">
          {list.data?.map((alert) => (
            <li key={alert.id}>
              <One alert={alert} onClose={close} />
            </li>
          ))}
        </Stack>
      </SideDrawer>
    </>
  )
}

/** Where the messages of an alert are found. */
const STATES = { stale_held: 'held', restored: 'held', unconfirmed: 'unconfirmed' } as const

function One({ alert, onClose }: { readonly alert: Alert; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const reason = PAUSE_REASONS.find((known) => known === alert.params.reason)
  const state = alert.kind === 'channel_paused' || alert.kind === 'disk_full' ? null : STATES[alert.kind]
  return (
    <>
      <Text size="sm" c="dimmed">
        <When at={alert.at} />{' '}
        {alert.over && (
          <Badge color="gray" variant="outline">
            {t('shell.notices.over')}
          </Badge>
        )}
      </Text>
      <Text>
        {t(`shell.notices.kind.${alert.kind}`, { channel: t(`model.channel.${alert.channel ?? 'sms'}`) })}
        {reason && ` ${t(`model.pause.${reason}.what`)}`}
      </Text>
      {state && !alert.over && (
        <PageLink to="/log" search={{ state: [state] }} onClick={onClose} underline="always" size="sm">
          {t('shell.notices.show')}
        </PageLink>
      )}
    </>
  )
}
