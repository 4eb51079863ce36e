import type { Channel } from './channels.ts'
import type { Output, Parsed } from './contract.ts'

/** One handler a channel; a missing or misspelt one does not compile. */
export type Handlers = { readonly [C in Channel]: (input: Parsed<C>) => Output<C> | Promise<Output<C>> }
