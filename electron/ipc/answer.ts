import { failureOf } from '../../shared/errors.ts'
import { contract, type Handlers, type Output, type Parsed } from '../../shared/ipc/contract.ts'
import type { Channel } from '../../shared/ipc/names.ts'
import { failed, ok, type Result } from '../../shared/result.ts'
import type { Log } from '../platform/ports.ts'

export type AnswerOptions = {
  readonly handlers: Handlers
  readonly log: Log
  /** Holds the answers against the contract too: for development and tests, where a wrong answer has to be seen at once. */
  readonly checkOutputs: boolean
}

/** Answers one call with a Result, whatever it was given. An error that is no AppError is logged and told as "internal", without its text. */
export async function answer<C extends Channel>(channel: C, raw: unknown, { handlers, log, checkOutputs }: AnswerOptions): Promise<Result<Output<C>>> {
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
