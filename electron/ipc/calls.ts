/** Calls of the contract without a window: for scripts, support and tests. Each is answered as the page's are. Knows no Electron. */
import fs from 'node:fs'
import path from 'node:path'
import { ownRecords } from '../../db/owner.ts'
import { AppError } from '../../shared/errors.ts'
import { CHANNELS, type Channel } from '../../shared/ipc/names.ts'
import type { Mode } from '../../shared/model/settings/profile.ts'
import { recordsFault } from '../../shared/records-fault.ts'
import { failed, type Result } from '../../shared/result.ts'
import { z } from '../../shared/zod.ts'
import { compose } from '../compose.ts'
import type { Platform } from '../platform/ports.ts'
import type { Session } from '../session.ts'
import { answer } from './answer.ts'
import { createHandlers } from './handlers/index.ts'

export type CallsOptions = {
  readonly mode: Mode
  /** Whether the queue runs: from the first call on, and after the last until it is idle. */
  readonly sends: boolean
  /** What the paths of chosen files start from. */
  readonly folder: string
}
export type Calls = {
  /** One call: `{ channel, input }`. What one call made (a token, a check) is known to those after it. */
  answer(call: unknown): Promise<Result<unknown>>
  /** Sends what is due, if it is to be sent at all, and closes the records. */
  finish(): Promise<void>
}

const given = z.strictObject({ channel: z.string(), input: z.unknown().optional() })
/** Calls that open the system's dialog in a window. Here they take the path of the file. */
const CHOOSERS: readonly Channel[] = ['imports:choose', 'reports:choose']
const chosenFile = z.strictObject({ path: z.string().min(1) })
const NEAR_NAMES = 3

/** Opens the records. Throws AppError key_store_unsafe, and console_open where a console has this folder open in either mode. */
export async function openCalls(platform: Omit<Platform, 'chooseFile'>, { mode, sends, folder }: CallsOptions): Promise<Calls> {
  if (mode === 'live' && (await platform.secrets.state()) === 'unsafe') throw new AppError('not_configured', 'key_store_unsafe')
  let chosen: string | null = null
  const console = compose({ ...platform, chooseFile: async () => chosen }, { mode, sends })
  const letGo = await inUse(async () => ownOther(platform.dataFolder, mode))
  try {
    await inUse(() => console.start())
  } catch (error) {
    letGo()
    throw error
  }
  const options = { handlers: createHandlers(console), log: platform.log, checkOutputs: true }
  return {
    async answer(call) {
      const { data } = given.safeParse(call)
      if (!data) return failed({ code: 'invalid_input', key: 'bad_input' })
      const { channel, input = {} } = data
      if (!isChannel(channel)) return failed({ code: 'not_found', key: 'unknown_call', params: { channel, near: nearest(channel).join(', ') } })
      if (channel === 'console:set-mode') return failed({ code: 'conflict', key: 'mode_fixed' })
      if (!CHOOSERS.includes(channel)) return answer(channel, input, options)
      const file = chosenFile.safeParse(input)
      if (!file.success) return failed({ code: 'invalid_input', key: 'bad_input', fields: { path: 'bad_input' } })
      chosen = path.resolve(folder, file.data.path)
      return answer(channel, {}, options)
    },
    async finish() {
      try {
        if (sends) await sendWhatIsDue(console.session(), platform)
      } finally {
        await console.stop()
        letGo()
      }
    },
  }
}

const isChannel = (name: string): name is Channel => (CHANNELS as readonly string[]).includes(name)

/** Takes the records of the other mode too: a window that shows them has this folder open. */
function ownOther(dataFolder: string, mode: Mode): () => void {
  const file = path.join(dataFolder, `${mode === 'live' ? 'practice' : 'live'}.db`)
  return fs.existsSync(file) ? ownRecords(file) : () => {}
}

async function inUse<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    throw recordsFault(error) === 'locked' ? new AppError('conflict', 'console_open', { cause: error }) : error
  }
}

/** Until nothing is due, the end of a hold window included. What waits for longer (a retry, quiet hours) stays for the next console. */
async function sendWhatIsDue(session: Session, { clock }: Pick<Platform, 'clock'>): Promise<void> {
  for (;;) {
    await session.idle()
    const { holding } = await session.overview.status({ language: 'en', textSize: 100, theme: 'light' })
    if (!holding) return
    await new Promise<void>((resolve) => clock.after(Math.max(holding.until - clock.now(), 0), resolve))
  }
}

/** The names that are most like one that there is not. */
function nearest(name: string): readonly Channel[] {
  const byDistance = CHANNELS.map((channel) => ({ channel, far: distance(name, channel) })).sort((a, b) => a.far - b.far)
  return byDistance.slice(0, NEAR_NAMES).map(({ channel }) => channel)
}

/** How many letters have to be put in, taken out or changed to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
