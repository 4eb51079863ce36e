import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Recall } from '../../../lib/bridge/use-recall.ts'
import { useCountdown } from '../../../lib/time/use-countdown.ts'

type Props = { readonly campaignId: number; readonly until: number; readonly recall: Recall }

/** The time in which a send can be undone, and the two ways to end it. */
export function ResultHolding({ campaignId, until, recall }: Props) {
  const { t } = useTranslation()
  const left = useCountdown(until)
  return (
    <div>
      <Text fw={600} size="xl" className="figures" mb="xs">
        {t('send.result.begins', { left })}
      </Text>
      <Group gap="sm">
        <Button disabled={recall.busy} onClick={() => recall.cancel(campaignId)}>
          {t('shell.holding.undo')}
        </Button>
        <Button variant="default" disabled={recall.busy} onClick={() => recall.release(campaignId)}>
          {t('shell.holding.now')}
        </Button>
      </Group>
    </div>
  )
}
