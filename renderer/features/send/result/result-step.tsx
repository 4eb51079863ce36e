import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { MESSAGE_STATES } from '../../../../shared/model/messages/message.ts'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { PageLinkButton } from '../../../components/layout/page-link.tsx'
import { StepHeading } from '../../../components/layout/step-heading.tsx'
import { CancelRest } from '../../../components/message/cancel-rest.tsx'
import { StatusBadge } from '../../../components/message/status-badge.tsx'
import { useCancel } from '../../../lib/bridge/use-cancel.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { type Batch, costOf } from '../../../lib/words/batch-cost.ts'
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
  const cancelling = useCancel()
  const { status, batch, smsByState } = calls
  const words = useResultWords(queued, calls)
  const cost = batch && smsByState && status.mode === 'live' && batch.estimateMicros > 0 ? costOf(batch, smsByState) : null
  return (
    <Stack gap="md" maw="48rem">
      <div>
        {/* A heading of its own for each turn of things, so that the focus finds it when the button that was pressed is gone. */}
        <StepHeading key={words.stand}>{words.title}</StepHeading>
        <Text c="dimmed">{t('send.result.number', { id: queued.batchId })}</Text>
      </div>
      {queued.already && <Alert color="blue">{t('send.result.already')}</Alert>}
      {cancelling.error && <FailureAlert error={cancelling.error} />}
      {batch && words.stand === 'holding' && <ResultHolding batchId={queued.batchId} until={batch.releaseAt ?? 0} cancelling={cancelling} />}
      {batch && <Figures batch={batch} bar={words.stand !== 'holding' && words.stand !== 'undone'} />}
      <div>
        <h3>{t('send.result.next')}</h3>
        <Text>{words.next}</Text>
        {queued.skipped > 0 && <Text>{t('send.result.skipped', { count: queued.skipped })}</Text>}
      </div>
      {cost && words.stand !== 'undone' && <CostLines cost={cost} currency={batch?.currency ?? ''} />}
      <Group gap="sm">
        {words.stand === 'undone' && <Button onClick={onCheckAgain}>{t('send.result.backToCheck')}</Button>}
        <PageLinkButton to="/log" search={{ batch: queued.batchId }} variant={words.stand === 'undone' || words.stand === 'holding' ? 'default' : 'filled'}>
          {t(words.stand === 'done' ? 'shell.running.open' : 'send.result.watch')}
        </PageLinkButton>
        {batch && words.stand === 'going' && batch.cancellable > 0 && (
          <CancelRest
            words={t('send.result.cancelRest')}
            waiting={batch.cancellable}
            busy={cancelling.busy}
            onCancel={() => cancelling.cancel(queued.batchId)}
          />
        )}
        <Button variant="default" onClick={onAnother}>
          {t('send.result.another')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Where it stands, and what is said of it. */
function useResultWords({ queued }: Queued, { status, batch, smsByState }: SendCalls) {
  const { t } = useTranslation()
  const { time } = useFormat()
  const stand = batch ? standOf(batch) : 'going'
  const used = batch && smsByState ? channelsOfSend(batch.states, smsByState) : []
  const hold = stand === 'going' ? holdOf(status, status, used) : null
  const counted = { count: queued }
  const through = batch ? throughOf(batch.states) : { done: 0, total: queued }
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
function Figures({ batch, bar }: { readonly batch: Batch; readonly bar: boolean }) {
  const { t } = useTranslation()
  const { count } = useFormat()
  const through = throughOf(batch.states)
  return (
    <>
      {bar && through.total > 0 && (
        <div>
          <Text>{t('send.result.progress', through)}</Text>
          <Progress value={(100 * through.done) / through.total} aria-label={t('send.result.soFar')} />
        </div>
      )}
      <Group gap="xs">
        {MESSAGE_STATES.filter((state) => (batch.states[state] ?? 0) > 0).map((state) => (
          <StatusBadge key={state} state={state} count={count(batch.states[state] ?? 0)} />
        ))}
      </Group>
    </>
  )
}
