import { type HotkeyItem, useHotkeys } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { PAGES } from './pages.ts'

/** Puts the focus on the next (or previous) part of the window: navigation, bars, page. */
function focusRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')]
  const here = regions.findIndex((region) => region.contains(document.activeElement))
  const next = here < 0 ? (step > 0 ? 0 : regions.length - 1) : (here + step + regions.length) % regions.length
  regions[next]?.focus()
}

/** Ctrl+1 … Ctrl+6 open the pages, F6 goes round the parts of the window; both also while typing. */
export function usePageKeys(): void {
  const navigate = useNavigate()
  const pages = PAGES.map(({ to }, index): HotkeyItem => [`mod+${index + 1}`, () => void navigate({ to })])
  useHotkeys([...pages, ['F6', () => focusRegion(1)], ['shift+F6', () => focusRegion(-1)]], [])
}
