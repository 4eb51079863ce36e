import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { AskAgain } from './ask-again.tsx'

type Props = {
  /** The message may have gone out already: that is said before it goes again. */
  readonly unsure: boolean
  readonly busy: boolean
  readonly onRetry: () => void
}

export function RetryButton({ unsure, busy, onRetry }: Props) {
  const { t } = useTranslation()
  const [asking, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button onClick={unsure ? open : onRetry} loading={busy}>
        {t('log.detail.retry')}
      </Button>
      <AskAgain
        opened={asking}
        title={t('log.detail.retryUnsureTitle')}
        text={t('log.detail.retryUnsureText')}
        yes={t('log.detail.retry')}
        onYes={onRetry}
        onClose={close}
      />
    </>
  )
}
