/** The few choices that are needed before a database is open: which mode, and how the screen looks. One small file, replaced whole. */
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Output } from '../../shared/ipc/contract.ts'

export type Look = Output<'console:status'>['look']

const schema = z.object({
  mode: z.enum(['practice', 'live']),
  look: z.object({
    language: z.enum(['en', 'sw']),
    textSize: z.union([z.literal(100), z.literal(115), z.literal(130), z.literal(150)]),
    theme: z.enum(['light', 'dark', 'auto']),
  }),
})
export type Profile = z.output<typeof schema>

const FIRST: Profile = { mode: 'practice', look: { language: 'en', textSize: 100, theme: 'light' } }

export type ProfileFile = { read(): Profile; write(profile: Profile): void }

/** A file that is missing or cannot be read counts as a first start: practice mode, English. */
export function profileFile(folder: string): ProfileFile {
  const file = path.join(folder, 'console.json')
  let current: Profile | undefined
  const load = (): Profile => {
    try {
      return schema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    } catch {
      return FIRST
    }
  }
  return {
    read() {
      current ??= load()
      return current
    },
    write(profile) {
      fs.mkdirSync(folder, { recursive: true })
      // written beside and renamed over it, so that a power cut leaves the old file or the new one
      fs.writeFileSync(`${file}.new`, JSON.stringify(profile))
      fs.renameSync(`${file}.new`, file)
      current = profile
    },
  }
}
