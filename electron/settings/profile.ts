/** The few choices that are needed before a database is open: which mode, and how the screen looks. One small file, replaced whole. */
import fs from 'node:fs'
import path from 'node:path'
import { type Profile, storedProfile } from '../../shared/model/settings/profile.ts'

const FIRST: Profile = { mode: 'practice', look: { language: 'en', textSize: 100, theme: 'light' } }

export type ProfileFile = { read(): Profile; write(profile: Profile): void }

/** A file that is missing or cannot be read counts as a first start: practice mode, English. */
export function profileFile(folder: string): ProfileFile {
  const file = path.join(folder, 'console.json')
  let current: Profile | undefined
  const load = (): Profile => {
    try {
      return storedProfile.read(JSON.parse(fs.readFileSync(file, 'utf8')))
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
      fs.writeFileSync(`${file}.new`, JSON.stringify(storedProfile.write(profile)))
      fs.renameSync(`${file}.new`, file)
      current = profile
    },
  }
}
