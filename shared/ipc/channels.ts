/** The channels that messages go out by, and what a person is told of their trouble. */

import { ALERT_KINDS } from '../model/messages/message.ts'
import { alertParams } from '../model/standing/alert.ts'
import { channel, id, instant } from '../model/values/values.ts'
import { z } from '../zod.ts'
import { act, type Calls, nothing, query } from './call.ts'

const alert = z.object({
  id,
  kind: z.enum(ALERT_KINDS),
  channel: channel.nullable(),
  params: alertParams,
  at: instant,
  seen: z.boolean(),
  over: z.boolean(),
})

export const channelCalls = {
  'channels:pause': act({ input: z.strictObject({ channel }), output: nothing }),
  'channels:resume': act({ input: z.strictObject({ channel }), output: nothing }),
  'alerts:list': query({ input: nothing, output: z.array(alert), topics: ['status', 'messages'] }),
  'alerts:seen': act({ input: nothing, output: nothing }),
} satisfies Calls<'channels' | 'alerts'>
