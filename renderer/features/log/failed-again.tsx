import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'

type Props = { readonly many: number; readonly busy: boolean; readonly onAgain: () => void }

/** Sends every failed message that matches once more, after saying what that means. */
export function FailedAgain({ many, busy, onAgain }: Props) {
  const { t } = useTranslation()
  const [asking, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button onClick={open} loading={busy}>
        {t('log.retryFailed', { count: many })}
      </Button>
      <Modal opened={asking} onClose={close} title={t('log.retryFailedTitle', { count: many })} withCloseButton={false}>
        <Text>{t('log.retryFailedText')}</Text>
        <Group justify="flex-end" mt="md" gap="sm">
          <Button variant="default" onClick={close} data-autofocus>
            {t('log.keep')}
          </Button>
          <Button
            onClick={() => {
              close()
              onAgain()
            }}
          >
            {t('log.retryFailed', { count: many })}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
