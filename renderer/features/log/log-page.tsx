import { Button } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureAlert } from '../../components/failure-alert.tsx'
import { Loading } from '../../components/loading.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { PageLinkButton } from '../../components/page-link.tsx'
import { toastDone } from '../../lib/toast.tsx'
import { useAnswer } from '../../lib/use-bridge.ts'
import { FailedAgain } from './failed-again.tsx'
import { LogDrawer } from './log-drawer.tsx'
import { LogFilters } from './log-filters.tsx'
import { LogGrid } from './log-grid.tsx'
import { isNarrowed, NO_CHOICE, useLogStore } from './log-store.ts'
import { LogSummary } from './log-summary.tsx'
import { useLogActs, useLogRows, useOpened } from './use-log.ts'

export function LogPage() {
  const { t } = useTranslation()
  const view = useLogStore()
  const search = useSearch({ from: '/log' })
  const { choose } = view
  useEffect(() => {
    const { state, campaign, channel, q } = search
    if (!state && !campaign && !channel && !q) return
    // A link names what it wants to show, whenever that was.
    choose({ ...NO_CHOICE, range: 'all', states: state ?? [], campaignId: campaign ?? null, channel: channel ?? null, search: q ?? '' })
  }, [search, choose])
  const [reading, setReading] = useState(false)
  const [page, setPage] = useState(0)
  const log = useLogRows({ reading, page })
  const acts = useLogActs(log.filter)
  const opened = useOpened()
  const { rows, list, count } = log
  const done = (words: string) => toastDone(words, t('shell.act.close'))
  const failed = view.choice.states.length === 1 && view.choice.states[0] === 'failed' ? (count?.total ?? 0) : 0
  return (
    <>
      <PageHeader title={t('log.title')}>
        {failed > 0 && (
          <FailedAgain
            many={failed}
            busy={acts.failedAgain.isPending}
            onAgain={() => acts.failedAgain.mutate(undefined, { onSuccess: (queued) => done(t('log.retried', { count: queued })) })}
          />
        )}
      </PageHeader>
      {acts.failedAgain.error && <FailureAlert error={acts.failedAgain.error} />}
      <LogFilters choice={view.choice} byState={log.byState} narrowed={isNarrowed(view.choice)} onChoose={choose} onClear={view.clear} />
      <LogSummary count={count} window={view.window} newer={log.newer} onNewest={log.showNewest} />
      {rows.error && <FailureAlert error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.isPending && <Loading lines={12} />}
      {rows.data && list.length > 0 && (
        <LogGrid
          // A new list starts at its top, with its first row in the Tab order.
          key={`${JSON.stringify([log.filter, view.window.cursor])} ${log.shownAt}`}
          rows={list}
          before={view.window.before}
          total={count?.total ?? null}
          more={rows.hasNextPage}
          loadingMore={rows.isFetchingNextPage}
          older={log.older}
          onMore={() => void rows.fetchNextPage()}
          onOpen={view.open}
          onReading={setReading}
          onPage={setPage}
        />
      )}
      {rows.data && list.length === 0 && <Nothing narrowed={isNarrowed(view.choice)} onClear={view.clear} />}
      <LogDrawer opened={view.opened !== null} answer={opened} acts={acts} onClose={() => view.open(null)} onDone={done} />
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
