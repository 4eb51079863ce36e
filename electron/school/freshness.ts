/** How old the balances are that a message speaks of, and whether the clock that says so may be trusted. PURE. */
import type { Child } from './families.ts'

const DAY_MS = 86_400_000

/** Balances that are as at before this (ms UTC) have to be asked about before a text speaks of them. */
export function staleBefore(staleDays: number, now: number): number {
  return now - staleDays * DAY_MS
}

/** As at when what is known of these children is: of the child of whom it is oldest. Null: no list has told anything of any. */
export function oldestOf(children: readonly Pick<Child, 'balancesAsAt'>[]): number | null {
  const known = children.flatMap((child) => child.balancesAsAt ?? [])
  return known.length > 0 ? Math.min(...known) : null
}

type Speaking = { readonly balanceCents: number | null; readonly children: readonly Pick<Child, 'balancesAsAt'>[] }

/** As at when the balance is that a message speaks of, where it is older than `before`; null where it may be said, or is not. */
export function staleAsAt({ balanceCents, children }: Speaking, before: number): number | null {
  const asAt = balanceCents === null ? null : oldestOf(children)
  return asAt !== null && asAt < before ? asAt : null
}

/**
 * What is known of the present where the clock shows an earlier one (both ms UTC), as after its battery ran empty; else null. By such a clock days
 * are counted wrongly, and all that is written is too old as soon as it is put right. A day is let pass: a clock that runs wild is not meant.
 */
export function clockBehind(latestKnown: number, now: number): { now: number; known: number } | null {
  return latestKnown - now > DAY_MS ? { now, known: latestKnown } : null
}
