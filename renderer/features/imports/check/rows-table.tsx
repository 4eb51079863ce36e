import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { addressAsWritten } from '../../../lib/format/address.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import styles from '../imports.module.css'
import type { RowLine, RowTab } from './check-figures.ts'
import { changesWords, remarkWords } from './row-words.ts'

type Props = { readonly rows: readonly RowLine[]; readonly tab: RowTab }

/** Rows of the file by the numbers that a spreadsheet gives them. */
export function RowsTable({ rows, tab }: Props) {
  const { t } = useTranslation()
  if (rows.length === 0) return <Text py="md">{tab === 'look' ? t('imports.check.allFine') : t('imports.check.empty')}</Text>
  return (
    <Table.ScrollContainer minWidth="56rem" scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={5} withTableBorder aria-label={t('imports.check.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right" title={t('imports.check.rowHint')}>
              {t('imports.check.row')}
            </Table.Th>
            {tab === 'look' && <Table.Th>{t('imports.check.fate')}</Table.Th>}
            <Table.Th>{t('imports.check.adm')}</Table.Th>
            <Table.Th>{t('imports.check.child')}</Table.Th>
            <Table.Th>{t('imports.check.guardian')}</Table.Th>
            <Table.Th>{t('model.feeField.phone')}</Table.Th>
            <Table.Th ta="right">{t('model.feeField.balance')}</Table.Th>
            <Table.Th>{t('imports.check.what')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Row key={row.row} row={row} fated={tab === 'look'} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Row({ row, fated }: { readonly row: RowLine; readonly fated: boolean }) {
  const { t } = useTranslation()
  const { cents, date } = useFormat()
  const remarks = row.remarks.map((remark) => remarkWords(t, remark))
  const changes = changesWords(t, row, date)
  const moved = row.balanceBeforeCents !== null && row.balanceBeforeCents !== row.balanceCents
  return (
    <tr className={styles.cells}>
      <td className={styles.number}>{row.row}</td>
      {fated && (
        <td>
          <span className={row.verdict === 'refuse' ? styles.refused : styles.broughtIn}>
            {row.verdict === 'refuse' ? t('model.verdict.refuse') : t('imports.check.broughtIn')}
          </span>
        </td>
      )}
      <td>{row.admNo}</td>
      <td>{row.student}</td>
      <td>{row.guardian}</td>
      <td className="figures">{addressAsWritten(row.phone)}</td>
      <td className={styles.number}>
        {moved && row.balanceBeforeCents !== null && <>{cents(row.balanceBeforeCents)} → </>}
        {row.balanceCents !== null && cents(row.balanceCents)}
      </td>
      <td>
        {[...remarks, ...changes].map((words) => (
          <div key={words}>{words}</div>
        ))}
      </td>
    </tr>
  )
}
