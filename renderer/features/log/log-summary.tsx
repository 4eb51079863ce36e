import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import type { LogWindow } from './log-store.ts'

type Props = {
  readonly count: Output<'messages:count'> | null
  readonly window: LogWindow
  readonly newer: number
  readonly onNewest: () => void
}

/** How many match and what they cost, and the way back to what came in meanwhile. */
export function LogSummary({ count, window, newer, onNewest }: Props) {
  const { t } = useTranslation()
  const { charges, dayTime } = useFormat()
  return (
    <Group gap="md" mih="1.75rem">
      <Text size="sm" role="status">
        {count && `${t('log.count', { count: count.total })} · ${charges(count.costs)}`}
        {newer > 0 && ` · ${t('log.newer', { count: newer })}`}
      </Text>
      {newer > 0 && (
        <Button size="compact-sm" onClick={onNewest}>
          {t('log.show')}
        </Button>
      )}
      {window.from !== null && (
        <>
          <Text size="sm">{t('log.windowHint', { when: dayTime(window.from) })}</Text>
          <Button size="compact-sm" variant="default" onClick={onNewest}>
            {t('log.newest')}
          </Button>
        </>
      )}
    </Group>
  )
}
