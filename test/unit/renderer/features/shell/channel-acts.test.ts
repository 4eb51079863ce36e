import { expect, test } from 'vitest'
import { channelActs } from '../../../../../renderer/features/shell/channel-acts.ts'

test('an open channel can be paused, and one that a person paused resumed', () => {
  expect(channelActs({ pause: null, until: null })).toEqual(['pause'])
  expect(channelActs({ pause: 'by_hand', until: null })).toEqual(['resume'])
})

test('a pause that can end by itself can be made a person’s, so that it does not', () => {
  expect(channelActs({ pause: 'offline', until: 30_000 })).toEqual(['resume', 'pause'])
  expect(channelActs({ pause: 'no_credit', until: null })).toEqual(['resume', 'pause'])
})

test('a pause that waits for a person can only be ended, and a channel without an account neither', () => {
  expect(channelActs({ pause: 'wrong_key', until: null })).toEqual(['resume'])
  expect(channelActs({ pause: 'settings_refused', until: null })).toEqual(['resume'])
  expect(channelActs({ pause: 'not_set_up', until: null })).toEqual([])
})
