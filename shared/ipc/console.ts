/** The console itself: how it stands, how it looks, and its first page. */
import { batchNamed } from '../model/batches/cause.ts'
import { look, mode } from '../model/settings/profile.ts'
import { overview } from '../model/standing/overview.ts'
import { balancesAsAt, channelStatus } from '../model/standing/standing.ts'
import { count, instant, term, year } from '../model/values/values.ts'
import { z } from '../zod.ts'
import { act, type Calls, nothing, query } from './call.ts'

const status = z.object({
  mode,
  /** Whether an account could be kept safely here; without, the console stays in practice. */
  keyStore: z.enum(['safe', 'unsafe']),
  look,
  version: z.string(),
  online: z.boolean(),
  /** Nothing was set up or loaded yet. */
  firstRun: z.boolean(),
  schoolName: z.string().nullable(),
  term: z.object({ term, year }).nullable(),
  /** The school's clock now: what quiet hours are measured by. */
  now: instant,
  zone: z.string(),
  /** End of the quiet hours that hold everything back now, or null. */
  quietUntil: instant.nullable(),
  channels: z.object({ sms: channelStatus, email: channelStatus }),
  /** The batch that is going out, for the progress in the shell. */
  running: z.object({ ...batchNamed, name: z.string(), done: count, total: count }).nullable(),
  /** The batch whose hold window still runs: it can be undone as if it had never been. */
  holding: z.object({ ...batchNamed, name: z.string(), messages: count, until: instant }).nullable(),
  /** Messages that wait for a person's word, by why. */
  asking: z.object({ staleData: count, restored: count, balancesAsAt }),
  /** Alerts that nobody has seen. */
  alerts: count,
  /** full: the disk has no room, so nothing is sent until it has. */
  storage: z.enum(['ok', 'full']),
})

export const consoleCalls = {
  'console:status': query({ input: nothing, output: status, topics: ['status', 'messages', 'people', 'templates', 'settings'] }),
  'console:set-look': act({ input: look, output: nothing }),
  'console:set-mode': act({ input: z.strictObject({ mode }), output: nothing }),
  'console:load-sample': act({ input: nothing, output: z.object({ students: count, guardians: count }) }),
  'overview:get': query({ input: nothing, output: overview, topics: ['messages', 'people', 'templates'] }),
} satisfies Calls<'console' | 'overview'>
