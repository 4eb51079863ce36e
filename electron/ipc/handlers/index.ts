/** What each call does, by domain: one line a call, so that all that a page can reach is seen at a glance. */
import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { ConsoleApp } from '../../compose.ts'
import { accountHandlers } from './accounts.ts'
import { batchHandlers } from './batches.ts'
import { channelHandlers } from './channels.ts'
import { consoleHandlers } from './console.ts'
import { importHandlers } from './imports.ts'
import { messageHandlers } from './messages.ts'
import { reportHandlers } from './reports.ts'
import { settingsHandlers } from './settings.ts'
import { templateHandlers } from './templates.ts'

export function createHandlers(console: ConsoleApp): Handlers {
  const now = () => console.session()
  return {
    ...consoleHandlers(console),
    ...settingsHandlers(now),
    ...importHandlers(now),
    ...batchHandlers(now),
    ...messageHandlers(now),
    ...channelHandlers(now),
    ...reportHandlers(now),
    ...templateHandlers(now),
    ...accountHandlers(now),
  }
}
