import { Button } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import { Ask } from '../../../components/feedback/ask.tsx'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { PageLink } from '../../../components/layout/page-link.tsx'
import { useAct } from '../../../lib/bridge/use-bridge.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { toastDone } from '../../../lib/toast.tsx'
import { daysSince } from './days-since.ts'

type Answer = Input<'messages:answer-held'>
type Props = {
  readonly reason: Answer['reason']
  readonly messages: number
  readonly balancesAsAt: Output<'console:status'>['asking']['balancesAsAt']
  /** The school's clock and zone. */
  readonly now: number
  readonly zone: string
}

/** Messages that wait for a person's word: why, and the answers there are. */
export function AskingBar({ reason, messages, balancesAsAt, now, zone }: Props) {
  const { t } = useTranslation()
  const { day } = useFormat()
  const oldestWords = () => {
    if (balancesAsAt === null) return null
    const { oldest, newest } = balancesAsAt
    const days = daysSince(oldest, now, zone)
    if (days === 0) return null
    const when = { date: day(oldest), days: t('shell.asking.days', { count: days }) }
    return t(day(oldest) === day(newest) ? 'shell.asking.staleAt' : 'shell.asking.staleSome', when)
  }
  const answer = useAct('messages:answer-held')
  const [asked, setAsked] = useState<Answer['answer']>('send')
  const [asking, setAsking] = useState(false)
  const counted = { count: messages }
  const stale = reason === 'stale_data'
  const means = stale ? (oldestWords() ?? t('shell.asking.staleMeans')) : t('shell.asking.restoredMeans')
  const ask = (wanted: Answer['answer']) => {
    setAsked(wanted)
    setAsking(true)
  }
  const give = () =>
    answer.mutate(
      { reason, answer: asked },
      {
        onSuccess: ({ messages: done }) => toastDone(t(asked === 'send' ? 'shell.asking.sent' : 'shell.asking.dropped', { count: done }), t('shell.act.close')),
      },
    )
  return (
    <>
      <section className="notice" data-kind="asking" aria-label={t('shell.asking.label')} data-region tabIndex={-1}>
        <IconHandStop size="1.25rem" aria-hidden />
        <p className="flat" role="status">
          <strong>{t(stale ? 'shell.asking.stale' : 'shell.asking.restored', counted)}</strong> {means}
        </p>
        {stale && (
          <PageLink to="/import" c="inherit" underline="always" size="sm">
            {t('shell.asking.import')}
          </PageLink>
        )}
        <PageLink to="/log" search={{ state: ['held'] }} c="inherit" underline="always" size="sm">
          {t('shell.asking.show')}
        </PageLink>
        <Button size="xs" variant="default" disabled={answer.isPending} onClick={() => ask('cancel')}>
          {t('shell.asking.drop')}
        </Button>
        <Button size="xs" variant="default" disabled={answer.isPending} onClick={() => ask('send')}>
          {t('shell.asking.send')}
        </Button>
      </section>
      {answer.error && <FailureAlert error={answer.error} />}
      <Ask
        opened={asking}
        title={t(asked === 'send' ? 'shell.asking.sendTitle' : 'shell.asking.dropTitle', counted)}
        yes={t(`shell.asking.${asked === 'send' ? 'send' : 'drop'}`)}
        no={t('shell.asking.later')}
        onYes={give}
        onClose={() => setAsking(false)}
      >
        {asked === 'cancel' ? t('shell.asking.dropText') : t(stale ? 'shell.asking.sendStale' : 'shell.asking.sendRestored')}
      </Ask>
    </>
  )
}
