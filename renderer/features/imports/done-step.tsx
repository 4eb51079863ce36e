import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PageLinkButton } from '../../components/layout/page-link.tsx'
import { StepHeading } from '../../components/layout/step-heading.tsx'
import { useFormat } from '../../lib/format/use-format.ts'
import { rowsBroughtIn } from './check/check-figures.ts'
import type { Done } from './import-store.ts'

const LINES = ['create', 'change', 'same', 'skip', 'refuse'] as const

type Props = { readonly done: Done; readonly fileName: string; readonly onAnother: () => void }

/** What became of every row, so that the figures add up, and what to do next. */
export function DoneStep({ done: { rows, balances }, fileName, onAnother }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const many = rowsBroughtIn(rows)
  const when = format.dayTime(balances.asAt)
  return (
    <Stack gap="md" maw="44rem">
      <div>
        <StepHeading>{many === 0 ? t('imports.done.confirmed', { when }) : t('imports.done.title', { count: many })}</StepHeading>
        <Text c="dimmed">{t('imports.done.from', { name: fileName })}</Text>
      </div>
      <Table withTableBorder maw="24rem">
        <Table.Tbody>
          {LINES.map((line) => (
            <Table.Tr key={line}>
              <Table.Th scope="row">{t(`model.verdict.${line}`)}</Table.Th>
              <Table.Td ta="right">{format.count(rows[line])}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row">{t('imports.done.read')}</Table.Th>
            <Table.Th ta="right">{format.count(rows.read)}</Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
      <Text size="sm" c="dimmed">
        {t('imports.done.sum')}
      </Text>
      <Text>{balances.students === 0 ? t('imports.done.noBalances') : t('imports.done.balances', { count: balances.students, when })}</Text>
      {rows.refuse > 0 && <Alert color="yellow">{t('imports.done.refused', { count: rows.refuse })}</Alert>}
      <div>
        <h3>{t('imports.done.next')}</h3>
        <Group gap="sm" mt="xs">
          <PageLinkButton to="/send">{t('imports.done.send')}</PageLinkButton>
          <Button variant="default" onClick={onAnother}>
            {t('imports.done.another')}
          </Button>
        </Group>
      </div>
    </Stack>
  )
}
