import { Button, Loader, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MOST_MEGABYTES } from '../../../lib/bridge/dropped-file.ts'

type Props = { readonly busy: boolean; readonly onChoose: () => void; readonly onDrop: (file: File) => void }

/** Where the report comes from, and how it gets here. */
export function ReportFile({ busy, onChoose, onDrop }: Props) {
  const { t } = useTranslation()
  const [several, setSeveral] = useState(false)
  const dropped = (files: readonly File[]) => {
    const [file, ...more] = files
    setSeveral(more.length > 0)
    if (file && more.length === 0) onDrop(file)
  }
  return (
    <Stack gap="md">
      <Text>{t('reports.lead')}</Text>
      <Dropzone onDrop={dropped} activateOnClick={false} activateOnKeyboard={false} disabled={busy} p="lg" radius="md">
        <Stack align="center" gap="sm" style={{ pointerEvents: 'auto' }}>
          <IconFileImport size="2.5rem" stroke={1.5} aria-hidden />
          <Text fw={600} size="lg">
            {t('reports.drop')}
          </Text>
          <Text c="dimmed">{t('reports.dropHint', { most: MOST_MEGABYTES })}</Text>
          <Button onClick={onChoose} disabled={busy}>
            {t('reports.choose')}
          </Button>
          <Text size="sm" role="status" mih="1.5rem">
            {busy && (
              <>
                <Loader size="xs" mr="xs" aria-hidden />
                {t('reports.reading')}
              </>
            )}
            {several && t('reports.onlyOne')}
          </Text>
        </Stack>
      </Dropzone>
    </Stack>
  )
}
