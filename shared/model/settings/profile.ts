/** The few choices that are needed before a database is open: which mode, and how the screen looks. */
import { z } from '../../zod.ts'
import { stored } from '../values/stored.ts'
import { language } from '../values/values.ts'

export const mode = z.enum(['practice', 'live'])
export type Mode = z.output<typeof mode>

export const look = z.strictObject({
  language,
  textSize: z.union([z.literal(100), z.literal(115), z.literal(130), z.literal(150)]),
  theme: z.enum(['light', 'dark', 'auto']),
})
export type Look = z.output<typeof look>

const profile = z.object({ mode, look })
export type Profile = z.output<typeof profile>
export const storedProfile = stored(profile)
