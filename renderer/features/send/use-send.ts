import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Input } from '../../../shared/ipc/contract.ts'
import { useAct, useAnswer, useStatus } from '../../lib/bridge/use-bridge.ts'
import { useOneAtATime } from '../../lib/bridge/use-one-at-a-time.ts'
import { useWorkProgress } from '../../lib/bridge/use-work-progress.ts'
import { type Draft, draftOf } from './draft.ts'
import { useSendStore } from './send-store.ts'

/** Long enough for a whole amount to be typed before it is counted. */
const SETTLE_MS = 300
export const LEFT_OUT_A_PAGE = 100

/** The draft as it is chosen now (null while something is missing) and as it stood when the choosing paused. */
function useDraft(): { draft: Draft | null; settled: Draft | null } {
  const choice = useSendStore(useShallow(({ templateKey, channel, scope, classes, over, copies }) => ({ templateKey, channel, scope, classes, over, copies })))
  const draft = useMemo(() => draftOf(choice), [choice])
  const [settled] = useDebouncedValue(draft, SETTLE_MS)
  return { draft, settled }
}

// Stands in for a draft in a question that is not asked.
const NO_DRAFT: Draft = { templateKey: '-', channel: 'sms', audience: { classes: [], balanceOverCents: null, includeCopies: false } }

/** What the bursar was asked and said yes to. */
export type Accepted = Pick<Input<'batches:queue'>, 'staleAccepted' | 'clockAccepted'>

/** Everything that the Send page asks and does. */
export function useSend() {
  const { step, shown, leftOutOpen, leftOutOffset, draftId, queued, finished } = useSendStore()
  const { draft, settled } = useDraft()
  const counted = settled !== null && step !== 'message' && queued === null
  const draftAsked = settled ?? NO_DRAFT
  const templates = useAnswer('templates:list', {})
  const options = useAnswer('batches:options', {})
  const preview = useAnswer('batches:preview', draftAsked, { enabled: counted, keepLast: true })
  const previewing = useWorkProgress('batch-preview', preview.isFetching)
  const recipient = useAnswer('batches:recipient', { draft: draftAsked, index: shown }, { enabled: counted && step === 'check', keepLast: true })
  const leftOut = useAnswer(
    'batches:left-out',
    { draft: draftAsked, offset: leftOutOffset, limit: LEFT_OUT_A_PAGE },
    { enabled: counted && leftOutOpen, keepLast: true },
  )
  const queue = useAct('batches:queue')
  const queueing = useWorkProgress('batch-queue', queue.isPending)
  const batchId = queued?.batchId ?? 1
  const batch = useAnswer('batches:get', { batchId }, { enabled: queued !== null })
  const sms = useAnswer('messages:count', { filter: { batchId, channel: 'sms' } }, { enabled: queued !== null })
  const send = useOneAtATime(async (accepted: Accepted) => {
    if (settled) finished(await queue.mutateAsync({ draft: settled, draftId, ...accepted }))
  })
  return {
    status: useStatus(),
    draft,
    templates,
    options,
    preview,
    /** The figures shown are those of the draft as it is now. They may be asked for anew: while another batch goes out, that is several times a second. */
    isCounted: draft !== null && draft === settled && preview.data !== undefined && !preview.isPlaceholderData,
    previewing,
    recipient,
    leftOut,
    queue: { busy: queue.isPending, error: queue.error, progress: queueing, send },
    batch: batch.data ?? null,
    smsByState: sms.data?.byState ?? null,
  }
}
export type SendCalls = ReturnType<typeof useSend>
