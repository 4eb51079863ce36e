import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../shared/model/messages/event.ts'

type Props = { readonly name: string; readonly language: Language; readonly busy: boolean; readonly onRestore: () => void }

/** Throws the school's own text away, which cannot be taken back: so it asks. */
export function RestoreButton({ name, language, busy, onRestore }: Props) {
  const { t } = useTranslation()
  const [asking, { open, close }] = useDisclosure(false)
  const restore = () => {
    close()
    onRestore()
  }
  return (
    <>
      <Button variant="default" disabled={busy} onClick={open}>
        {t('templates.restore')}
      </Button>
      <Modal opened={asking} onClose={close} title={t('templates.restoreTitle')} withCloseButton={false}>
        <Text>{t('templates.restoreMeans', { name, language: t(`model.language.${language}`) })}</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" data-autofocus onClick={close}>
            {t('shell.act.cancel')}
          </Button>
          <Button color="red" onClick={restore}>
            {t('templates.restoreDo')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
