import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { Session } from '../../session.ts'

export function importHandlers(now: () => Session): Handlers<'imports'> {
  return {
    'imports:choose': () => now().imports.choose(),
    'imports:receive': (file) => now().imports.receive(file),
    'imports:use-sample': () => now().imports.useSample(),
    'imports:read': (input) => now().imports.read(input),
    'imports:head': (input) => now().imports.head(input),
    'imports:check': (input) => now().imports.check(input),
    'imports:rows': (input) => now().imports.rows(input),
    'imports:commit': (input) => now().imports.commit(input),
    'imports:discard': (input) => now().imports.discard(input),
  }
}
