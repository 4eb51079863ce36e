/** The part of the log that is loaded: pages by keyset, a window of at most so many rows, and where the keys lead. PURE. */
import type { Output } from '../../../../shared/ipc/contract.ts'
import type { LogRow } from '../log-filter.ts'

export type LogPageData = Output<'messages:page'>
export type MessageRef = Pick<LogRow, 'channel' | 'id'>

export const ROWS_A_CALL = 200
/** More rows than this in one list make the page slow to update; older ones start a new window. */
export const PAGES_A_WINDOW = 25
/** Asked for when the reader comes this near to the end: two screens. */
export const PREFETCH_ROWS = 40

/** Both logs number their messages on their own. */
export function keyOf({ channel, id }: MessageRef): string {
  return `${channel}-${id}`
}

/** What names a message to the console, which takes nothing else with it. */
export function refOf({ channel, id }: MessageRef): MessageRef {
  return { channel, id }
}

/** The rows with those that came anew in their place; order and number stay, so nothing jumps under the reader. */
export function patchRows(rows: readonly LogRow[], fresh: readonly LogRow[]): readonly LogRow[] {
  if (fresh.length === 0) return rows
  const byKey = new Map(fresh.map((row) => [keyOf(row), row]))
  return rows.map((row) => byKey.get(keyOf(row)) ?? row)
}

/** Whether older rows belong to a window of their own. */
export function windowIsFull(pages: readonly LogPageData[]): boolean {
  return pages.length >= PAGES_A_WINDOW && pages.at(-1)?.next != null
}

/** The row that a key leads to, or null when the key means nothing here. */
export function rowForKey(key: string, index: number, rows: number, aScreen: number): number | null {
  const clamp = (to: number) => Math.max(0, Math.min(rows - 1, to))
  switch (key) {
    case 'ArrowDown':
      return clamp(index + 1)
    case 'ArrowUp':
      return clamp(index - 1)
    case 'PageDown':
      return clamp(index + aScreen)
    case 'PageUp':
      return clamp(index - aScreen)
    case 'Home':
      return 0
    case 'End':
      return clamp(rows - 1)
    default:
      return null
  }
}
