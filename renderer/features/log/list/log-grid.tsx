// biome-ignore-all lint/a11y: an ARIA grid whose rows are placed one by one; a table cannot hold them, and one row at a time takes the focus.
import { useElementSize } from '@mantine/hooks'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import styles from '../log.module.css'
import type { LogRow } from '../log-filter.ts'
import { ALL, type Chosen, isChosen, NONE, toggle, withRange } from '../selection/selection.ts'
import { GridRow } from './log-row.tsx'
import { keyOf, type MessageRef, PREFETCH_ROWS, ROWS_A_CALL, refOf, rowForKey } from './log-window.ts'

const COLUMNS = ['time', 'to', 'address', 'kind', 'state', 'cost', 'text'] as const
/** Before the first measuring. */
const USUAL_ROW_PX = 34
const OVERSCAN = 12

type Props = {
  readonly rows: readonly LogRow[]
  /** Rows of the log before the first of these. */
  readonly before: number
  /** Of all that match; null while it is being counted. */
  readonly total: number | null
  readonly more: boolean
  readonly loadingMore: boolean
  readonly older: { readonly than: number; readonly show: () => void } | null
  readonly chosen: Chosen
  readonly onChosen: (chosen: Chosen) => void
  readonly onMore: () => void
  readonly onOpen: (message: MessageRef) => void
  readonly onReading: (reading: boolean) => void
  /** The page of rows in sight, counted from 0. */
  readonly onPage: (page: number) => void
}

/** The messages as an ARIA grid: one stop for Tab, the arrow keys from there, only the rows in sight in the page. */
export function LogGrid({ rows, before, total, more, loadingMore, older, chosen, onChosen, onMore, onOpen, onReading, onPage }: Props) {
  const { t } = useTranslation()
  const { shortDayTime } = useFormat()
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: header, height } = useElementSize<HTMLDivElement>()
  const rowPx = height || USUAL_ROW_PX
  const [active, setActive] = useState(0)
  const toFocus = useRef<number | null>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollPaddingStart: rowPx,
    getItemKey: (index) => {
      const row = rows[index]
      return row ? keyOf(row) : index
    },
    // The row that has the focus stays in the page when it is scrolled away: the focus would go with it.
    rangeExtractor: (range: Range) => [...new Set([...defaultRangeExtractor(range), active])].filter((index) => index < rows.length).sort((a, b) => a - b),
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows grow with the text size, which the header's height tells.
  useLayoutEffect(() => virtual.measure(), [virtual, rowPx])
  const items = virtual.getVirtualItems()
  const lastShown = virtual.range?.endIndex ?? 0
  useEffect(() => {
    if (more && !loadingMore && lastShown + PREFETCH_ROWS >= rows.length) onMore()
  }, [more, loadingMore, lastShown, rows.length, onMore])
  const page = Math.floor((virtual.range?.startIndex ?? 0) / ROWS_A_CALL)
  useEffect(() => onPage(page), [page, onPage])
  const scrolled = (virtual.scrollOffset ?? 0) >= rowPx
  const [focused, setFocused] = useState(false)
  useEffect(() => onReading(scrolled || focused), [scrolled, focused, onReading])
  useEffect(() => {
    if (toFocus.current === null) return
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${toFocus.current}"]`)
    if (row) {
      row.focus({ preventScroll: true })
      toFocus.current = null
    }
  })
  const anchor = useRef(0)
  const choose = useCallback(
    (index: number, range: boolean) => {
      onChosen(range ? withRange(chosen, rows, anchor.current, index) : toggle(chosen, rows, index))
      anchor.current = index
      setActive(index)
    },
    [chosen, rows, onChosen],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ' && event.target instanceof HTMLElement && event.target.role === 'row') {
      event.preventDefault()
      choose(active, event.shiftKey)
      return
    }
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onChosen(ALL)
      return
    }
    if (event.key === 'Enter') {
      const row = rows[active]
      if (row) onOpen(refOf(row))
      return
    }
    const aScreen = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2)
    const next = rowForKey(event.key, active, rows.length, aScreen)
    if (next === null) return
    event.preventDefault()
    toFocus.current = next
    setActive(next)
    virtual.scrollToIndex(next)
  }
  return (
    <div ref={scroller} className={styles.scroller} onFocus={() => setFocused(true)} onBlur={() => setFocused(false)}>
      <div
        role="grid"
        aria-label={t('log.grid')}
        aria-description={t('log.gridHint')}
        aria-multiselectable
        aria-rowcount={total === null ? -1 : total + 1}
        onKeyDown={onKeyDown}
        tabIndex={-1}
      >
        <div ref={header} role="row" aria-rowindex={1} className={`${styles.row} ${styles.head}`}>
          <span role="columnheader" className={styles.choose}>
            <input
              type="checkbox"
              checked={chosen.all}
              aria-label={t('log.choose.all')}
              title={t('log.choose.all')}
              onChange={() => onChosen(chosen.all ? NONE : ALL)}
            />
          </span>
          {COLUMNS.map((column) => (
            <span key={column} role="columnheader" className={styles[column]}>
              {t(`log.columns.${column}`)}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <GridRow
                  key={item.key}
                  row={row}
                  index={item.index}
                  rowIndex={before + item.index + 2}
                  top={item.start}
                  active={item.index === active}
                  chosen={isChosen(chosen, row)}
                  onActive={setActive}
                  onOpen={onOpen}
                  onChoose={choose}
                />
              )
            )
          })}
        </div>
      </div>
      {loadingMore && (
        <p className={styles.end} role="status">
          {t('log.loadingMore')}
        </p>
      )}
      {older && (
        <p className={styles.end}>
          <button type="button" className={styles.chip} onClick={older.show}>
            {t('log.older', { when: shortDayTime(older.than) })}
          </button>
        </p>
      )}
    </div>
  )
}
