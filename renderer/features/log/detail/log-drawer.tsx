import { Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { SideDrawer } from '../../../components/layout/side-drawer.tsx'
import { StatusBadge } from '../../../components/message/status-badge.tsx'
import { useFormat } from '../../../lib/format/use-format.ts'
import { missingWords } from '../../../lib/words/field-words.ts'
import type { LogActs } from '../selection/use-log-acts.ts'
import { AttemptsTable } from './attempts-table.tsx'
import { mayHaveArrived } from './earlier-try.ts'
import type { Message } from './message.ts'
import { MessageActs } from './message-acts.tsx'
import { MessageFacts } from './message-facts.tsx'
import { MessageText } from './message-text.tsx'
import { ReportsTable } from './reports-table.tsx'

type Props = {
  readonly opened: boolean
  readonly answer: UseQueryResult<Message>
  readonly acts: LogActs
  readonly onClose: () => void
  readonly onDone: (words: string) => void
}

/** All that is known of one message, and what can still be done about it. */
export function LogDrawer({ opened, answer, acts, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const message = answer.data
  const title = message && (message.toName === null ? t('model.batch.test') : t('log.detail.title', { name: message.toName }))
  return (
    <SideDrawer opened={opened} onClose={onClose} size="38rem" title={title ?? t('log.detail.loading')}>
      {answer.error && <FailureAlert error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Loading lines={8} />}
      {message && <Opened message={message} acts={acts} onDone={onDone} />}
    </SideDrawer>
  )
}

function Opened({ message, acts, onDone }: { readonly message: Message; readonly acts: LogActs; readonly onDone: Props['onDone'] }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      <Standing message={message} />
      {acts.error && <FailureAlert error={acts.error} />}
      <MessageActs message={message} acts={acts} />
      {message.body !== '' && <MessageText message={message} onDone={onDone} />}
      <div>
        <h3>{t('log.detail.attempts')}</h3>
        <AttemptsTable message={message} />
      </div>
      {message.reports.length > 0 && (
        <div>
          <h3>{t('log.detail.reports')}</h3>
          <ReportsTable message={message} />
        </div>
      )}
      <MessageFacts message={message} />
    </Stack>
  )
}

/** How it stands, and why. */
function Standing({ message }: { readonly message: Message }) {
  const { t } = useTranslation()
  const { time, dayTime } = useFormat()
  const { state, holdReason, decidedAt } = message
  return (
    <div>
      <StatusBadge state={state} />
      <Text mt={4}>{t(`model.stateMeans.${state}`)}</Text>
      {mayHaveArrived(message) && <Text fw={600}>{t('log.detail.earlierTry')}</Text>}
      {state === 'held' && holdReason && (
        <Text>
          <b>{t(`model.hold.${holdReason}.what`)}</b> {t(`model.hold.${holdReason}.means`, { time: time(message.notBefore) })}{' '}
          {t(`model.hold.${holdReason}.todo`)}
        </Text>
      )}
      {message.skipReason && <Text fw={600}>{t(`model.skip.${message.skipReason}`)}</Text>}
      {message.failureReason && <Text fw={600}>{t(`model.failure.${message.failureReason}`)}</Text>}
      {state === 'unconfirmed' && decidedAt !== null && <Text>{t('log.detail.leftOn', { when: dayTime(decidedAt) })}</Text>}
      {message.detail && (
        <Text size="sm" c="dimmed">
          {state === 'skipped' ? missingWords(t, message.detail) : `${t('log.detail.said')}: ${message.detail}`}
        </Text>
      )}
    </div>
  )
}
