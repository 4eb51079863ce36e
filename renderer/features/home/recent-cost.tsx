import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAnswer } from '../../lib/bridge/use-bridge.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import { type Batch, costOf } from '../../lib/words/batch-cost.ts'
import { recentCost } from './recent-cost.ts'

type Props = { readonly batch: Batch }

/** What a send was reckoned at, and what it came to. */
export function RecentCost({ batch }: Props) {
  const { t } = useTranslation()
  const { micros, charges } = useFormat()
  const sms = useAnswer('messages:count', { filter: { batchId: batch.batchId, channel: 'sms' } }, { keepLast: true }).data
  const known = sms ? recentCost(costOf(batch, sms.byState)) : null
  if (!known) return null
  const estimate = micros(batch.estimateMicros, batch.currency)
  const actual = charges(batch.actual)
  return (
    <Text size="sm" c="dimmed">
      {t(`home.recent.${known}`, { estimate, actual })}
    </Text>
  )
}
