import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { secretStore, type Vault } from '../../../../electron/platform/secrets.ts'

/** Reverses the text instead of encrypting it; `key` stands for the login's key, which changes with the computer. */
class FakeVault implements Vault {
  available = true
  backend: ReturnType<Vault['getSelectedStorageBackend']> = 'gnome_libsecret'
  key = 'first'
  stale = false
  isAsyncEncryptionAvailable = async () => this.available
  getSelectedStorageBackend = () => this.backend
  encryptStringAsync = async (text: string) => Buffer.from(`${this.key}:${[...text].reverse().join('')}`)
  decryptStringAsync = async (sealed: Buffer) => {
    const [key, text = ''] = sealed.toString().split(':')
    if (key !== this.key) throw new Error('wrong key')
    return { result: [...text].reverse().join(''), shouldReEncrypt: this.stale }
  }
}
let folder: string
let vault: FakeVault
let faults: number
let nowMs: number
const open = (platform: NodeJS.Platform = 'linux') =>
  secretStore(vault, {
    folder,
    platform,
    clock: { now: () => nowMs, monotonic: () => 0, after: () => () => {} },
    log: { info: () => {}, warn: () => {}, error: () => void faults++ },
  })
const file = () => path.join(folder, 'secrets.json')
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'))
  vault = new FakeVault()
  faults = 0
  nowMs = 1_000
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

test('a secret comes back after a new start, and the file holds neither its text nor an open door', async () => {
  await open().set('sms-api-key', 'very-secret')
  const again = open()
  expect([await again.get('sms-api-key'), await again.setAt('sms-api-key'), await again.get('email-password')]).toEqual(['very-secret', 1_000, null])
  expect(fs.readFileSync(file(), 'utf8')).not.toContain('very-secret')
  if (process.platform !== 'win32') expect(fs.statSync(file()).mode & 0o777).toBe(0o600)
})

test('two secrets set at once are both kept', async () => {
  const store = open()
  await Promise.all([store.set('sms-api-key', 'a'), store.set('email-password', 'b')])
  expect([await store.get('sms-api-key'), await store.get('email-password')]).toEqual(['a', 'b'])
})

test('what is forgotten leaves the file, and the others stay', async () => {
  const store = open()
  for (const name of ['a', 'b', 'c']) await store.set(name, name)
  await store.forget((name) => name !== 'b')
  expect(Object.keys(JSON.parse(fs.readFileSync(file(), 'utf8')))).toEqual(['b'])
  expect([await open().get('a'), await open().get('b')]).toEqual([null, 'b'])
})

test.each([
  ['no encryption', { available: false }],
  ['a password that everybody knows', { backend: 'basic_text' as const }],
  ['nobody knows what', { backend: 'unknown' as const }],
])('with %s nothing is written', async (_name, more) => {
  Object.assign(vault, more)
  const store = open()
  expect(await store.state()).toBe('unsafe')
  await expect(store.set('sms-api-key', 'x')).rejects.toMatchObject({ failure: { code: 'not_configured', key: 'key_store_unsafe' } })
  expect(fs.existsSync(file())).toBe(false)
})

test('only Linux has to name its keyring', async () => {
  vault.backend = 'unknown'
  expect(await open('win32').state()).toBe('safe')
})

test('a secret of another keyring counts as not there, and the log says so', async () => {
  await open().set('sms-api-key', 'x')
  vault.key = 'second'
  expect(await open().get('sms-api-key')).toBeNull()
  expect(faults).toBe(1)
})

test('a file that cannot be read counts as holding nothing, so that the console opens and the key can be typed again', async () => {
  fs.writeFileSync(file(), '\0\0\0')
  const store = open()
  expect([await store.get('sms-api-key'), await store.setAt('sms-api-key'), faults]).toEqual([null, null, 2])
  await store.set('sms-api-key', 'x')
  expect(await store.get('sms-api-key')).toBe('x')
})

test('a secret under an old key is encrypted anew, and keeps its date', async () => {
  await open().set('sms-api-key', 'x')
  const sealed = () => JSON.parse(fs.readFileSync(file(), 'utf8'))['sms-api-key']
  const before = sealed()
  vault.stale = true
  vault.encryptStringAsync = async () => Buffer.from('sealed anew')
  nowMs = 2_000
  expect(await open().get('sms-api-key')).toBe('x')
  expect(sealed()).toEqual({ sealed: Buffer.from('sealed anew').toString('base64'), setAt: before.setAt })
})

test('a secret that is removed while it is encrypted anew stays removed', async () => {
  const store = open()
  await store.set('sms-api-key', 'x')
  vault.stale = true
  const { decryptStringAsync } = vault
  vault.decryptStringAsync = async (sealed) => {
    await store.forget(() => true)
    return decryptStringAsync(sealed)
  }
  expect(await store.get('sms-api-key')).toBe('x')
  expect(await open().setAt('sms-api-key')).toBeNull()
})
