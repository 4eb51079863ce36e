import { Card, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { MESSAGE_STATES } from '../../../shared/model/messages/message.ts'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { PageLink } from '../../components/layout/page-link.tsx'
import { CancelRest } from '../../components/message/cancel-rest.tsx'
import { StatusBadge } from '../../components/message/status-badge.tsx'
import { When } from '../../components/message/when.tsx'
import { useAnswer } from '../../lib/bridge/use-bridge.ts'
import { type Cancel, useCancel } from '../../lib/bridge/use-cancel.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import { batchName } from '../../lib/words/batch-name.ts'
import { RecentCost } from './recent-cost.tsx'

type Recent = Output<'overview:get'>['recent']
type Props = { readonly recent: Recent; readonly practice: boolean }

export function RecentSends({ recent, practice }: Props) {
  const { t } = useTranslation()
  const cancelling = useCancel()
  return (
    <Card withBorder component="section" aria-labelledby="recent-title">
      <h2 id="recent-title">{t('home.recent.title')}</h2>
      {recent.length === 0 && (
        <Text mt="xs" c="dimmed">
          {t('home.recent.none')}
        </Text>
      )}
      {cancelling.error && <FailureAlert error={cancelling.error} />}
      <ul className="recent">
        {recent.map((send) => (
          <RecentSend key={send.batchId} send={send} practice={practice} cancelling={cancelling} />
        ))}
      </ul>
    </Card>
  )
}

type OneProps = { readonly send: Recent[number]; readonly practice: boolean; readonly cancelling: Cancel }

function RecentSend({ send, practice, cancelling }: OneProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const name = batchName(t, send)
  const batch = useAnswer('batches:get', { batchId: send.batchId }, { keepLast: true }).data
  // Send counts its messages without those left out, and so does this.
  const messages = send.planned - (send.states.skipped ?? 0)
  return (
    <li>
      <div>
        <PageLink to="/log" search={{ batch: send.batchId }} aria-label={t('home.recent.open', { name })} underline="always">
          {name}
        </PageLink>
        <Text size="sm" c="dimmed">
          <When at={send.at} short /> · {t('home.recent.planned', { count: messages, shown: format.count(messages) })}
        </Text>
        {batch && !practice && <RecentCost batch={batch} />}
      </div>
      <div className="recent-states">
        {MESSAGE_STATES.map((state) => {
          const count = send.states[state] ?? 0
          return count > 0 && <StatusBadge key={state} state={state} count={format.count(count)} />
        })}
        {batch && batch.cancellable > 0 && (
          <CancelRest
            small
            words={t('home.recent.cancel')}
            name={t('home.recent.cancelName', { name, shown: format.count(batch.cancellable) })}
            waiting={batch.cancellable}
            busy={cancelling.busy}
            onCancel={() => cancelling.cancel(send.batchId)}
          />
        )}
      </div>
    </li>
  )
}
