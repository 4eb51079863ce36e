import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { MESSAGE_STATES } from '../../../shared/model/message.ts'
import { PageLinkButton } from '../../components/page-link.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { StepHeading } from '../../components/step-heading.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { holdOf, type Status, throughOf } from './act.ts'
import type { Queued } from './send-store.ts'

type Props = {
  readonly queued: Queued
  readonly status: Status
  readonly became: Output<'messages:count'> | null
  readonly quietUntil: number | null
  readonly onAnother: () => void
}

const TITLES = {
  practice: { go: 'send.result.titlePractice', done: 'send.result.titleDonePractice' },
  live: { go: 'send.result.title', done: 'send.result.titleDone' },
} as const

/** What was queued, what happens next, and how far it is by now. */
export function ResultStep({ queued, status, became, quietUntil, onAnother }: Props) {
  const { t } = useTranslation()
  const { time, count } = useFormat()
  const through = became && throughOf(became.byState)
  const done = through !== null && through.total > 0 && through.done === through.total
  const hold = done ? null : holdOf(status, { quietUntil }, ['sms', 'email'])
  const going = done ? 'done' : 'go'
  const title = hold === null ? TITLES[status.mode][going] : 'send.result.titleWaiting'
  const next = {
    done: t('send.result.nextDone'),
    go: t('send.result.nextGo'),
    quiet: t('send.result.nextQuiet', { time: time(quietUntil ?? 0) }),
    offline: t('send.result.nextOffline'),
    paused: t('send.result.nextPaused'),
  }
  return (
    <Stack gap="md" maw="48rem">
      <div>
        <StepHeading>{t(title, { count: queued.queued })}</StepHeading>
        <Text c="dimmed">{t('send.result.number', { id: queued.campaignId })}</Text>
      </div>
      {queued.already && <Alert color="blue">{t('send.result.already')}</Alert>}
      {through && through.total > 0 && (
        <div>
          <Text>{t('send.result.progress', through)}</Text>
          <Progress value={(100 * through.done) / through.total} aria-label={t('send.result.soFar')} />
        </div>
      )}
      {became && (
        <Group gap="xs">
          {MESSAGE_STATES.filter((state) => (became.byState[state] ?? 0) > 0).map((state) => (
            <StatusBadge key={state} state={state} count={count(became.byState[state] ?? 0)} />
          ))}
        </Group>
      )}
      <div>
        <h3>{t('send.result.next')}</h3>
        <Text>{next[hold ?? going]}</Text>
        {queued.skipped > 0 && <Text>{t('send.result.skipped', { count: queued.skipped })}</Text>}
      </div>
      <Group gap="sm">
        <PageLinkButton to="/log" search={{ campaign: queued.campaignId }}>
          {t(done ? 'shell.running.open' : 'send.result.watch')}
        </PageLinkButton>
        <Button variant="default" onClick={onAnother}>
          {t('send.result.another')}
        </Button>
      </Group>
    </Stack>
  )
}
