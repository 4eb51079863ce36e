import { Button } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Ask } from '../../../components/feedback/ask.tsx'
import { useFormat } from '../../../lib/format/use-format.ts'
import type { Act } from '../act.ts'
import type { Preview } from '../draft.ts'
import type { SendCalls } from '../use-send.ts'

type Props = { readonly act: Act; readonly preview: Preview; readonly calls: SendCalls }

/** The one button that sends. A clock that is behind and old balances are asked about first. */
export function SendAct({ act, preview, calls }: Props) {
  const { t } = useTranslation()
  const { micros, day } = useFormat()
  const [asking, setAsking] = useState<'clock' | 'stale' | null>(null)
  const { queue, isCounted } = calls
  const { stale, clockBehind } = preview
  const words = t(`send.check.act.${act.key}`, { count: act.count, sms: act.sms, cost: micros(preview.sms.estimateMicros, preview.currency) })
  const send = () => queue.send({ staleAccepted: stale !== null, clockAccepted: clockBehind !== null })
  const afterClock = () => (stale ? setAsking('stale') : send())
  const close = () => setAsking(null)
  return (
    <>
      <Button
        leftSection={<IconSend size="1.1rem" aria-hidden />}
        onClick={() => (clockBehind ? setAsking('clock') : afterClock())}
        loading={queue.busy}
        disabled={!isCounted}
      >
        {words}
      </Button>
      {clockBehind && (
        <Ask
          opened={asking === 'clock'}
          title={t('send.check.clockTitle', { now: day(clockBehind.now) })}
          yes={t('send.check.clockYes')}
          no={t('send.check.clockNo')}
          onYes={afterClock}
          onClose={close}
        >
          {t('send.check.clockText', { known: day(clockBehind.known) })}
        </Ask>
      )}
      {stale && (
        <Ask
          opened={asking === 'stale'}
          title={t('send.check.staleTitle', { count: stale.days })}
          yes={words}
          no={t('send.check.staleNo')}
          onYes={send}
          onClose={close}
        >
          {t('send.check.stale', { count: stale.messages, date: day(stale.asAt) })} {t('send.check.staleText')}
        </Ask>
      )}
    </>
  )
}
