import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { ActsBar } from '../../../components/layout/acts-bar.tsx'
import { StepHeading } from '../../../components/layout/step-heading.tsx'
import { actOf, channelsUsed, holdOf } from '../act.ts'
import type { Template } from '../draft.ts'
import { HoldBars } from '../result/hold-bars.tsx'
import { QueueBar } from '../result/queue-bar.tsx'
import styles from '../send.module.css'
import type { useSendStore } from '../send-store.ts'
import type { SendCalls } from '../use-send.ts'
import { CheckSummary } from './check-summary.tsx'
import { ClockWarning } from './clock-warning.tsx'
import { SeenMessage } from './seen-message.tsx'
import { SendAct } from './send-act.tsx'
import { StaleWarning } from './stale-warning.tsx'

type Props = { readonly view: ReturnType<typeof useSendStore.getState>; readonly calls: SendCalls; readonly templates: readonly Template[] }

export function CheckStep({ view, calls, templates }: Props) {
  const { t } = useTranslation()
  const { status, preview, queue } = calls
  const figures = preview.data
  if (preview.error) return <FailureAlert error={preview.error} onRetry={() => void preview.refetch()} />
  if (!figures) return <Loading lines={8} />
  const used = channelsUsed(figures)
  const act = actOf(figures, status.mode)
  return (
    <Stack gap="sm">
      <StepHeading>{t('send.check.title')}</StepHeading>
      {figures.clockBehind && <ClockWarning behind={figures.clockBehind} />}
      {figures.stale && <StaleWarning stale={figures.stale} />}
      <HoldBars status={status} used={used} />
      {queue.error && <FailureAlert error={queue.error} />}
      <div className={styles.halves}>
        <CheckSummary
          view={view}
          preview={figures}
          template={templates.find(({ key }) => key === view.templateKey)}
          practice={status.mode === 'practice'}
          hold={holdOf(status, figures, used)}
        />
        {act && <SeenMessage answer={calls.recipient} index={view.shown} onShow={view.show} />}
      </div>
      <QueueBar busy={queue.busy} progress={queue.progress} />
      <ActsBar>
        {act && <SendAct act={act} preview={figures} calls={calls} />}
        <Button variant="default" onClick={() => view.goTo('who')} disabled={queue.busy}>
          {t('send.back')}
        </Button>
      </ActsBar>
    </Stack>
  )
}
