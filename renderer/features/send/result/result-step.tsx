import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { MESSAGE_STATES } from '../../../../shared/model/message.ts'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { PageLinkButton } from '../../../components/layout/page-link.tsx'
import { StepHeading } from '../../../components/layout/step-heading.tsx'
import { CancelRest } from '../../../components/message/cancel-rest.tsx'
import { StatusBadge } from '../../../components/message/status-badge.tsx'
import { useRecall } from '../../../lib/bridge/use-recall.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { type Campaign, costOf } from '../../../lib/words/batch-cost.ts'
import { channelsOfSend, holdOf, standOf, throughOf } from '../act.ts'
import { CostLines } from '../check/cost-lines.tsx'
import type { Queued } from '../send-store.ts'
import type { SendCalls } from '../use-send.ts'
import { ResultHolding } from './result-holding.tsx'

type Props = { readonly queued: Queued; readonly calls: SendCalls; readonly onCheckAgain: () => void; readonly onAnother: () => void }

const TITLES = {
  practice: { going: 'send.result.titlePractice', done: 'send.result.titleDonePractice' },
  live: { going: 'send.result.title', done: 'send.result.titleDone' },
} as const

/** What was queued, how it can still be stopped, what happens next, how far it is by now and what it costs. */
export function ResultStep({ queued, calls, onCheckAgain, onAnother }: Props) {
  const { t } = useTranslation()
  const recall = useRecall()
  const { status, campaign, smsByState } = calls
  const words = useResultWords(queued, calls)
  const cost = campaign && smsByState && status.mode === 'live' && campaign.estimateMicros > 0 ? costOf(campaign, smsByState) : null
  return (
    <Stack gap="md" maw="48rem">
      <div>
        {/* A heading of its own for each turn of things, so that the focus finds it when the button that was pressed is gone. */}
        <StepHeading key={words.stand}>{words.title}</StepHeading>
        <Text c="dimmed">{t('send.result.number', { id: queued.campaignId })}</Text>
      </div>
      {queued.already && <Alert color="blue">{t('send.result.already')}</Alert>}
      {recall.error && <FailureAlert error={recall.error} />}
      {campaign && words.stand === 'holding' && <ResultHolding campaignId={queued.campaignId} until={campaign.releaseAt ?? 0} recall={recall} />}
      {campaign && <Figures campaign={campaign} bar={words.stand !== 'holding' && words.stand !== 'undone'} />}
      <div>
        <h3>{t('send.result.next')}</h3>
        <Text>{words.next}</Text>
        {queued.skipped > 0 && <Text>{t('send.result.skipped', { count: queued.skipped })}</Text>}
      </div>
      {cost && words.stand !== 'undone' && <CostLines cost={cost} currency={campaign?.currency ?? ''} />}
      <Group gap="sm">
        {words.stand === 'undone' && <Button onClick={onCheckAgain}>{t('send.result.backToCheck')}</Button>}
        <PageLinkButton
          to="/log"
          search={{ campaign: queued.campaignId }}
          variant={words.stand === 'undone' || words.stand === 'holding' ? 'default' : 'filled'}
        >
          {t(words.stand === 'done' ? 'shell.running.open' : 'send.result.watch')}
        </PageLinkButton>
        {campaign && words.stand === 'going' && campaign.cancellable > 0 && (
          <CancelRest words={t('send.result.cancelRest')} waiting={campaign.cancellable} busy={recall.busy} onCancel={() => recall.cancel(queued.campaignId)} />
        )}
        <Button variant="default" onClick={onAnother}>
          {t('send.result.another')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Where it stands, and what is said of it. */
function useResultWords({ queued }: Queued, { status, campaign, smsByState }: SendCalls) {
  const { t } = useTranslation()
  const { time } = useFormat()
  const stand = campaign ? standOf(campaign) : 'going'
  const used = campaign && smsByState ? channelsOfSend(campaign.states, smsByState) : []
  const hold = stand === 'going' ? holdOf(status, status, used) : null
  const counted = { count: queued }
  const through = campaign ? throughOf(campaign.states) : { done: 0, total: queued }
  const titles = {
    holding: t('send.result.titleHolding', counted),
    undone: t('send.result.titleUndone', counted),
    going: hold === null ? t(TITLES[status.mode].going, counted) : t('send.result.titleWaiting', { count: through.total - through.done }),
    done: t(TITLES[status.mode].done, counted),
  }
  const next = {
    holding: t('send.result.nextHold'),
    undone: t('send.result.nextUndone'),
    done: t('send.result.nextDone'),
    going: t('send.result.nextGo'),
    quiet: t('send.result.nextQuiet', { time: time(status.quietUntil ?? 0) }),
    offline: t('send.result.nextOffline'),
    paused: t('send.result.nextPaused'),
  }
  return { stand, title: titles[stand], next: next[hold ?? stand] }
}

/** How many are through, and what became of all. */
function Figures({ campaign, bar }: { readonly campaign: Campaign; readonly bar: boolean }) {
  const { t } = useTranslation()
  const { count } = useFormat()
  const through = throughOf(campaign.states)
  return (
    <>
      {bar && through.total > 0 && (
        <div>
          <Text>{t('send.result.progress', through)}</Text>
          <Progress value={(100 * through.done) / through.total} aria-label={t('send.result.soFar')} />
        </div>
      )}
      <Group gap="xs">
        {MESSAGE_STATES.filter((state) => (campaign.states[state] ?? 0) > 0).map((state) => (
          <StatusBadge key={state} state={state} count={count(campaign.states[state] ?? 0)} />
        ))}
      </Group>
    </>
  )
}
