import { Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

type Props = { readonly label: string; readonly progress: { readonly done: number; readonly total: number } | null }

/** How far a long piece of work is, in words and as a bar. */
export function WorkBar({ label, progress }: Props) {
  const { t } = useTranslation()
  const known = progress !== null && progress.total > 0
  return (
    <div>
      <Text size="sm" role="status">
        {label} {known && t('imports.check.progress', { done: progress.done, total: progress.total })}
      </Text>
      <Progress value={known ? (100 * progress.done) / progress.total : 100} animated={!known} aria-label={label} />
    </div>
  )
}
