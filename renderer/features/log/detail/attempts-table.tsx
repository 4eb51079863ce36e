import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { When } from '../../../components/message/when.tsx'
import { useFormat } from '../../../lib/format/use-format.ts'
import type { Message } from './message.ts'

type Props = { readonly message: Message }

/** Each try: when, how it ended, and what the provider said of it. */
export function AttemptsTable({ message }: Props) {
  const { t } = useTranslation()
  const { micros } = useFormat()
  if (message.attempts.length === 0) {
    const waits = message.state === 'queued' || message.state === 'held'
    return <Text size="sm">{t(waits ? 'log.detail.attemptsNone' : 'log.detail.attemptsNever')}</Text>
  }
  return (
    <Table verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('log.detail.n')}</Table.Th>
          <Table.Th>{t('log.detail.when')}</Table.Th>
          <Table.Th>{t('log.detail.outcome')}</Table.Th>
          <Table.Th>{t('log.detail.words')}</Table.Th>
          <Table.Th ta="right">{t('log.detail.cost')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {message.attempts.map((attempt) => (
          <Table.Tr key={attempt.n}>
            <Table.Td>{attempt.n}</Table.Td>
            <Table.Td>
              <When at={attempt.begunAt} short />
            </Table.Td>
            <Table.Td>{attempt.outcome === null ? t('log.detail.running') : t(`model.attempt.${attempt.outcome}`)}</Table.Td>
            <Table.Td>{[attempt.detail, attempt.code !== null && `(${attempt.code})`].filter(Boolean).join(' ')}</Table.Td>
            <Table.Td ta="right">{attempt.costMicros !== null && micros(attempt.costMicros, attempt.costCurrency ?? message.currency)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
