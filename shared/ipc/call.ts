/** How a call of the contract is written down. Inputs are strict and bounded; no answer has room for a secret. */
import { z } from '../zod.ts'
import type { ChangeTopic } from './events.ts'
import type { Channel, ChannelOf } from './names.ts'

export type Call = {
  readonly kind: 'query' | 'act'
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** The changes that make its answer stale. */
  readonly topics: readonly ChangeTopic[]
}
/** All the calls of a domain, and no other. */
export type Calls<Domain extends string> = { readonly [C in ChannelOf<Domain> & Channel]: Call }

/** A question, whose answer stays on the screen: whoever writes one has to say what makes it stale, if only that nothing does. */
export function query<I extends z.ZodType, O extends z.ZodType>(call: { readonly input: I; readonly output: O; readonly topics: readonly ChangeTopic[] }) {
  return { kind: 'query', ...call } as const
}

/** Something that is done once. What it answers is of that moment, and is not asked again when something changes. */
export function act<I extends z.ZodType, O extends z.ZodType>(call: { readonly input: I; readonly output: O }) {
  return { kind: 'act', topics: [], ...call } as const
}

export const nothing = z.strictObject({})
