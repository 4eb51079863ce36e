import { expect, test } from 'vitest'
import { coalesce } from '../../../../../electron/platform/time/coalesce.ts'

function slow() {
  const answers: PromiseWithResolvers<string>[] = []
  const asked: string[] = []
  const ask = coalesce((what: string) => {
    asked.push(what)
    const answer = Promise.withResolvers<string>()
    answers.push(answer)
    return answer.promise
  })
  return { ask, asked, answers }
}

test('who asks while an answer is on its way shares the next one, which was asked for after', async () => {
  const { ask, asked, answers } = slow()
  const all = [ask('a'), ask('a'), ask('a')]
  expect(asked).toEqual(['a'])
  answers[0]?.resolve('old')
  await expect.poll(() => asked).toEqual(['a', 'a'])
  const late = ask('a')
  answers[1]?.resolve('new')
  expect(await Promise.all(all)).toEqual(['old', 'new', 'new'])
  await expect.poll(() => asked.length).toBe(3)
  answers[2]?.resolve('newest')
  expect(await late).toBe('newest')
})

test('other questions do not wait, and what went wrong is not kept', async () => {
  const { ask, asked, answers } = slow()
  const first = ask('a')
  const other = ask('b')
  const next = ask('a')
  expect(asked).toEqual(['a', 'b'])
  answers[0]?.reject(new Error('the worker died'))
  answers[1]?.resolve('b')
  await expect(first).rejects.toThrow('the worker died')
  expect(await other).toBe('b')
  await expect.poll(() => asked.length).toBe(3)
  answers[2]?.resolve('back')
  expect(await next).toBe('back')
  void ask('a')
  expect(asked.length).toBe(4)
})
