import { Fieldset, Group, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ColumnMapping, FeeField } from '../../../../shared/model/school/import.ts'
import { readDate } from '../../../../shared/model/values/date.ts'
import { yearIsRight } from '../../../lib/format/term.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import type { Rest } from '../import-store.ts'
import type { Column } from './mapping.ts'

const TERMS = [1, 2, 3] as const

const WRAPPER = ['label', 'input', 'description', 'error'] as const

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
  const { date } = useFormat()
  const due = readDate(dueOn)
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
          inputWrapperOrder={[...WRAPPER]}
          description={source('term')}
          value={String(term)}
          data={TERMS.map((n) => ({ value: String(n), label: t('imports.columns.termName', { n }) }))}
          onChange={(event) => onChange({ term: TERMS.find((n) => String(n) === event.currentTarget.value) ?? null })}
        />
        <NumberInput
          label={t('imports.columns.year')}
          inputWrapperOrder={[...WRAPPER]}
          description={source('year')}
          w="8rem"
          allowDecimal={false}
          allowNegative={false}
          value={year}
          error={!yearIsRight(year) && t('imports.columns.yearWrong')}
          onChange={(typed) => onChange({ year: typeof typed === 'number' ? typed : '' })}
        />
        <TextInput
          label={t('imports.columns.dueOn')}
          inputWrapperOrder={[...WRAPPER]}
          description={source('dueOn') ?? (due === null || due === 'not_a_date' ? t('imports.columns.dueOnHint') : date(due))}
          error={due === 'not_a_date' && t('model.rowProblem.not_a_date', { cell: dueOn })}
          placeholder="31/12/2026"
          value={dueOn}
          onChange={(event) => onChange({ dueOn: event.currentTarget.value })}
        />
      </Group>
    </Fieldset>
  )
}
