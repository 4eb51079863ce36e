import { Fieldset, Group, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ColumnMapping, FeeField } from '../../../shared/model/import.ts'
import type { Rest } from './import-store.ts'
import type { Column } from './mapping.ts'

const TERMS = [1, 2, 3] as const

/** Whether a year was typed that fees can be for. */
export function yearIsRight(year: number | ''): year is number {
  return year !== '' && year >= 2000 && year <= 2100
}

type Props = {
  readonly columns: readonly Column[]
  readonly mapping: ColumnMapping
  readonly term: number
  readonly year: number | ''
  readonly dueOn: string
  readonly onChange: (rest: Partial<Rest>) => void
}

/** Term, year and due date, for what the file does not say. */
export function RestFields({ columns, mapping, term, year, dueOn, onChange }: Props) {
  const { t } = useTranslation()
  const source = (field: FeeField) => {
    const column = columns.find(({ index }) => index === mapping[field])
    return column && t('imports.columns.fromColumn', { heading: column.heading })
  }
  return (
    <Fieldset legend={t('imports.columns.rest')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('imports.columns.restLead')}
      </Text>
      <Group align="flex-start" gap="md">
        <NativeSelect
          label={t('imports.columns.term')}
          description={source('term')}
          value={String(term)}
          data={TERMS.map((n) => ({ value: String(n), label: t('imports.columns.termName', { n }) }))}
          onChange={(event) => onChange({ term: TERMS.find((n) => String(n) === event.currentTarget.value) ?? null })}
        />
        <NumberInput
          label={t('imports.columns.year')}
          description={source('year')}
          w="8rem"
          allowDecimal={false}
          allowNegative={false}
          value={year}
          error={!yearIsRight(year) && t('imports.columns.yearWrong')}
          onChange={(typed) => onChange({ year: typeof typed === 'number' ? typed : '' })}
        />
        <TextInput
          type="date"
          label={t('imports.columns.dueOn')}
          description={source('dueOn') ?? t('imports.columns.dueOnHint')}
          value={dueOn}
          onChange={(event) => onChange({ dueOn: event.currentTarget.value })}
        />
      </Group>
    </Fieldset>
  )
}
