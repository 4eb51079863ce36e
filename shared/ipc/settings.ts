/** Who the school is, and when and how much it sends. */
import { schoolDetails } from '../model/school/school.ts'
import { sendingSettings } from '../model/settings/sending.ts'
import { act, type Calls, nothing, query } from './call.ts'

export const settingsCalls = {
  'school:get': query({ input: nothing, output: schoolDetails.nullable(), topics: ['settings'] }),
  'school:save': act({ input: schoolDetails, output: nothing }),
  'sending:get': query({ input: nothing, output: sendingSettings, topics: ['settings'] }),
  'sending:save': act({ input: sendingSettings, output: nothing }),
} satisfies Calls<'school' | 'sending'>
