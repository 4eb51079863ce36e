import { Button, Loader, Paper, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { messagesOf } from '../act.ts'
import type { Draft, Preview } from '../draft.ts'
import { leftOutTotal } from '../draft.ts'

type Props = {
  readonly draft: Draft | null
  readonly preview: UseQueryResult<Preview>
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly onLeftOut: () => void
}

/** How many would get it, counted again as the choice changes. */
export function AudienceCount({ draft, preview, progress, onLeftOut }: Props) {
  const { t } = useTranslation()
  if (preview.error) return <FailureAlert error={preview.error} onRetry={() => void preview.refetch()} />
  const figures = draft ? preview.data : undefined
  const leftOut = figures ? leftOutTotal(figures) : 0
  const counting = draft !== null && (preview.isPlaceholderData || !figures)
  return (
    <Paper withBorder p="md" role="status" aria-busy={counting}>
      {counting && (
        <Text size="sm" className="late">
          <Loader size="xs" mr="xs" aria-hidden />
          {progress ? t('send.who.countingOf', { done: progress.done, total: progress.total }) : t('send.who.counting')}
        </Text>
      )}
      {figures && (
        <>
          <Text fw={600} size="lg">
            {messagesOf(figures) === 0 ? t('send.who.nobody') : t('send.who.total', { count: figures.guardians })}
          </Text>
          <Text>
            {messagesOf(figures) === 0 ? t('send.who.nobodyHint') : t('send.who.split', { sms: figures.sms.messages, email: figures.email.messages })}
          </Text>
          {leftOut > 0 && (
            <Button variant="subtle" size="compact-md" px={0} onClick={onLeftOut}>
              {t('send.who.leftOut', { count: leftOut })} · {t('send.check.seeList')}
            </Button>
          )}
        </>
      )}
    </Paper>
  )
}
