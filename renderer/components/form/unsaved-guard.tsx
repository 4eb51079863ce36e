import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

type Props = { readonly dirty: boolean }

/** Asks before typed changes are left behind. */
export function UnsavedGuard({ dirty }: Props) {
  const { t } = useTranslation()
  // No beforeunload: in a desktop window it would silently refuse to close.
  const blocker = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: false, withResolver: true })
  return (
    <Modal opened={blocker.status === 'blocked'} onClose={() => blocker.reset?.()} title={t('shell.unsaved.title')} withCloseButton={false}>
      <Text>{t('shell.unsaved.means')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" color="red" onClick={() => blocker.proceed?.()}>
          {t('shell.unsaved.leave')}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          {t('shell.unsaved.stay')}
        </Button>
      </Group>
    </Modal>
  )
}
