/** Events say what changed, never how it is now: the page asks again. */
import { count } from '../model/values/values.ts'
import { z } from '../zod.ts'
import type { EventName } from './names.ts'

export const CHANGE_TOPICS = ['status', 'messages', 'people', 'templates', 'settings'] as const
export type ChangeTopic = (typeof CHANGE_TOPICS)[number]
export const WORK_KINDS = ['import-check', 'import-commit', 'batch-preview', 'batch-queue', 'sample', 'messages', 'report-read', 'report-apply'] as const

export const events = {
  'console:changed': z.object({ topics: z.array(z.enum(CHANGE_TOPICS)) }),
  'work:progress': z.object({ work: z.enum(WORK_KINDS), done: count, total: count }),
} satisfies Record<EventName, z.ZodType>
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>
