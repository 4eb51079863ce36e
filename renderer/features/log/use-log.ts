import { useDebouncedValue } from '@mantine/hooks'
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { call } from '../../lib/bridge/api.ts'
import { useAnswer, useStatus } from '../../lib/bridge/use-bridge.ts'
import { useBridgeEvent } from '../../lib/bridge/use-bridge-event.ts'
import { type LogPageData, patchRows, ROWS_A_CALL, windowIsFull } from './list/log-window.ts'
import { type Cursor, forAnyState, type LogFilter, toFilter } from './log-filter.ts'
import { NEWEST, useLogStore } from './log-store.ts'

const SETTLE_MS = 250
type Loaded = InfiniteData<LogPageData, Cursor>

/** The filter as it stood when the typing paused. */
function useFilter(): { filter: LogFilter; anyState: LogFilter } {
  const choice = useLogStore((view) => view.choice)
  const { now, zone } = useStatus()
  const [search] = useDebouncedValue(choice.search, SETTLE_MS)
  // Midnight of a day back, so it stays the same filter until tomorrow.
  const filter = toFilter({ ...choice, search }, now, zone)
  return { filter, anyState: forAnyState(filter) }
}

type Reading = {
  /** Somebody reads further down or moves among the rows: new ones wait behind a button, so that nothing jumps. */
  readonly reading: boolean
  /** The page of rows in sight. */
  readonly page: number
}

/** The loaded rows and what is known of all that match. */
export function useLogRows({ reading, page }: Reading) {
  const client = useQueryClient()
  const { window, moveWindow } = useLogStore()
  const { filter, anyState } = useFilter()
  const [shownAt, setShownAt] = useState(0)
  // Not under the channel's own name: a refetch by itself would shift every row under the reader.
  const rows = useInfiniteQuery<LogPageData, Error, Loaded, readonly unknown[], Cursor>({
    queryKey: ['log-rows', filter, window.cursor],
    initialPageParam: window.cursor,
    queryFn: ({ pageParam }) => call('messages:page', { filter, cursor: pageParam, limit: ROWS_A_CALL }),
    getNextPageParam: (last: LogPageData, all: LogPageData[]) => (windowIsFull(all) ? null : last.next),
    gcTime: 0,
  })
  const pages = rows.data?.pages
  const loaded = useMemo(() => pages?.flatMap((one) => one.rows) ?? [], [pages])
  const newestAt = loaded[0]?.createdAt ?? 0
  const known = loaded.length > 0
  const inSight = { filter: { ...filter, until: newestAt + 1 }, cursor: rows.data?.pageParams[page] ?? null, limit: ROWS_A_CALL }
  const fresh = useAnswer('messages:page', inSight, { enabled: known && reading })
  const newer = useAnswer('messages:count', { filter: { ...filter, from: newestAt + 1 } }, { enabled: known && window.cursor === null })
  const count = useAnswer('messages:count', { filter }, { keepLast: true })
  const counts = useAnswer('messages:count', { filter: anyState }, { keepLast: true })
  const list = useMemo(() => patchRows(loaded, fresh.data?.rows ?? []), [loaded, fresh.data])

  const refreshTop = () => {
    const newest = ['log-rows', filter, null]
    client.setQueryData<Loaded>(newest, (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) })
    void client.invalidateQueries({ queryKey: newest })
  }
  useBridgeEvent('console:changed', ({ topics }) => {
    if (topics.includes('messages') && !reading && window.cursor === null) refreshTop()
  })
  const last = list.at(-1)
  const older = { cursor: pages?.at(-1)?.next ?? null, before: window.before + list.length, from: last?.createdAt ?? null }
  return {
    rows,
    list,
    filter,
    /** Changes when the list begins anew, so that the grid goes back to its top. */
    shownAt,
    count: count.data ?? null,
    /** Of any state, whichever the filter wants. */
    counts: counts.data ?? null,
    newer: reading ? (newer.data?.total ?? 0) : 0,
    showNewest: () => {
      moveWindow(NEWEST)
      setShownAt((n) => n + 1)
      refreshTop()
    },
    older: pages && last && windowIsFull(pages) ? { than: last.createdAt, show: () => moveWindow(older) } : null,
  }
}

/** The message that is open. */
export function useOpened() {
  const opened = useLogStore((view) => view.opened)
  return useAnswer('messages:get', opened ?? { channel: 'sms', id: 1 }, { enabled: opened !== null })
}
