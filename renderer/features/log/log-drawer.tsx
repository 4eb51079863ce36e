import { Button, Group, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { FailureAlert } from '../../components/failure-alert.tsx'
import { Loading } from '../../components/loading.tsx'
import { SideDrawer } from '../../components/side-drawer.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { missingWords } from '../../lib/field-words.ts'
import { AttemptsTable } from './attempts-table.tsx'
import { refOf } from './log-window.ts'
import { MessageFacts } from './message-facts.tsx'
import { MessageText } from './message-text.tsx'
import { RetryButton } from './retry-button.tsx'
import type { useLogActs } from './use-log.ts'

export type Message = Output<'messages:get'>
type Acts = ReturnType<typeof useLogActs>
type Props = {
  readonly opened: boolean
  readonly answer: UseQueryResult<Message>
  readonly acts: Acts
  readonly onClose: () => void
  readonly onDone: (words: string) => void
}

/** All that is known of one message, and what can still be done about it. */
export function LogDrawer({ opened, answer, acts, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const message = answer.data
  return (
    <SideDrawer opened={opened} onClose={onClose} size="38rem" title={message ? t('log.detail.title', { name: message.toName }) : t('log.detail.loading')}>
      {answer.error && <FailureAlert error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Loading lines={8} />}
      {message && <Opened message={message} acts={acts} onDone={onDone} />}
    </SideDrawer>
  )
}

function Opened({ message, acts, onDone }: { readonly message: Message; readonly acts: Acts; readonly onDone: Props['onDone'] }) {
  const { t } = useTranslation()
  const error = acts.again.error ?? acts.settle.error
  return (
    <Stack gap="sm">
      <div>
        <StatusBadge state={message.state} />
        <Text mt={4}>{t(`model.stateMeans.${message.state}`)}</Text>
        {message.skipReason && <Text fw={600}>{t(`model.skip.${message.skipReason}`)}</Text>}
        {message.failureReason && <Text fw={600}>{t(`model.failure.${message.failureReason}`)}</Text>}
        {message.detail && (
          <Text size="sm" c="dimmed">
            {message.state === 'skipped' ? missingWords(t, message.detail) : `${t('log.detail.said')}: ${message.detail}`}
          </Text>
        )}
      </div>
      {error && <FailureAlert error={error} />}
      {(message.can.retry || message.can.settle) && (
        <Group gap="sm">
          {message.can.retry && (
            <RetryButton
              unsure={message.state === 'unconfirmed'}
              busy={acts.again.isPending}
              onRetry={() => acts.again.mutate(refOf(message), { onSuccess: (queued) => onDone(t('log.retried', { count: queued })) })}
            />
          )}
          {message.can.settle && (
            <Button
              variant="default"
              loading={acts.settle.isPending}
              onClick={() => acts.settle.mutate(refOf(message), { onSuccess: () => onDone(t('log.settled')) })}
            >
              {t('log.detail.settle')}
            </Button>
          )}
        </Group>
      )}
      {message.can.settle && (
        <Text size="sm" c="dimmed">
          {t('log.detail.settleHint')}
        </Text>
      )}
      {message.body !== '' && <MessageText message={message} onDone={onDone} />}
      <div>
        <h3>{t('log.detail.attempts')}</h3>
        <AttemptsTable message={message} />
      </div>
      <MessageFacts message={message} />
    </Stack>
  )
}
