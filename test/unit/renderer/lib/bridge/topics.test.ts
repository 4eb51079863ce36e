import { expect, test } from 'vitest'
import { isStaleAfter } from '../../../../../renderer/lib/bridge/topics.ts'

test('an answer is asked again only after a change that concerns it', () => {
  expect(isStaleAfter('messages:page', ['messages'])).toBe(true)
  expect(isStaleAfter('messages:page', ['templates', 'settings'])).toBe(false)
  expect(isStaleAfter('console:status', ['people', 'status'])).toBe(true)
})

test('an answer that no change concerns is never asked again', () => {
  expect(isStaleAfter('imports:read', ['status', 'messages', 'people', 'templates', 'settings'])).toBe(false)
})
