import { Button, Group, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  readonly opened: boolean
  readonly title: string
  readonly children: ReactNode
  /** The exact act. */
  readonly yes: string
  /** What happens without it. */
  readonly no: string
  readonly onYes: () => void
  readonly onClose: () => void
}

/** Asks before an act that costs money or concerns many; the safe answer has the focus. */
export function Ask({ opened, title, children, yes, no, onYes, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} withCloseButton={false}>
      <Text component="div">{children}</Text>
      <Group justify="flex-end" mt="md" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          {no}
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
