import { Table } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../../shared/ipc/contract.ts'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { Pager } from '../../../components/layout/pager.tsx'
import { SideDrawer } from '../../../components/layout/side-drawer.tsx'
import { missingWords } from '../../../lib/words/field-words.ts'
import type { useSendStore } from '../send-store.ts'
import { LEFT_OUT_A_PAGE } from '../use-send.ts'

type LeftOut = Output<'batches:left-out'>
type Props = { readonly view: ReturnType<typeof useSendStore.getState>; readonly answer: UseQueryResult<LeftOut> }

/** Reasons that may keep one channel back and not the other; the rest say by themselves what they are about. */
const OF_ONE_CHANNEL = ['opted_out', 'same_number', 'missing_value'] as const satisfies readonly LeftOut['rows'][number]['reason'][]

/** Everybody of the audience who gets nothing, each with the reason and what is on file. */
export function LeftOutDrawer({ view, answer }: Props) {
  const { t } = useTranslation()
  const offset = view.leftOutOffset
  const total = answer.data?.total ?? 0
  return (
    <SideDrawer opened={view.leftOutOpen} onClose={() => view.openLeftOut(false)} size="44rem" title={t('send.leftOut.title')}>
      {answer.error && <FailureAlert error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Loading lines={8} />}
      {answer.data && <Rows rows={answer.data.rows} />}
      <Pager
        offset={offset}
        limit={LEFT_OUT_A_PAGE}
        total={total}
        words={t('send.leftOut.page', { from: offset + 1, to: Math.min(offset + LEFT_OUT_A_PAGE, total), total })}
        previous={t('send.leftOut.previous')}
        next={t('send.leftOut.next')}
        onPage={view.pageLeftOut}
      />
    </SideDrawer>
  )
}

function Rows({ rows }: { readonly rows: LeftOut['rows'] }) {
  const { t } = useTranslation()
  return (
    <Table verticalSpacing={5}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('send.leftOut.guardian')}</Table.Th>
          <Table.Th>{t('send.leftOut.reason')}</Table.Th>
          <Table.Th>{t('send.leftOut.onFile')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one family may stand here twice for the same reason, and the rows of a page never move.
          <Table.Tr key={`${row.guardian} ${row.channel} ${row.reason} ${n}`}>
            <Table.Td>
              {row.guardian}
              <div>{row.students.join(', ')}</div>
            </Table.Td>
            <Table.Td>
              {OF_ONE_CHANNEL.some((reason) => reason === row.reason) && `${t(`model.channel.${row.channel}`)}: `}
              {t(`model.skip.${row.reason}`)}
              {row.missing !== null && <div>{missingWords(t, row.missing)}</div>}
            </Table.Td>
            <Table.Td>{row.onFile || t('send.leftOut.nothing')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
