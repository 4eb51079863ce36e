import { Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

type Props = { readonly busy: boolean; readonly progress: { readonly done: number; readonly total: number } | null }

/** How far the messages are queued. */
export function QueueBar({ busy, progress }: Props) {
  const { t } = useTranslation()
  if (!busy) return null
  const known = progress !== null && progress.total > 0
  return (
    <div>
      <Text size="sm" role="status">
        {known ? t('send.check.sendingOf', { done: progress.done, total: progress.total }) : t('send.check.sending')}
      </Text>
      <Progress value={known ? (100 * progress.done) / progress.total : 100} animated={!known} aria-label={t('send.check.sending')} />
    </div>
  )
}
