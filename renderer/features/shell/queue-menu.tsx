import { Button, Group, Popover, Stack, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconClock, IconPlayerPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { CHANNELS_OUT, type MessageChannel } from '../../../shared/model/messages/message.ts'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { PageLink } from '../../components/layout/page-link.tsx'
import { type Status, useAct } from '../../lib/bridge/use-bridge.ts'
import type { Format } from '../../lib/format/format.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import type { Translate } from '../../lib/words/i18n.ts'
import { channelActs } from './channel-acts.ts'
import { type QueueLine, queueLines } from './queue-lines.ts'

type Props = { readonly status: Status; readonly compact: boolean }

/** How much waits, and behind it each channel with what is left at its provider and a way to pause it. */
export function QueueMenu({ status, compact }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const isPaused = CHANNELS_OUT.some((channel) => status.channels[channel].pause === 'by_hand')
  const lines = queueLines(status)
  const shown = lines.reduce((sum, { count }) => sum + count, 0)
  const words = queueWords(t, format, lines)
  const Icon = isPaused ? IconPlayerPause : IconClock
  return (
    <Popover position="bottom-end" trapFocus returnFocus shadow="md" width="19rem">
      <Popover.Target>
        <UnstyledButton className={`status queue figures ${isPaused ? 'status-unconfirmed' : 'status-queued'}`} title={words}>
          <Icon size="1rem" aria-hidden />
          {isPaused && !compact && `${t('shell.header.paused')} · `}
          {compact ? (
            <>
              {shown > 0 && <span aria-hidden>{format.count(shown)}</span>}
              <VisuallyHidden>{isPaused ? `${t('shell.header.paused')}: ${words}` : words}</VisuallyHidden>
            </>
          ) : (
            words
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.header.sendingTitle')}>
        <Stack gap="md">
          {CHANNELS_OUT.map((channel) => (
            <ChannelLine key={channel} channel={channel} status={status} />
          ))}
          <PageLink to="/log" search={{ state: ['held', 'queued', 'sending'] }} underline="always" size="sm">
            {t('shell.header.show')}
          </PageLink>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function queueWords(t: Translate, { count: digits }: Format, lines: readonly QueueLine[]): string {
  if (lines.length === 0) return t('shell.header.idle')
  // Grouped digits in the sentence, the plain number for the plural.
  return lines.map(({ what, count }) => t(`shell.header.${what}`, { count, shown: digits(count) })).join(' · ')
}

function ChannelLine({ channel, status }: { readonly channel: MessageChannel; readonly status: Status }) {
  const { t } = useTranslation()
  const format = useFormat()
  const acts = { pause: useAct('channels:pause'), resume: useAct('channels:resume') }
  const { pause: reason, balance } = status.channels[channel]
  const name = t(`model.channel.${channel}`)
  const error = acts.pause.error ?? acts.resume.error
  const stands = reason === null ? t('shell.header.stands.open') : reason === 'by_hand' ? t('shell.header.stands.paused') : t(`model.pause.${reason}.what`)
  return (
    <div>
      <Text size="sm" fw={600}>
        {name}: {stands}
      </Text>
      <Text size="sm">{queueWords(t, format, queueLines(status, [channel]))}</Text>
      {balance && (
        <Text size="sm" c="dimmed">
          {t('shell.header.balance', { amount: format.micros(balance.micros, balance.currency), when: format.shortDayTime(balance.at) })}
        </Text>
      )}
      {error && <FailureAlert error={error} />}
      <Group gap="xs" mt={4}>
        {channelActs(status.channels[channel]).map((act) => (
          <Button key={act} size="xs" variant="default" loading={acts[act].isPending} onClick={() => acts[act].mutate({ channel })}>
            {t(`shell.header.${act}`, { channel: name })}
          </Button>
        ))}
      </Group>
    </div>
  )
}
