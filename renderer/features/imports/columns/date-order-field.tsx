import { Alert, Group, Radio, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DATE_ORDERS, type DateOrder } from '../../../../shared/model/values/date.ts'
import type { Column } from './mapping.ts'

type Props = { readonly column: Column; readonly order: DateOrder | null; readonly onChange: (order: DateOrder) => void }

/** Whether 10/12/2026 is in December or in October: asked where the file does not prove it, told where it proves the unusual. */
export function DateOrderField({ column, order, onChange }: Props) {
  const { t } = useTranslation()
  if (column.dates === 'none' || column.dates === 'day_first') return null
  if (column.dates === 'month_first') return <Text size="sm">{t('imports.columns.datesProven')}</Text>
  const why = column.dates === 'both' ? t('imports.columns.datesBoth') : t('imports.columns.datesUnknown', { sample: column.samples[0] ?? '' })
  return (
    <Alert color="yellow">
      <Radio.Group
        label={t('imports.columns.dates')}
        description={why}
        value={order}
        onChange={(value) => {
          const chosen = DATE_ORDERS.find((known) => known === value)
          if (chosen) onChange(chosen)
        }}
      >
        <Group mt="xs">
          {DATE_ORDERS.map((one) => (
            <Radio key={one} value={one} label={t(`imports.columns.dateOrders.${one}`)} />
          ))}
        </Group>
      </Radio.Group>
    </Alert>
  )
}
