/** What the worker does for the message log. */
import type { Database } from '../../db/client.ts'
import type { LogCounts, LogFilter, LogPage, LogPageRequest } from '../../shared/model/messages/log.ts'
import { type JobHandlers, type JobRule, READS, WRITES } from '../platform/worker/wire.ts'
import { applyChange, type MessageChange } from './changes.ts'
import { logCount, logPage } from './log-page.ts'

export type MessageJobs = {
  'messages:page': { input: LogPageRequest; output: LogPage }
  'messages:count': { input: { filter: LogFilter }; output: LogCounts }
  'messages:change': { input: { change: MessageChange; now: number }; output: number }
}

export const MESSAGE_RULES = {
  'messages:page': READS,
  'messages:count': READS,
  'messages:change': WRITES,
} as const satisfies Readonly<Record<keyof MessageJobs, JobRule>>

export function createMessageJobs(db: Database): JobHandlers<MessageJobs> {
  return {
    'messages:page': (input) => logPage(db, input),
    'messages:count': (input) => logCount(db, input),
    'messages:change': ({ change, now }) => db.write((tx) => applyChange(tx, change, now)),
  }
}
