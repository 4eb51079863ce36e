import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'

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
      <Modal opened={asking} onClose={close} title={t('log.detail.retryUnsureTitle')} withCloseButton={false}>
        <Text>{t('log.detail.retryUnsureText')}</Text>
        <Group justify="flex-end" mt="md" gap="sm">
          <Button variant="default" onClick={close} data-autofocus>
            {t('log.keep')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              close()
              onRetry()
            }}
          >
            {t('log.detail.retry')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
