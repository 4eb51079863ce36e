import { notifications } from '@mantine/notifications'
import { IconCheck } from '@tabler/icons-react'

/** Tells of a small finished act. Never of an error: those stay on the page until they are put right. */
export function toastDone(message: string, closeLabel: string): void {
  notifications.show({
    message,
    color: 'green',
    icon: <IconCheck size="1.1rem" aria-hidden />,
    autoClose: 8_000,
    closeButtonProps: { 'aria-label': closeLabel },
  })
}
