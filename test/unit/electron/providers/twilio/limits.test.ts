import { expect, it } from 'vitest'
import { twilioLimits } from '../../../../../electron/providers/twilio/limits.ts'

it.each([
  ['a name', 'UHURU', 10],
  ['a number of the United States', '+12025550143', 1],
  ['a number of Kenya', '+254711000001', null],
  ['a messaging service', `MG${'0123456789abcdef'.repeat(2)}`, null],
])('%s sends as many a second as Twilio says, and as many a day as it likes', (_, sender, perSecond) => {
  expect(twilioLimits(sender)).toEqual({ perSecond, perDay: null })
})
