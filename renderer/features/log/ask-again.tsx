import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

type Props = {
  readonly opened: boolean
  readonly title: string
  readonly text: string
  /** The exact act. */
  readonly yes: string
  readonly onYes: () => void
  readonly onClose: () => void
}

/** Asks before messages go again; the safe answer has the focus. */
export function AskAgain({ opened, title, text, yes, onYes, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={title} withCloseButton={false}>
      <Text>{text}</Text>
      <Group justify="flex-end" mt="md" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('log.keep')}
        </Button>
        <Button
          onClick={() => {
            onClose()
            onYes()
          }}
        >
          {yes}
        </Button>
      </Group>
    </Modal>
  )
}
