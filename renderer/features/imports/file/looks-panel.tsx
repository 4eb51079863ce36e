import { Button, Group, NativeSelect, NumberInput, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReadOptions } from '../import-store.ts'

const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be', 'cp850', 'macintosh'] as const
const DELIMITERS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const
type Delimiter = keyof typeof DELIMITERS
const MOST_HEADER_ROW = 50

type Props = {
  /** What the bursar chose so far. */
  readonly options: ReadOptions
  /** How the file was read; null while it cannot be. */
  readonly read: Required<ReadOptions> | null
  readonly onChange: (options: ReadOptions) => void
}

/** Other ways of reading the file, for when names or columns look broken. */
export function LooksPanel({ options, read, onChange }: Props) {
  const { t } = useTranslation()
  const shown = { ...read, ...options }
  const delimiters = Object.keys(DELIMITERS) as Delimiter[]
  return (
    <details open={read === null || Object.keys(options).length > 0}>
      <summary>{t('imports.looks.title')}</summary>
      <Text size="sm" c="dimmed" my={4}>
        {t('imports.looks.lead')}
      </Text>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={t('imports.looks.encoding')}
          value={shown.encoding ?? 'utf-8'}
          data={ENCODINGS.map((value) => ({ value, label: t(`imports.looks.encodings.${value}`) }))}
          onChange={(event) => {
            const encoding = ENCODINGS.find((known) => known === event.currentTarget.value)
            if (encoding) onChange({ ...options, encoding })
          }}
        />
        <NativeSelect
          label={t('imports.looks.delimiter')}
          value={shown.delimiter ?? ','}
          data={delimiters.map((value) => ({ value, label: t(`imports.looks.delimiters.${DELIMITERS[value]}`) }))}
          onChange={(event) => {
            const delimiter = delimiters.find((known) => known === event.currentTarget.value)
            if (delimiter) onChange({ ...options, delimiter })
          }}
        />
        <NumberInput
          label={t('imports.looks.headerRow')}
          w="10rem"
          min={1}
          max={MOST_HEADER_ROW}
          clampBehavior="strict"
          allowDecimal={false}
          value={shown.headerRow ?? 1}
          onChange={(headerRow) => typeof headerRow === 'number' && headerRow !== shown.headerRow && onChange({ ...options, headerRow })}
        />
        <Button variant="default" disabled={Object.keys(options).length === 0} onClick={() => onChange({})}>
          {t('imports.looks.reset')}
        </Button>
      </Group>
    </details>
  )
}
