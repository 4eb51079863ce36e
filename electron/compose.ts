/** The composition root: the console of one computer, whichever mode it is in. Knows no Electron, so the demo and the tests run this very code. */

import { AppError } from '../shared/errors.ts'
import type { Platform } from './platform/ports.ts'
import type { Mode } from './services/context.ts'
import { type Look, profileFile } from './services/profile.ts'
import { openSession, type Session } from './session.ts'

/** An answer that says nothing but that it was done. */
type Done = Record<string, never>

export type ConsoleApp = {
  /** Opens the records of the mode that was last chosen. Throws NewerDatabaseError, or SQLite's error for a file that cannot be read. */
  start(): Promise<void>
  /** Takes nothing new, waits for what is on the wire (10 s at most), closes the records. Harmless twice. */
  stop(): Promise<void>
  /** The network or the computer came back. */
  wake(): void
  look(): Look
  setLook(look: Look): Done
  onLook(listener: (look: Look) => void): void
  mode(): Mode
  setMode(mode: Mode): Promise<Done>
  /** The mode that is open. Throws AppError internal before `start`. */
  session(): Session
}

export function compose(platform: Platform): ConsoleApp {
  const profile = profileFile(platform.dataFolder)
  const lookListeners: ((look: Look) => void)[] = []
  let session: Session | null = null
  return {
    async start() {
      session = await openSession(platform, profile.read().mode)
    },
    async stop() {
      const open = session
      session = null
      await open?.close()
    },
    wake: () => session?.wake(),
    look: () => profile.read().look,
    setLook(look) {
      profile.write({ ...profile.read(), look })
      for (const listener of lookListeners) listener(look)
      platform.emit('console:changed', { topics: ['status'] })
      return {}
    },
    onLook: (listener) => lookListeners.push(listener),
    mode: () => profile.read().mode,
    async setMode(mode) {
      if (mode === profile.read().mode) return {}
      if (mode === 'live' && (await platform.secrets.state()) === 'unsafe') throw new AppError('not_configured', 'key_store_unsafe')
      const before = session
      // the other mode's records are opened first: if they cannot be, this one goes on
      session = await openSession(platform, mode)
      profile.write({ ...profile.read(), mode })
      platform.emit('console:changed', { topics: ['status', 'messages', 'people', 'templates', 'settings'] })
      await before?.close()
      return {}
    },
    session() {
      if (!session) throw new AppError('internal', 'internal')
      return session
    },
  }
}
