import type { Outcomes } from '../provider.ts'

/** A call that was answered. `n`: which of the account's calls; `begun`: the last that was begun by then; `addresses`: to whom each message went. */
export type HeardCall = { readonly n: number; readonly begun: number; readonly addresses: ReadonlyMap<number, string>; readonly outcomes: Outcomes }
