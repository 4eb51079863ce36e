/** What caused a batch, and whom it is for: the same cause makes one batch, however often it comes. PURE. */
import { z } from '../../zod.ts'
import { stored } from '../values/stored.ts'
import { id } from '../values/values.ts'
import { audience } from './draft.ts'

export const BATCH_KINDS = ['bulk', 'single', 'event', 'rule_run', 'test'] as const
/**
 * bulk: a draft that a person sent to an audience · single: a person wrote to one guardian · event: one invoice, payment or result, told to the
 * child's guardians · rule_run: a rule whose time had come · test: a message to the bursar's own phone or mailbox, from Settings.
 */
export type BatchKind = (typeof BATCH_KINDS)[number]
/** Which batch, and what it is called by. templateKey: null where its words were written for it alone. */
export const batchNamed = { batchId: id, kind: z.enum(BATCH_KINDS), templateKey: z.string().nullable() }

/** The record that an event is about, and what happened to it. */
export const HAPPENED = { invoice: 'issued', payment: 'received', result: 'published' } as const
export type About = { readonly of: keyof typeof HAPPENED; readonly id: number }

/** `draftId`, `testId`: made by whoever asks, once for each time it is meant. */
export type Cause =
  | { readonly kind: 'bulk' | 'single'; readonly draftId: string }
  | { readonly kind: 'event'; readonly about: About }
  | { readonly kind: 'rule_run'; readonly rule: string; readonly occurrence: string }
  | { readonly kind: 'test'; readonly testId: string }

/** The name of a cause. Two presses of one button, or two looks at one invoice, have the same. */
export function causeKey(cause: Cause): string {
  switch (cause.kind) {
    case 'bulk':
    case 'single':
      return `draft:${cause.draftId}`
    case 'event':
      return `${cause.about.of}:${cause.about.id}:${HAPPENED[cause.about.of]}`
    case 'rule_run':
      return `rule:${cause.rule}:${cause.occurrence}`
    case 'test':
      return `test:${cause.testId}`
  }
}

/** Whom a batch is for, as its row keeps it. address: a test message, to nobody on file. */
export const reach = z.discriminatedUnion('to', [
  z.object({
    to: z.literal('families'),
    audience,
  }),
  z.object({ to: z.literal('guardian'), guardianId: z.number().int() }),
  z.object({ to: z.literal('child'), studentId: z.number().int(), includeCopies: z.boolean() }),
  z.object({ to: z.literal('address') }),
])
export type Reach = Readonly<z.output<typeof reach>>
export const storedReach = stored(reach)
export type ReachOnFile = Exclude<Reach, { to: 'address' }>
