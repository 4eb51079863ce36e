import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageFile } from '../../../../electron/app/page-files.ts'

let folder: string
let root: string
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'page-files-'))
  root = path.join(folder, 'renderer')
  fs.mkdirSync(path.join(root, 'assets'), { recursive: true })
  fs.mkdirSync(path.join(folder, 'renderer-old'))
  fs.writeFileSync(path.join(root, 'index.html'), '<!doctype html>')
  fs.writeFileSync(path.join(root, 'assets', 'page a.js'), '1')
  fs.writeFileSync(path.join(root, 'notes.md'), 'not part of the page')
  fs.writeFileSync(path.join(folder, 'secret.json'), '{}')
  fs.writeFileSync(path.join(folder, 'renderer-old', 'index.html'), 'beside the page')
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

test.each([
  ['app://console/', 'text/html; charset=utf-8'],
  ['app://console/index.html', 'text/html; charset=utf-8'],
  ['app://console/index.html?x=1#/log', 'text/html; charset=utf-8'],
  ['app://console/assets/page%20a.js', 'text/javascript; charset=utf-8'],
])('%s is served with its type, a policy without eval, and no guessing of types', async (url, type) => {
  const answer = await pageFile(root, url)
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-content-type-options')]).toEqual([200, type, 'nosniff'])
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'; script-src 'self';")
  expect(policy).not.toContain('eval')
})

test.each([
  'app://console/missing.js',
  'app://console/assets',
  'app://console/notes.md',
  'app://console/../secret.json',
  'app://console/%2e%2e/secret.json',
  'app://console/..%2fsecret.json',
  'app://console/..%5csecret.json',
  'app://console/assets/..%2f..%2fsecret.json',
  'app://console/..%2frenderer-old%2findex.html',
  'app://console/%00index.html%00/../../secret.json',
  'app://console/%',
  'app://elsewhere/index.html',
])('%s is not there', async (url) => {
  expect((await pageFile(root, url)).status).toBe(404)
})
