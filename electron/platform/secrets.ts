/** Stores keys and passwords, encrypted by the operating system. */
import fs from 'node:fs/promises'
import path from 'node:path'
import type { SafeStorage } from 'electron'
import { syncFolder } from '../../db/copy.ts'
import { AppError } from '../../shared/errors.ts'
import type { Log, SecretStore } from './ports.ts'
import type { Clock } from './time/clock.ts'

/** The part of Electron's safeStorage that is used. Only its asynchronous calls never hold the main process while a keyring unlocks. */
export type Vault = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'>

type Kept = { readonly sealed: string; readonly setAt: number }
type File = Readonly<Record<string, Kept>>

/**
 * Stores secrets in `<folder>/secrets.json`, each encrypted by the operating system. Where the system has no real encryption, nothing is written and
 * nothing is read. (Linux without a keyring would use a password that is in Electron's source.)
 */
export function secretStore(
  vault: Vault,
  { folder, clock, log, platform = process.platform }: { folder: string; clock: Clock; log: Log; platform?: NodeJS.Platform },
): SecretStore {
  const file = path.join(folder, 'secrets.json')
  const read = () => readFile(file, log)
  let turn: Promise<unknown> = Promise.resolve()

  const isSafe = async () => {
    if (!(await vault.isAsyncEncryptionAvailable())) return false
    return platform !== 'linux' || !['basic_text', 'unknown'].includes(vault.getSelectedStorageBackend())
  }
  /** One write at a time: two writers of the same old file would lose one of the secrets. */
  const change = (edit: (kept: File) => File | Promise<File>) => {
    const done = turn.then(async () => {
      const kept = await read()
      const next = await edit(kept)
      if (next !== kept) await replace(file, next)
    })
    turn = done.catch(() => {})
    return done
  }
  const seal = async (value: string, setAt: number): Promise<Kept> => ({ sealed: (await vault.encryptStringAsync(value)).toString('base64'), setAt })

  return {
    state: async () => ((await isSafe()) ? 'safe' : 'unsafe'),
    async set(name, value) {
      if (!(await isSafe())) throw new AppError('not_configured', 'key_store_unsafe')
      const setAt = clock.now()
      await change(async (kept) => ({ ...kept, [name]: await seal(value, setAt) }))
    },
    async get(name) {
      const kept = (await read())[name]
      if (!kept || !(await isSafe())) return null
      try {
        const { result, shouldReEncrypt } = await vault.decryptStringAsync(Buffer.from(kept.sealed, 'base64'))
        // A secret that was removed meanwhile stays removed.
        if (shouldReEncrypt) await change(async (now) => (name in now ? { ...now, [name]: await seal(result, kept.setAt) } : now))
        return result
      } catch (error) {
        // The keyring was replaced (a new computer, a new user): this secret has to be typed again.
        log.error('a secret on file cannot be decrypted', error, { name })
        return null
      }
    },
    setAt: async (name) => (await read())[name]?.setAt ?? null,
    forget: (which) =>
      change((kept) => {
        const left = Object.entries(kept).filter(([name]) => !which(name))
        return left.length === Object.keys(kept).length ? kept : Object.fromEntries(left)
      }),
  }
}

async function readFile(file: string, log: Log): Promise<File> {
  try {
    return JSON.parse(await fs.readFile(file, 'utf8')) as File
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    if (!(error instanceof SyntaxError)) throw error
    // The file is damaged: the secrets have to be typed again, and the console must open for that.
    log.error('the secrets on file cannot be read', error)
    return {}
  }
}

/** Replaces a file atomically. When it resolves, the new file is on the disk. */
async function replace(file: string, content: File): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true })
  const next = `${file}.next`
  await fs.writeFile(next, JSON.stringify(content), { mode: 0o600, flush: true })
  await fs.rename(next, file)
  syncFolder(path.dirname(file))
}
