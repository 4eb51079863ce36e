import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { MOST_MEGABYTES } from '../../../lib/bridge/dropped-file.ts'

type Props = {
  readonly busy: boolean
  readonly error: unknown
  readonly practice: boolean
  readonly choose: () => void
  readonly drop: (file: File) => void
  readonly sample: () => void
}

export function FileStep({ busy, error, practice, choose, drop, sample }: Props) {
  const { t } = useTranslation()
  const [several, setSeveral] = useState(false)
  const dropped = (files: readonly File[]) => {
    const [file, ...more] = files
    setSeveral(more.length > 0)
    if (file && more.length === 0) drop(file)
  }
  return (
    <Stack gap="md">
      {error !== null && <FailureAlert error={error} />}
      <Dropzone onDrop={dropped} activateOnClick={false} activateOnKeyboard={false} disabled={busy} p="xl" radius="md">
        <Stack align="center" gap="sm" style={{ pointerEvents: 'auto' }}>
          <IconFileImport size="2.5rem" stroke={1.5} aria-hidden />
          <Text fw={600} size="lg">
            {t('imports.file.drop')}
          </Text>
          <Text c="dimmed">{t('imports.file.dropHint', { most: MOST_MEGABYTES })}</Text>
          <Button onClick={choose} disabled={busy}>
            {t('imports.file.choose')}
          </Button>
          <Text size="sm" role="status" mih="1.5rem">
            {busy && (
              <>
                <Loader size="xs" mr="xs" aria-hidden />
                {t('imports.file.reading')}
              </>
            )}
            {several && t('imports.file.onlyOne')}
          </Text>
        </Stack>
      </Dropzone>
      <Text c="dimmed" size="sm">
        {t('imports.file.nothingChanges')}
      </Text>
      {practice && (
        <Group gap="sm">
          <Text>{t('imports.file.sampleLead')}</Text>
          <Button variant="default" onClick={sample} disabled={busy}>
            {t('imports.file.sample')}
          </Button>
          <Text c="dimmed" size="sm">
            {t('imports.file.sampleHint')}
          </Text>
        </Group>
      )}
    </Stack>
  )
}
