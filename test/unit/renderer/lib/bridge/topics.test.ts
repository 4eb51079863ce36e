import { expect, test } from 'vitest'
import { isStaleAfter } from '../../../../../renderer/lib/bridge/topics.ts'
import { CHANGE_TOPICS } from '../../../../../shared/ipc/events.ts'

test('an answer is asked again only after a change that concerns it', () => {
  expect(isStaleAfter('messages:page', ['messages'])).toBe(true)
  expect(isStaleAfter('messages:page', ['templates', 'settings'])).toBe(false)
  expect(isStaleAfter('console:status', ['people', 'status'])).toBe(true)
})

test('an answer that no change concerns is never asked again', () => {
  expect(isStaleAfter('imports:read', ['status', 'messages', 'people', 'templates', 'settings'])).toBe(false)
})

test('the figures of a draft are asked again after messages: they tell who was written to within the last day', () => {
  expect(isStaleAfter('batches:preview', ['messages'])).toBe(true)
  expect(isStaleAfter('batches:recipient', ['messages'])).toBe(false)
})

test('what was done is never done again because something changed', () => {
  for (const act of ['batches:queue', 'imports:commit', 'accounts:test-sms']) expect(isStaleAfter(act, [...CHANGE_TOPICS])).toBe(false)
})

test('a question that is not of the contract is no answer’s', () => {
  expect(isStaleAfter('weather:get', [...CHANGE_TOPICS])).toBe(false)
})
