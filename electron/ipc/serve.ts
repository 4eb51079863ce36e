import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { failureOf } from '../../shared/errors.ts'
import { CHANNELS, type Channel } from '../../shared/ipc/channels.ts'
import { contract, type Output, type Parsed } from '../../shared/ipc/contract.ts'
import type { Handlers } from '../../shared/ipc/handlers.ts'
import { failed, ok, type Result } from '../../shared/result.ts'
import type { Log } from '../platform/ports.ts'

export type ServeOptions = {
  readonly handlers: Handlers
  readonly log: Log
  /** Whether this sender may ask at all. */
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean
  /** Holds the answers against the contract too: for development and tests, where a wrong answer has to be seen at once. */
  readonly checkOutputs: boolean
}

/**
 * Answers every channel of the contract with a Result. A sender that is not trusted gets an exception, since that is an attack or a fault
 * and no answer is owed; an error that is no AppError is logged and told as "internal", without its text.
 */
export function serve(ipcMain: Pick<IpcMain, 'handle'>, options: ServeOptions): void {
  for (const channel of CHANNELS) {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, raw: unknown) => {
      if (!options.isTrusted(event)) {
        options.log.warn('call from an unknown sender refused', { channel })
        throw new Error('refused')
      }
      return answer(channel, raw, options)
    })
  }
}

async function answer<C extends Channel>(channel: C, raw: unknown, { handlers, log, checkOutputs }: ServeOptions): Promise<Result<Output<C>>> {
  const input = contract[channel].input.safeParse(raw)
  if (!input.success) {
    const places = input.error.issues.map((issue) => issue.path.join('.'))
    log.warn('call with unusable input refused', { channel, places: places.join(' ') })
    const fields = Object.fromEntries(places.filter((place) => place !== '').map((place) => [place, 'bad_input' as const]))
    return failed({ code: 'invalid_input', key: 'bad_input', fields })
  }
  try {
    const value = await handlers[channel](input.data as Parsed<C>)
    if (checkOutputs) contract[channel].output.parse(value)
    return ok(value)
  } catch (error) {
    const failure = failureOf(error)
    if (failure) return failed(failure)
    log.error('call went wrong', error, { channel })
    return failed({ code: 'internal', key: 'internal' })
  }
}
