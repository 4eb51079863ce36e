/** The composition root: the console of one computer, whichever mode it is in. Knows no Electron, so the demo and the tests run this very code. */

import { Turns } from '../db/turns.ts'
import { AppError } from '../shared/errors.ts'
import type { Look, Mode } from '../shared/model/settings/profile.ts'
import type { Platform } from './platform/ports.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import { profileFile } from './settings/profile.ts'

/** An answer that says nothing but that it was done. */
type Done = Record<string, never>

export type ConsoleApp = {
  /** Opens the records of the mode that was last chosen. Throws NewerDatabaseError, or SQLite's error for a file that cannot be read. */
  start(): Promise<void>
  /** Takes nothing new, waits for what is on the wire (10 s at most), closes the records. Harmless twice. */
  stop(): Promise<void>
  /** Whether something of a mode that was closed cannot be ended: this process cannot end in order before it. */
  isHung(): boolean
  /** The network came back. */
  wake(): void
  /** The computer goes to sleep: nothing new leaves. */
  suspend(): void
  /** The computer is awake again. */
  resume(): void
  look(): Look
  setLook(look: Look): Done
  onLook(listener: (look: Look) => void): void
  mode(): Mode
  setMode(mode: Mode): Promise<Done>
  /** The mode that is open. Throws AppError internal before `start`. */
  session(): Session
}

/** `mode`: the one to begin with; the one that was last chosen where none is given. */
export type ComposeOptions = SessionOptions & { readonly mode?: Mode }

export function compose(platform: Platform, { mode: first, ...options }: ComposeOptions = {}): ConsoleApp {
  const profile = profileFile(platform.dataFolder)
  const lookListeners: ((look: Look) => void)[] = []
  let session: Session | null = null
  const closed: Session['isHung'][] = []
  // Opening and closing take turns: a second session on the same records would take what the first has on the wire for lost.
  const turns = new Turns()
  const changeMode = async (mode: Mode): Promise<Done> => {
    const before = session
    if (!before) throw new AppError('internal', 'internal')
    if (mode === before.mode) return {}
    if (mode === 'live' && (await platform.secrets.state()) === 'unsafe') throw new AppError('not_configured', 'key_store_unsafe')
    // the other mode's records are opened first: if they cannot be, this one goes on
    const next = await openSession(platform, mode, options)
    try {
      profile.write({ ...profile.read(), mode })
    } catch (error) {
      await next.close()
      throw error
    }
    session = next
    platform.emit('console:changed', { topics: ['status', 'messages', 'people', 'templates', 'settings'] })
    closed.push(before.isHung)
    await before.close()
    return {}
  }
  return {
    start: () =>
      turns.take(async () => {
        session = await openSession(platform, first ?? profile.read().mode, options)
      }),
    stop: () =>
      turns.take(async () => {
        const open = session
        session = null
        if (!open) return
        closed.push(open.isHung)
        await open.close()
      }),
    isHung: () => closed.some((isHung) => isHung()),
    wake: () => session?.wake(),
    suspend: () => session?.suspend(),
    resume: () => void session?.resume(),
    look: () => profile.read().look,
    setLook(look) {
      profile.write({ ...profile.read(), look })
      for (const listener of lookListeners) listener(look)
      platform.emit('console:changed', { topics: ['status'] })
      return {}
    },
    onLook: (listener) => lookListeners.push(listener),
    mode: () => profile.read().mode,
    setMode: (mode) => turns.take(() => changeMode(mode)),
    session() {
      if (!session) throw new AppError('internal', 'internal')
      return session
    },
  }
}
