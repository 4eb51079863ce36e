/** The log file of the console. */
import fs from 'node:fs'
import path from 'node:path'
import type { Log, LogFields } from './ports.ts'
import { redact } from './redact.ts'
import type { Clock } from './time/clock.ts'

/** Three files of this size hold weeks of a school's use, and fit into an email to a helper. */
const MOST_BYTES = 1024 * 1024
const OLDER = ['console.1.log', 'console.2.log'] as const

/**
 * Writes one JSON object a line into `<folder>/console.log`. At 1 MB the file is rotated to console.1.log and console.2.log. Writes are synchronous, so
 * that the last lines before a crash are kept. Never throws: a full disk must not stop a message.
 */
export function fileLog(folder: string, clock: Clock): Log {
  const file = path.join(folder, 'console.log')
  const write = (level: 'info' | 'warn' | 'error', what: string, more: object) => {
    try {
      fs.mkdirSync(folder, { recursive: true })
      rotate(folder, file)
      fs.appendFileSync(file, `${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, what, ...more })}\n`, { mode: 0o600 })
    } catch (error) {
      console.error('the log cannot be written:', error)
    }
  }
  return {
    info: (what, fields: LogFields = {}) => write('info', what, fields),
    warn: (what, fields: LogFields = {}) => write('warn', what, fields),
    error: (what, error, fields: LogFields = {}) => write('error', what, { ...fields, error: describe(error) }),
  }
}

/** The error's stack (which begins with its message) and those of its causes, redacted. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return redact(String(error))
  const own = redact(error.stack ?? `${error.name}: ${error.message}`)
  return error.cause === undefined ? own : `${own}\ncaused by ${describe(error.cause)}`
}

function rotate(folder: string, file: string) {
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) < MOST_BYTES) return
  const [newer, oldest] = OLDER.map((name) => path.join(folder, name)) as [string, string]
  if (fs.existsSync(newer)) fs.renameSync(newer, oldest)
  fs.renameSync(file, newer)
}
