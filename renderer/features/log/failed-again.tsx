import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { Ask } from '../../components/ask.tsx'

type Props = { readonly many: number; readonly busy: boolean; readonly onAgain: () => void }

/** Sends every failed message that matches once more, after saying what that means. */
export function FailedAgain({ many, busy, onAgain }: Props) {
  const { t } = useTranslation()
  const [asking, { open, close }] = useDisclosure(false)
  const act = t('log.retryFailed', { count: many })
  return (
    <>
      <Button onClick={open} loading={busy}>
        {act}
      </Button>
      <Ask opened={asking} title={t('log.retryFailedTitle', { count: many })} yes={act} no={t('log.keep')} onYes={onAgain} onClose={close}>
        {t('log.retryFailedText')}
      </Ask>
    </>
  )
}
