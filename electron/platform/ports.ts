/** What the console needs of the computer it runs on, as plain types: the app gives Electron's, a test or the demo gives its own. */

import type { EventPayload } from '../../shared/ipc/events.ts'
import type { EventName } from '../../shared/ipc/names.ts'
import type { FileFault } from './plain-file.ts'
import type { Clock } from './time/clock.ts'

/** Event phrase and fields. Never a name, a number, a text, a key: ids and counts. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Log = {
  info(what: string, fields?: LogFields): void
  warn(what: string, fields?: LogFields): void
  error(what: string, error: unknown, fields?: LogFields): void
}

/** Keeps keys and passwords with the operating system's own encryption, outside the database, each under a name of its caller's. */
export type SecretStore = {
  /** unsafe: the system offers no encryption that deserves the name, so nothing is kept. */
  state(): Promise<'safe' | 'unsafe'>
  /** Throws AppError key_store_unsafe where `state` is unsafe. */
  set(name: string, value: string): Promise<void>
  get(name: string): Promise<string | null>
  /** When it was set, ms UTC. */
  setAt(name: string): Promise<number | null>
  /** Removes those whose names are picked. */
  forget(which: (name: string) => boolean): Promise<void>
}

export type Emit = <E extends EventName>(event: E, payload: EventPayload<E>) => void

/** Copies at most `most` bytes of a file into a new one. */
export type CopyRequest = { readonly from: string; readonly to: string; readonly most: number }
/** `failed`: the copy could not be written; `code` is the system's word for why. */
export type CopyAnswer =
  | { readonly kind: 'copied'; readonly bytes: number }
  | { readonly kind: 'refused'; readonly fault: FileFault }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
/** A process that copies one file (electron/files/copier.ts). It stays until it is killed, which is harmless twice. */
export type Copier = { readonly answer: Promise<CopyAnswer>; kill(): void }
export type StartCopier = (request: CopyRequest) => Copier

export type Platform = {
  readonly clock: Clock
  readonly log: Log
  readonly secrets: SecretStore
  readonly emit: Emit
  readonly version: string
  /** Folder of the console's own files (databases, console.json, incoming files). */
  readonly dataFolder: string
  /** Folder of db/migrations. */
  readonly migrations: string
  /** The built (or, in tests, the source) worker script. */
  readonly workerScript: URL
  /** Folder of the sample school. */
  readonly sampleFolder: string
  /** What the system says of the network; the truth comes from real calls. */
  isOnline(): boolean
  /** The system's own dialog for a fee list; null when it was closed without a choice. */
  chooseFile(): Promise<string | null>
  readonly startCopier: StartCopier
}
