/** What the address of a page may carry. Anything else in it is dropped. */

import { CHANNELS_OUT, MESSAGE_STATES } from '../../../shared/model/messages/message.ts'
import { z } from '../../../shared/zod.ts'

export const logSearch = z.object({
  state: z.array(z.enum(MESSAGE_STATES)).optional().catch(undefined),
  batch: z.number().int().positive().optional().catch(undefined),
  channel: z.enum(CHANNELS_OUT).optional().catch(undefined),
  q: z.string().max(80).optional().catch(undefined),
})
export type LogSearch = z.output<typeof logSearch>

/** `step` and the rest of a draft live in the page's own store. */
export const sendSearch = z.object({ template: z.string().max(60).optional().catch(undefined) })

export const templatesSearch = z.object({
  /** A template's key, or "new". */
  key: z.string().max(60).optional().catch(undefined),
})

export const SECTIONS = ['school', 'sending', 'sms', 'email', 'reports', 'look', 'practice'] as const
export type Section = (typeof SECTIONS)[number]
export const settingsSearch = z.object({ section: z.enum(SECTIONS).optional().catch(undefined) })
