/** Which folder may import which: the table in ARCHITECTURE.md, held against every import. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { faultsOf, readFolderTable } from '../support/house/folders.ts'
import { arrowsOf, circlesOf } from '../support/house/imports.ts'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8')

describe('the house', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /^(electron|renderer|shared|db|scripts|test)\/.*\.tsx?$/.test(file) && fs.existsSync(path.join(root, file)))
  const arrows = arrowsOf(files, read)

  test('every folder stands in the table, and imports only what is below it', () => {
    expect(faultsOf(files, arrows, readFolderTable(read('ARCHITECTURE.md')))).toEqual([])
  })

  test.each([
    ['electron/platform/time/clock.ts', 'electron/queue/store.ts', 'file'],
    ['electron/queue/store.ts', 'electron', 'package'],
    ['electron/session.ts', 'renderer/lib/toast.tsx', 'file'],
    ['renderer/lib/toast.tsx', 'db/open.ts', 'file'],
    ['renderer/features/home/home-page.tsx', 'renderer/features/log/log-page.tsx', 'file'],
    ['shared/model/values/money.ts', 'shared/ipc/names.ts', 'file'],
  ] as const)('%s would not get away with importing %s', (from, to, kind) => {
    expect([from, ...(kind === 'file' ? [to] : [])].filter((file) => !files.includes(file))).toEqual([])
    expect(faultsOf(files, [{ from, to, kind }], readFolderTable(read('ARCHITECTURE.md')))).toHaveLength(1)
  })

  test('no files import each other in a circle', () => {
    expect(circlesOf(arrows)).toEqual([])
  })

  test('the table names no folder that is not there', () => {
    const named = readFolderTable(read('ARCHITECTURE.md')).flatMap((row) => row.folders)
    expect(named.filter((name) => !fs.existsSync(path.join(root, name.replace(/\/\*$/, ''))))).toEqual([])
  })
})

const TABLE = readFolderTable(`
| folder | holds | packages |
| --- | --- | --- |
| **tools** | | |
| \`tests\` | | \`*\` |
| **page** | | |
| \`page/features/frame\` | | |
| \`page/features/*\` | | \`@ui/*\` |
| \`page\` | | |
| **main** | | |
| \`main/start.ts\` | | \`electron\` |
| \`main/queue\` \`main/log\` | | \`node\` \`zod\` |
| \`main/low\` | | |
| **both** | | |
| \`both\` | | |

| folder | of another table |
| --- | --- |
| \`elsewhere\` | |
`)

/** A tree of files, each with its text, looked at like the house. */
function look(tree: Readonly<Record<string, string>>) {
  const files = Object.keys(tree)
  const arrows = arrowsOf(files, (file) => tree[file] ?? '')
  return { arrows, faults: faultsOf(files, arrows, TABLE), circles: circlesOf(arrows) }
}
const LOW = { 'main/low/low.ts': 'export type Low = 1' }

describe('an import is seen', () => {
  test.each([
    ['of a value', `import { a } from '../log/log.ts'`],
    ['of a type', `import type { A } from '../log/log.ts'`],
    ['of one type among values', `import { a, type B } from '../log/log.ts'`],
    ['for its effect', `import '../log/log.ts'`],
    ['that is handed on', `export { a } from '../log/log.ts'`],
    ['that is handed on whole', `export * from '../log/log.ts'`],
    ['of a type that is handed on', `export type { A } from '../log/log.ts'`],
    ['when it is wanted', `export const later = () => import('../log/log.ts')`],
    ['within a type', `export type A = import('../log/log.ts').A`],
    ['of what something is', `export type A = typeof import('../log/log.ts')`],
    ['as a script of a worker', `new Worker(new URL('../log/log.ts', import.meta.url))`],
    ['by the name of what it is built to', `import { a } from '../log/log.js'`],
  ])('%s', (_, text) => {
    const { faults } = look({ 'main/log/log.ts': '', 'main/queue/queue.ts': text })
    expect(faults).toEqual(['main/queue/queue.ts imports main/log/log.ts, which is not below it'])
  })

  test('but not in a comment, in a text, or where an address of the network is made', () => {
    const text = `// import '../log/log.ts'\nexport const a = "import '../log/log.ts'"\nexport const b = new URL('../log/log.ts', a)`
    expect(look({ 'main/log/log.ts': '', 'main/queue/queue.ts': text }).arrows).toEqual([])
  })

  test('a file that cannot be parsed is no file without imports', () => {
    expect(() => look({ 'main/low/low.ts': 'import {' })).toThrow('main/low/low.ts cannot be parsed')
  })
})

describe('the table', () => {
  test('lets a folder import what is below it, itself, and what everybody shares', () => {
    const { faults } = look({
      ...LOW,
      'both/model.ts': '',
      'main/queue/queue.ts': `import '../low/low.ts'; import './parts/part.ts'; import '../../both/model.ts'; import { z } from 'zod'; import fs from 'node:fs/promises'`,
      'main/queue/parts/part.ts': '',
      'tests/queue.test.ts': `import '../main/queue/queue.ts'; import '../page/page.ts'; import { expect } from 'anything'`,
      'page/page.ts': `import '../both/model.ts'`,
    })
    expect(faults).toEqual([])
  })

  test('refuses an arrow upward', () => {
    const { faults } = look({ 'main/low/low.ts': `import type { Q } from '../queue/queue.ts'`, 'main/queue/queue.ts': '' })
    expect(faults).toEqual(['main/low/low.ts imports main/queue/queue.ts, which is not below it'])
  })

  test('refuses what is below but on the other side', () => {
    const { faults } = look({ ...LOW, 'page/page.ts': `import type { Low } from '../main/low/low.ts'` })
    expect(faults).toEqual(['page/page.ts imports main/low/low.ts, which is not below it'])
  })

  test('refuses one feature to another, and lets the one that frames them import them', () => {
    const { faults } = look({
      'page/features/home/home.ts': `import '../log/log.ts'`,
      'page/features/log/log.ts': '',
      'page/features/frame/frame.ts': `import '../home/home.ts'`,
    })
    expect(faults).toEqual(['page/features/home/home.ts imports page/features/log/log.ts, which is not below it'])
  })

  test('refuses a folder that it does not name, and a file that strayed between named folders', () => {
    const { faults } = look({ 'main/new/new.ts': '', 'page/features/stray.ts': '', 'page/new/new.ts': '', 'elsewhere/a.ts': '' })
    expect(faults).toEqual([
      'main/new/new.ts: the table does not name its folder',
      'page/features/stray.ts: the table does not name its folder',
      'page/new/new.ts: the table does not name its folder',
      'elsewhere/a.ts: the table does not name its folder',
    ])
  })

  test('refuses an import from a place that it does not name', () => {
    const { faults } = look({ 'main/low/low.ts': `import '../../vite.config.ts'` })
    expect(faults).toEqual(['main/low/low.ts imports vite.config.ts, which is not below it'])
  })

  test('refuses a package that the row does not name', () => {
    const { faults } = look({
      'main/start.ts': `import 'electron'`,
      'main/low/low.ts': `import type { App } from 'electron'`,
      'main/queue/queue.ts': `import 'zod/v4'; import 'zodiac'`,
      'page/features/home/home.ts': `import '@ui/core/styles.css'; import '@other/core'; import fs from 'node:fs'`,
    })
    expect(faults).toEqual([
      'main/low/low.ts imports electron, which its row does not name',
      'main/queue/queue.ts imports zodiac, which its row does not name',
      'page/features/home/home.ts imports @other/core, which its row does not name',
      'page/features/home/home.ts imports node:fs, which its row does not name',
    ])
  })
})

describe('a circle', () => {
  test('is found within a folder, through types too, each once and at its shortest', () => {
    const { circles } = look({
      'main/low/a.ts': `import type { B } from './b.ts'`,
      'main/low/b.ts': `import { c } from './c.ts'`,
      'main/low/c.ts': `export const later = () => import('./a.ts')`,
      'main/low/d.ts': `import './a.ts'`,
      'main/low/e.ts': `import './e.ts'`,
    })
    expect(circles).toEqual([['main/low/a.ts', 'main/low/b.ts', 'main/low/c.ts'], ['main/low/e.ts']])
  })

  test('is none where two ways lead to one file', () => {
    const { circles } = look({ ...LOW, 'main/low/a.ts': `import './b.ts'; import './low.ts'`, 'main/low/b.ts': `import './low.ts'` })
    expect(circles).toEqual([])
  })
})
