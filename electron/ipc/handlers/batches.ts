import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { Session } from '../../session.ts'

export function batchHandlers(now: () => Session): Handlers<'batches'> {
  return {
    'batches:options': () => now().batches.options(),
    'batches:preview': (draft) => now().batches.preview(draft),
    'batches:recipient': (input) => now().batches.recipient(input),
    'batches:left-out': (input) => now().batches.leftOut(input),
    'batches:queue': (input) => now().batches.queue(input),
    'batches:get': (input) => now().batches.get(input),
    'batches:release': (input) => now().batches.release(input),
    'batches:cancel': (input) => now().batches.cancel(input),
  }
}
