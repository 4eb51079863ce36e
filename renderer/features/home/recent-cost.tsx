import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { useFormat } from '../../lib/use-format.ts'
import { recentCost } from './recent-cost.ts'

type Props = { readonly campaign: Output<'campaigns:get'>; readonly practice: boolean }

/** What a send was reckoned at, and what it came to. */
export function RecentCost({ campaign, practice }: Props) {
  const { t } = useTranslation()
  const { micros } = useFormat()
  const known = practice ? null : recentCost(campaign)
  if (!known) return null
  const estimate = micros(campaign.estimateMicros, campaign.currency)
  const actual = micros(campaign.actualMicros, campaign.currency)
  return (
    <Text size="sm" c="dimmed">
      {t(`home.recent.${known}`, { estimate, actual })}
    </Text>
  )
}
