import { expect, test } from 'vitest'
import { readStatus } from '../../../../electron/providers/statuses.ts'

test.each([
  ['Success', '', 'delivered', null],
  ['DELIVERED', '', 'delivered', null],
  ['Delivered to handset', '', 'delivered', null],
  ['Sent', '', 'on_the_way', null],
  ['Submitted', '', 'on_the_way', null],
  ['buffered', '', 'on_the_way', null],
  ['Rejected', '', 'failed', 'provider_refused'],
  ['Rejected', 'InsufficientCredit', 'failed', 'provider_refused'],
  ['Rejected', 'InvalidLinkId', 'failed', 'provider_refused'],
  ['Failed', '', 'failed', 'undelivered'],
  ['Failed', 'UserInBlackList', 'failed', 'blacklisted'],
  ['failed', 'userinblacklist', 'failed', 'blacklisted'],
  ['Failed', 'UserIsInactive', 'failed', 'subscriber_absent'],
  ['Failed', 'UserAccountSuspended', 'failed', 'undelivered'],
  ['Failed', 'NotNetworkSubcriber', 'failed', 'number_refused'],
  ['Failed', 'NotNetworkSubscriber', 'failed', 'number_refused'],
  ['Failed', 'UserNotSubscribedToProduct', 'failed', 'provider_refused'],
  ['Failed', 'UserDoesNotExist', 'failed', 'number_refused'],
  ['Failed', 'DeliveryFailure', 'failed', 'undelivered'],
  ['Failed', 'DoNotDisturbRejection', 'failed', 'provider_refused'],
  ['Failed', 'a reason of next year', 'failed', 'undelivered'],
  ['AbsentSubscriber', '', 'failed', 'subscriber_absent'],
  ['Absent Subscriber', '', 'failed', 'subscriber_absent'],
  ['AbsentSubcriber', '', 'failed', 'subscriber_absent'],
  ['Expired', '', 'failed', 'filtered'],
  ['undelivered', '', 'failed', 'undelivered'],
])('%s %s means %s %s', (status, reason, verdict, why) => {
  expect(readStatus(status, reason)).toEqual({ verdict, reason: why })
})

test('a status that is not known says nothing', () => {
  expect([readStatus('', ''), readStatus('Teleported', ''), readStatus('12', 'DeliveryFailure')]).toEqual([null, null, null])
})
