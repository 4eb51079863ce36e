/** The rules of the house that neither the compiler nor the linter can see. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { countWords, sentencesOf } from '../support/house/prose.ts'

const root = path.resolve(import.meta.dirname, '../..')
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && fs.existsSync(path.join(root, file)))
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8')
const code = files.filter((file) => /\.tsx?$/.test(file))
const ours = code.filter((file) => /^(electron|shared|db|renderer)\//.test(file))
const documents = files.filter((file) => file.endsWith('.md'))
const naming = (those: readonly string[], pattern: RegExp) => those.filter((file) => pattern.test(read(file)))

test('runs on the Node that the project pins', () => {
  expect(process.version).toMatch(/^v24\./)
})

test('package.json says of every package with an install script whether it may run', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { hasInstallScript?: boolean }> }
  const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> }
  const scripted = Object.keys(packages).filter((name) => packages[name]?.hasInstallScript)
  expect(scripted.map((name) => name.replace(/.*node_modules\//, '')).filter((name) => !(name in allowScripts))).toEqual([])
  // scripts/lib/packages.mjs runs this one and no other
  expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual(['node'])
})

test('the top of the house holds what it should and nothing else', () => {
  const top = new Set(files.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')))
  expect([...top].sort()).toEqual(
    [
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'db',
      'docs',
      'electron',
      'electron-builder.yml',
      'package-lock.json',
      'package.json',
      'renderer',
      'scripts',
      'shared',
      'test',
      'tsconfig.json',
      'vite.config.ts',
    ].sort(),
  )
})

test('every path that the documents name exists', () => {
  const missing: string[] = []
  for (const document of documents) {
    for (const [, name = ''] of read(document).matchAll(/`((?:electron|shared|db|docs|renderer|test|scripts)\/[\w./{},-]*)`/g)) {
      for (const one of expand(name)) if (!one.includes('<') && !fs.existsSync(path.join(root, one))) missing.push(`${document}: ${one}`)
    }
  }
  expect(missing).toEqual([])
})

test('every page that the documents link to exists, and the heading in it', () => {
  const missing = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\(([^):#]*)(?:#([^)]*))?\)/g)].flatMap(([link, page = '', heading]) => {
      const file = page === '' ? document : path.join(path.dirname(document), page)
      if (!fs.existsSync(path.join(root, file))) return [`${document}: ${link}`]
      return heading === undefined || headingsOf(read(file)).includes(heading) ? [] : [`${document}: ${link}`]
    }),
  )
  expect(missing).toEqual([])
})

test('no sentence of the documents has more than 30 words', () => {
  const long = documents.flatMap((document) =>
    sentencesOf(read(document))
      .filter((sentence) => countWords(sentence) > 30)
      .map((sentence) => `${document}: ${countWords(sentence)} words: ${sentence}`),
  )
  expect(long).toEqual([])
})

test.each([
  ['ARCHITECTURE.md', 1_200],
  ['README.md', 900],
])('%s has at most %i words', (document, most) => {
  expect(countWords(read(document))).toBeLessThanOrEqual(most)
})

test('sentences are told apart, and counted without code and tables', () => {
  const text = [
    '# A heading. Not counted',
    '',
    '**A rule.** It ends `db.write`',
    'here! Is [it](docs/words.md) so?',
    '',
    '| a | table. |',
    '- One item. 1. `npm run x`. 2. Two, at 1.5 s.',
    '```',
    'some code. More code.',
    '```',
    '- "Quoted." Then.',
  ].join('\n')
  expect(sentencesOf(text)).toEqual(['A rule.', 'It ends db.write here!', 'Is it so?', 'One item.', 'npm·run·x.', 'Two, at 1.5 s.', '"Quoted."', 'Then.'])
  expect(countWords('one – two, `three`')).toBe(3)
})

test('only the clock reads the computer’s clock', () => {
  const clocks = ['electron/platform/time/clock.ts', 'electron/platform/time/wall-clock.ts']
  expect(naming(ours, /\bDate\.now\(\)|\bnew Date\(\)/).filter((file) => !clocks.includes(file))).toEqual([])
})

test('the page is reached through one file, and never through HTML', () => {
  expect(
    naming(
      ours.filter((f) => f.startsWith('renderer/')),
      /window\.bursar/,
    ).filter((f) => f !== 'renderer/lib/bridge/api.ts' && !f.endsWith('.d.ts')),
  ).toEqual([])
  expect(naming(ours, /dangerouslySetInnerHTML|\.innerHTML\b/)).toEqual([])
})

test('no test mocks a module, sleeps or is skipped', () => {
  const tests = code.filter((file) => file.startsWith('test/') && !file.startsWith('test/standin/') && file !== 'test/unit/house.test.ts')
  expect(naming(tests, /\bvi\.mock\(|waitForTimeout\(|\b(?:it|test|describe)\.(?:(?:only|todo|fixme)\b|skip\(\s*['"`])/)).toEqual([])
})

test('no file names a package registry’s host', () => {
  const hosts = new RegExp(['registry\\.npm' + 'js', 'npm' + 'mirror', 'deb\\.deb' + 'ian'].join('|'))
  expect(
    naming(
      files.filter((file) => !/\.(png|ico)$/.test(file)),
      hosts,
    ),
  ).toEqual([])
})

/** "a/{b,c}.ts" → "a/b.ts", "a/c.ts" */
function expand(name: string): string[] {
  const m = /^(.*)\{([^}]*)\}(.*)$/.exec(name)
  return m ? (m[2] ?? '').split(',').flatMap((part) => expand(`${m[1]}${part}${m[3]}`)) : [name]
}

/** The names by which the headings of a document are linked to. */
function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\d\s-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
