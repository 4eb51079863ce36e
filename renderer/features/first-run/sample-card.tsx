import { Button, Card, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { useFormat } from '../../lib/format/use-format.ts'

type Props = {
  readonly busy: boolean
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly error: unknown
  readonly onLoad: () => void
}

export function SampleCard({ busy, progress, error, onLoad }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const total = progress?.total ?? 0
  return (
    <Card withBorder component="section">
      <h2>{t('home.welcome.sampleTitle')}</h2>
      <Text my="sm">{t('home.welcome.sample')}</Text>
      {busy ? (
        <div role="status">
          <Text size="sm">
            {t('home.welcome.loading')}
            {progress && `: ${t('shell.running.count', { done: format.count(progress.done), total: format.count(total) })}`}
          </Text>
          <Progress mt="xs" value={total === 0 ? 0 : ((progress?.done ?? 0) / total) * 100} aria-label={t('home.welcome.loading')} />
        </div>
      ) : (
        <Button onClick={onLoad}>{t('home.welcome.loadSample')}</Button>
      )}
      {error !== null && error !== undefined && <FailureAlert error={error} />}
    </Card>
  )
}
