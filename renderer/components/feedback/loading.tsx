import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'

type Props = { readonly lines?: number }

/** The place of what is still on its way. Nothing at all for the first 150 ms, so that a quick answer does not flicker. */
export function Loading({ lines = 4 }: Props) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm" className="late" role="status" aria-busy>
      <VisuallyHidden>{t('shell.loading')}</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => `line ${line}`).map((line) => (
        <Skeleton key={line} height="2rem" />
      ))}
    </Stack>
  )
}
