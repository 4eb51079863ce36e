import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Cancel } from '../../../lib/bridge/use-cancel.ts'
import { useCountdown } from '../../../lib/time/use-countdown.ts'

type Props = { readonly batchId: number; readonly until: number; readonly cancelling: Cancel }

/** The time in which a send can be undone, and the two ways to end it. */
export function ResultHolding({ batchId, until, cancelling }: Props) {
  const { t } = useTranslation()
  const left = useCountdown(until)
  return (
    <div>
      <Text fw={600} size="xl" className="figures" mb="xs">
        {t('send.result.begins', { left })}
      </Text>
      <Group gap="sm">
        <Button disabled={cancelling.busy} onClick={() => cancelling.cancel(batchId)}>
          {t('shell.holding.undo')}
        </Button>
        <Button variant="default" disabled={cancelling.busy} onClick={() => cancelling.release(batchId)}>
          {t('shell.holding.now')}
        </Button>
      </Group>
    </div>
  )
}
