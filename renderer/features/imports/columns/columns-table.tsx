import { NativeSelect, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type ColumnMapping, FEE_FIELDS, type FeeField } from '../../../../shared/model/school/import.ts'
import { headingWords } from './heading-words.ts'
import { type Column, mappingFaults, REQUIRED_FIELDS, unusedColumns } from './mapping.ts'

const SAMPLES = 3
const NONE = ''

type Props = {
  readonly columns: readonly Column[]
  readonly mapping: ColumnMapping
  readonly onChoose: (field: FeeField, index: number | null) => void
}

/** Our fields with the column that feeds each, and what the file holds there. */
export function ColumnsTable({ columns, mapping, onChoose }: Props) {
  const { t } = useTranslation()
  const faults = mappingFaults(mapping)
  const heading = (column: Column) => headingWords(column, t)
  const choices = [{ value: NONE, label: t('imports.columns.none') }, ...columns.map((column) => ({ value: String(column.index), label: heading(column) }))]
  const unused = unusedColumns(columns, mapping)
  return (
    <div>
      <Table verticalSpacing={4} withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('imports.columns.field')}</Table.Th>
            <Table.Th>{t('imports.columns.column')}</Table.Th>
            <Table.Th>{t('imports.columns.samples')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {FEE_FIELDS.map((field) => {
            const index = mapping[field]
            const fault = faults[field]
            const samples = columns.find((column) => column.index === index)?.samples.slice(0, SAMPLES) ?? []
            return (
              <Table.Tr key={field}>
                <Table.Td>
                  {t(`model.feeField.${field}`)}
                  {REQUIRED_FIELDS.includes(field) && ` (${t('imports.columns.required')})`}
                </Table.Td>
                <Table.Td>
                  <NativeSelect
                    size="xs"
                    miw="9.5rem"
                    maw="20rem"
                    aria-label={t('imports.columns.choose', { field: t(`model.feeField.${field}`) })}
                    value={index === undefined ? NONE : String(index)}
                    data={choices}
                    error={fault && t(`imports.columns.${fault}`)}
                    onChange={(event) => onChoose(field, event.currentTarget.value === NONE ? null : Number(event.currentTarget.value))}
                  />
                </Table.Td>
                <Table.Td>{samples.map((sample) => sample || t('imports.columns.empty')).join(' · ')}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {unused.length > 0 && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('imports.columns.unused', { columns: unused.map(heading).join(', ') })}
        </Text>
      )}
    </div>
  )
}
