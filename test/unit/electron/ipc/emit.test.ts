import { expect, test } from 'vitest'
import { emitTo } from '../../../../electron/ipc/emit.ts'

test('an event goes to the page that is there, and nowhere when it is gone', () => {
  const sent: unknown[] = []
  let destroyed = false
  const page = { send: (...args: unknown[]) => void sent.push(args), isDestroyed: () => destroyed }
  let window: typeof page | undefined
  const emit = emitTo(() => window)
  emit('console:changed', { topics: ['status'] })
  window = page
  emit('work:progress', { work: 'sample', done: 1, total: 2 })
  destroyed = true
  emit('console:changed', { topics: ['people'] })
  expect(sent).toEqual([['work:progress', { work: 'sample', done: 1, total: 2 }]])
})
