import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAnswer } from '../../lib/bridge/use-bridge.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import { type Campaign, costOf } from '../../lib/words/batch-cost.ts'
import { recentCost } from './recent-cost.ts'

type Props = { readonly campaign: Campaign }

/** What a send was reckoned at, and what it came to. */
export function RecentCost({ campaign }: Props) {
  const { t } = useTranslation()
  const { micros, charges } = useFormat()
  const sms = useAnswer('messages:count', { filter: { campaignId: campaign.campaignId, channel: 'sms' } }, { keepLast: true }).data
  const known = sms ? recentCost(costOf(campaign, sms.byState)) : null
  if (!known) return null
  const estimate = micros(campaign.estimateMicros, campaign.currency)
  const actual = charges(campaign.actual)
  return (
    <Text size="sm" c="dimmed">
      {t(`home.recent.${known}`, { estimate, actual })}
    </Text>
  )
}
