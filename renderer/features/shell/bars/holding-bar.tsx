import { Button } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import type { Status } from '../../../lib/bridge/use-bridge.ts'
import { useRecall } from '../../../lib/bridge/use-recall.ts'
import { useCountdown } from '../../../lib/time/use-countdown.ts'
import { campaignName } from '../../../lib/words/batch-name.ts'
import { useLive } from '../../../stores/live.ts'

type Props = { readonly holding: NonNullable<Status['holding']> }

/** The send that can still be undone, on every page for as long as it can. */
export function HoldingBar({ holding }: Props) {
  const { t } = useTranslation()
  const recall = useRecall()
  const left = useCountdown(holding.until)
  const announce = useLive((live) => live.announce)
  const words = (time: string) => t('shell.holding.words', { name: campaignName(t, holding), count: holding.messages, left: time })
  // Said once: a countdown read aloud each second would drown everything else.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another campaign is the only news.
  useEffect(() => announce(words(left)), [holding.campaignId, announce])
  return (
    <>
      <section className="notice" data-kind="holding" aria-label={t('shell.holding.label')} data-region tabIndex={-1}>
        <IconHourglass size="1.25rem" aria-hidden />
        <p className="flat figures-only">{words(left)}</p>
        <Button size="xs" disabled={recall.busy} onClick={() => recall.cancel(holding.campaignId)}>
          {t('shell.holding.undo')}
        </Button>
        <Button size="xs" variant="default" disabled={recall.busy} onClick={() => recall.release(holding.campaignId)}>
          {t('shell.holding.now')}
        </Button>
      </section>
      {recall.error && <FailureAlert error={recall.error} />}
    </>
  )
}
