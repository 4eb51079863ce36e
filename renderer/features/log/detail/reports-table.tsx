import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { When } from '../../../components/message/when.tsx'
import type { Message } from './message.ts'

type Props = { readonly message: Message }

/** What was told of the message after it was sent: by whom, what, in which words, when. */
export function ReportsTable({ message }: Props) {
  const { t } = useTranslation()
  return (
    <Table verticalSpacing={4} aria-label={t('log.detail.reports')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('log.detail.when')}</Table.Th>
          <Table.Th>{t('log.detail.source')}</Table.Th>
          <Table.Th>{t('log.detail.verdict')}</Table.Th>
          <Table.Th>{t('log.detail.words')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {message.reports.map((report, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same may be told twice, and what was told never moves.
          <Table.Tr key={n}>
            <Table.Td>
              <When at={report.at} short />
            </Table.Td>
            <Table.Td>{t(`model.reportSource.${report.source}`)}</Table.Td>
            <Table.Td>{t(`model.reportVerdict.${report.verdict}`)}</Table.Td>
            <Table.Td className="breakable">{[report.detail, report.code && `(${report.code})`].filter(Boolean).join(' ')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
