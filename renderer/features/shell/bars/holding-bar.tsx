import { Button } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import type { Status } from '../../../lib/bridge/use-bridge.ts'
import { useCancel } from '../../../lib/bridge/use-cancel.ts'
import { useCountdown } from '../../../lib/time/use-countdown.ts'
import { batchName } from '../../../lib/words/batch-name.ts'
import { useLive } from '../../../stores/live.ts'

type Props = { readonly holding: NonNullable<Status['holding']> }

/** The send that can still be undone, on every page for as long as it can. */
export function HoldingBar({ holding }: Props) {
  const { t } = useTranslation()
  const cancelling = useCancel()
  const left = useCountdown(holding.until)
  const announce = useLive((live) => live.announce)
  const words = (time: string) => t('shell.holding.words', { name: batchName(t, holding), count: holding.messages, left: time })
  // Said once: a countdown read aloud each second would drown everything else.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another batch is the only news.
  useEffect(() => announce(words(left)), [holding.batchId, announce])
  return (
    <>
      <section className="notice" data-kind="holding" aria-label={t('shell.holding.label')} data-region tabIndex={-1}>
        <IconHourglass size="1.25rem" aria-hidden />
        <p className="flat figures-only">{words(left)}</p>
        <Button size="xs" disabled={cancelling.busy} onClick={() => cancelling.cancel(holding.batchId)}>
          {t('shell.holding.undo')}
        </Button>
        <Button size="xs" variant="default" disabled={cancelling.busy} onClick={() => cancelling.release(holding.batchId)}>
          {t('shell.holding.now')}
        </Button>
      </section>
      {cancelling.error && <FailureAlert error={cancelling.error} />}
    </>
  )
}
