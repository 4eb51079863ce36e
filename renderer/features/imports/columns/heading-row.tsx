import { Button, ScrollArea, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { useAnswer } from '../../../lib/bridge/use-bridge.ts'
import type { useImportStore } from '../import-store.ts'

/** The first rows of a file whose headings were not found: one press says which row they are in. */
export function HeadingRow({ view }: { readonly view: ReturnType<typeof useImportStore.getState> }) {
  const { t } = useTranslation()
  const head = useAnswer('imports:head', { token: view.file?.token ?? '', options: view.options }, { enabled: view.file !== null })
  if (head.error) return <FailureAlert error={head.error} onRetry={() => void head.refetch()} />
  if (!head.data) return <Loading lines={6} />
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('imports.columns.noHeadings')}</Text>
      <Text size="sm">{t('imports.columns.noHeadingsLead')}</Text>
      <ScrollArea>
        <Table withTableBorder verticalSpacing={2}>
          <Table.Tbody>
            {head.data.rows.map(({ row, cells }) => (
              <Table.Tr key={row}>
                <Table.Td w="1%">
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t('imports.columns.takeRow', { row })}
                    onClick={() => view.readAnew({ ...view.options, headerRow: row })}
                  >
                    {row}
                  </Button>
                </Table.Td>
                <Table.Td>{cells.filter((cell) => cell !== '').join(' · ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Stack>
  )
}
