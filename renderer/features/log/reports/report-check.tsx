import { Alert, NativeSelect, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import styles from '../log.module.css'
import { chooseReportColumn, mappingLack, REPORT_FIELDS, type ReportMapping, type ReportReading } from './report-mapping.ts'

const SAMPLES = 2
const NONE = ''
type Props = { readonly reading: ReportReading; readonly mapping: ReportMapping; readonly onMap: (mapping: ReportMapping) => void }

/** How the report is read, what it finds in the log and what it would change. */
export function ReportCheck({ reading, mapping, onMap }: Props) {
  const { t } = useTranslation()
  const lack = mappingLack(mapping)
  return (
    <Stack gap="sm">
      <Text fw={600} className="breakable">
        {t('reports.fileLine', { name: reading.file.name, count: reading.rows })}
      </Text>
      <Columns reading={reading} mapping={mapping} onMap={onMap} />
      {lack && <Alert color="orange">{t(lack === 'status' ? 'reports.noStatus' : 'reports.noMatch')}</Alert>}
      {!lack && (
        <>
          <div className={styles.sums}>
            <Sums
              title={t('reports.found')}
              lines={[
                [reading.matched.byId, t('reports.byId')],
                [reading.matched.byNumberAndTime, t('reports.byNumberAndTime')],
                [reading.matched.doubtful, t('reports.doubtful')],
                [reading.matched.none, t('reports.notFound')],
              ]}
            />
            <Sums
              title={t('reports.would')}
              lines={[
                [reading.would.deliver, t('reports.deliver')],
                [reading.would.fail, t('reports.fail')],
                [reading.would.confirm, t('reports.confirm')],
                [reading.would.same, t('reports.same')],
                [reading.would.unreadable, t('reports.unreadable')],
              ]}
            />
          </div>
          <Sample reading={reading} />
        </>
      )}
    </Stack>
  )
}

function Columns({ reading: { columns }, mapping, onMap }: Props) {
  const { t } = useTranslation()
  const choices = [
    { value: NONE, label: t('reports.none') },
    ...columns.map(({ index, heading }) => ({ value: String(index), label: heading || t('reports.unnamed', { n: index + 1 }) })),
  ]
  return (
    <div>
      <h3>{t('reports.columns')}</h3>
      <div className={styles.columns}>
        {REPORT_FIELDS.map((field) => {
          const index = mapping[field]
          const samples = columns.find((column) => column.index === index)?.samples.slice(0, SAMPLES) ?? []
          return (
            <NativeSelect
              key={field}
              size="xs"
              label={t(`reports.field.${field}`)}
              aria-label={t('reports.choice', { field: t(`reports.field.${field}`) })}
              description={samples.join(' · ') || undefined}
              inputWrapperOrder={['label', 'input', 'description']}
              value={index === undefined ? NONE : String(index)}
              data={choices}
              onChange={(event) => onMap(chooseReportColumn(mapping, field, event.currentTarget.value === NONE ? null : Number(event.currentTarget.value)))}
            />
          )
        })}
      </div>
    </div>
  )
}

/** Lines of what was counted; those of which there are none are left away. */
function Sums({ title, lines }: { readonly title: string; readonly lines: readonly (readonly [count: number, words: string])[] }) {
  const { t } = useTranslation()
  const { count } = useFormat()
  const known = lines.filter(([n]) => n > 0)
  return (
    <div>
      <h3>{title}</h3>
      {known.length === 0 && <Text>{t('reports.no')}</Text>}
      <ul className={styles.sumLines}>
        {known.map(([n, words]) => (
          <li key={words}>
            <b className="figures">{count(n)}</b> {words}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Sample({ reading: { sample } }: Pick<Props, 'reading'>) {
  const { t } = useTranslation()
  if (sample.length === 0) return null
  return (
    <div>
      <h3>{t('reports.sample')}</h3>
      <Table verticalSpacing={4} aria-label={t('reports.sample')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('reports.row')}</Table.Th>
            <Table.Th>{t('reports.phone')}</Table.Th>
            <Table.Th>{t('reports.name')}</Table.Th>
            <Table.Th>{t('reports.status')}</Table.Th>
            <Table.Th>{t('reports.change')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sample.map(({ row, phone, toName, status, from, to }) => (
            <Table.Tr key={row}>
              <Table.Td>{row}</Table.Td>
              <Table.Td>{phone}</Table.Td>
              <Table.Td>{toName ?? t('reports.unknown')}</Table.Td>
              <Table.Td className="breakable">{status}</Table.Td>
              <Table.Td>
                {from && to && from !== to ? t('reports.becomes', { from: t(`model.state.${from}`), to: t(`model.state.${to}`) }) : t('reports.stays')}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
