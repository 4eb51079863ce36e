import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/feedback/empty-state.tsx'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { Loading } from '../../components/feedback/loading.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { PageLinkButton } from '../../components/layout/page-link.tsx'
import { useAnswer } from '../../lib/bridge/use-bridge.ts'
import { toastDone } from '../../lib/toast.tsx'
import { LogDrawer } from './detail/log-drawer.tsx'
import { LogGrid } from './list/log-grid.tsx'
import { LogFilters } from './log-filters.tsx'
import { isNarrowed, NO_CHOICE, useLogStore } from './log-store.ts'
import { LogSummary } from './log-summary.tsx'
import { AskReports } from './reports/ask-reports.tsx'
import { ChosenBar } from './selection/chosen-bar.tsx'
import { FailedAgain } from './selection/failed-again.tsx'
import { ALL, allFor, chosenCount, chosenCounts, type Matching, NONE, whatFor } from './selection/selection.ts'
import { useLogActs } from './selection/use-log-acts.ts'
import { useLogRows, useOpened } from './use-log.ts'

const ReportDrawer = lazy(async () => ({ default: (await import('./reports/report-drawer.tsx')).ReportDrawer }))

const NO_COUNTS: Matching = { byState: {}, undecided: 0, asOf: 0 }

/** Chooses what a link names, whenever that was. */
function useNamedByLink() {
  const search = useSearch({ from: '/log' })
  const choose = useLogStore((view) => view.choose)
  useEffect(() => {
    const { state, batch, channel, q } = search
    if (!state && !batch && !channel && !q) return
    choose({ ...NO_CHOICE, range: 'all', states: state ?? [], batchId: batch ?? null, channel: channel ?? null, search: q ?? '' })
  }, [search, choose])
}

export function LogPage() {
  const { t } = useTranslation()
  const view = useLogStore()
  useNamedByLink()
  const [reading, setReading] = useState(false)
  const [page, setPage] = useState(0)
  const [report, { open: openReport, close: closeReport }] = useDisclosure(false)
  const { chosen, setChosen } = view
  const total = (log: { total: number } | null) => log?.total ?? 0
  const isChoosing = chosen.all || chosen.some.size > 0
  // What is chosen must not move away from under the choice.
  const log = useLogRows({ reading: reading || isChoosing, page })
  const acts = useLogActs()
  const opened = useOpened()
  const { rows, list, count, filter } = log
  const counts = useMemo(() => chosenCounts(chosen, list, log.counts ?? NO_COUNTS, filter), [chosen, list, log.counts, filter])
  const failed = view.choice.states.length === 1 && view.choice.states[0] === 'failed' ? total(count) : 0
  return (
    <>
      <PageHeader title={t('log.title')}>
        <AskReports />
        <Button variant="default" onClick={openReport}>
          {t('reports.open')}
        </Button>
        {count !== null && failed > 0 && (
          <FailedAgain many={failed} what={allFor('retry', filter, count)} busy={acts.busy === 'retry'} onAgain={(what) => acts.run('retry', [what])} />
        )}
      </PageHeader>
      {acts.error && view.opened === null && <FailureAlert error={acts.error} />}
      <LogFilters choice={view.choice} byState={log.counts?.byState ?? null} narrowed={isNarrowed(view.choice)} onChoose={view.choose} onClear={view.clear} />
      {isChoosing && chosenCount(chosen, total(count)) > 0 ? (
        <ChosenBar
          chosen={chosen}
          total={total(count)}
          counts={counts}
          busy={acts.busy}
          whats={(act) => whatFor(act, chosen, list, filter, log.counts ?? NO_COUNTS)}
          onAct={(act, whats) => acts.run(act, whats, () => setChosen(NONE))}
          onAll={() => setChosen(ALL)}
          onNone={() => setChosen(NONE)}
        />
      ) : (
        <LogSummary count={count} window={view.window} newer={log.newer} onNewest={log.showNewest} />
      )}
      {rows.error && <FailureAlert error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.isPending && <Loading lines={12} />}
      {rows.data && list.length > 0 && (
        <LogGrid
          // A new list starts at its top, with its first row in the Tab order.
          key={`${JSON.stringify([filter, view.window.cursor])} ${log.shownAt}`}
          rows={list}
          before={view.window.before}
          total={count?.total ?? null}
          more={rows.hasNextPage}
          loadingMore={rows.isFetchingNextPage}
          older={log.older}
          chosen={chosen}
          onChosen={setChosen}
          onMore={() => void rows.fetchNextPage()}
          onOpen={view.open}
          onReading={setReading}
          onPage={setPage}
        />
      )}
      {rows.data && list.length === 0 && <Nothing narrowed={isNarrowed(view.choice)} onClear={view.clear} />}
      <LogDrawer
        opened={view.opened !== null}
        answer={opened}
        acts={acts}
        onClose={() => view.open(null)}
        onDone={(words) => toastDone(words, t('shell.act.close'))}
      />
      <Suspense>
        <ReportDrawer opened={report} onClose={closeReport} />
      </Suspense>
    </>
  )
}

function Nothing({ narrowed, onClear }: { readonly narrowed: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation()
  const everything = useAnswer('messages:count', { filter: {} })
  if (everything.isPending) return null
  // In a log that holds nothing at all there is no filter to blame.
  if (narrowed && everything.data?.total !== 0) {
    return (
      <EmptyState title={t('log.noMatch')} words={t('log.noMatchHint')}>
        <Button variant="default" onClick={onClear}>
          {t('log.clear')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t('log.empty')} words={t('log.emptyHint')}>
      <PageLinkButton to="/send">{t('log.emptyAct')}</PageLinkButton>
    </EmptyState>
  )
}
