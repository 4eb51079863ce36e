import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Ask } from '../../components/ask.tsx'
import { useFormat } from '../../lib/use-format.ts'
import type { Act } from './act.ts'
import type { Preview } from './draft.ts'
import type { SendCalls } from './use-send.ts'

type Props = { readonly act: Act; readonly preview: Preview; readonly calls: SendCalls }

/** The one button that sends. Old balances are asked about first. */
export function SendAct({ act, preview, calls }: Props) {
  const { t } = useTranslation()
  const { micros, day } = useFormat()
  const [asking, { open, close }] = useDisclosure(false)
  const { queue, isCounted } = calls
  const { stale } = preview
  const words = t(`send.check.act.${act.key}`, { count: act.count, sms: act.sms, cost: micros(preview.sms.estimateMicros, preview.currency) })
  return (
    <>
      <Button leftSection={<IconSend size="1.1rem" aria-hidden />} onClick={stale ? open : () => queue.send(false)} loading={queue.busy} disabled={!isCounted}>
        {words}
      </Button>
      {stale && (
        <Ask
          opened={asking}
          title={t('send.check.staleTitle', { count: stale.days })}
          yes={words}
          no={t('send.check.staleNo')}
          onYes={() => queue.send(true)}
          onClose={close}
        >
          {t('send.check.staleText', { date: day(stale.asAt) })}
        </Ask>
      )}
    </>
  )
}
