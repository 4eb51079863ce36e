import { expect, test } from 'vitest'
import { countEnds, endWords, type PlaywrightReport, playwrightEnds, type TestEnd, vitestEnds } from '../../../scripts/test-reports.ts'

const RED = '\u001b[31m'
const PLAIN = '\u001b[39m'

test('Vitest’s report: what passed, what failed and why; a file that broke without a failed test counts as one', () => {
  const report = {
    testResults: [
      {
        name: '/repo/test/unit/a.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'adds', status: 'passed', duration: 4, failureMessages: [] },
          { fullName: 'group takes away', status: 'failed', duration: 2, failureMessages: ['expected 1 to be 2'] },
          { fullName: 'waits', status: 'skipped' },
        ],
      },
      { name: '/repo/test/unit/b.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] },
    ],
  }
  const ends = vitestEnds(report, '/repo')
  expect(ends).toEqual([
    { file: 'test/unit/a.test.ts', name: 'adds', end: 'passed', ms: 4, error: '' },
    { file: 'test/unit/a.test.ts', name: 'group takes away', end: 'failed', ms: 2, error: 'expected 1 to be 2' },
    { file: 'test/unit/b.test.ts', name: 'the file itself', end: 'failed', ms: 0, error: 'Cannot find module' },
  ])
  expect(countEnds(ends)).toEqual({ passed: 1, failed: 2 })
})

test('Playwright’s report: a test that passed at the second try is flaky, tells its first error, and counts as passed', () => {
  const failed = { status: 'failed', duration: 9_000, errors: [{ message: 'not focused', location: { line: 149 } }] }
  const passed = { status: 'passed', duration: 3_000, errors: [] }
  const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped', results: (typeof failed | typeof passed)[]) => ({
    title,
    file: 'e2e/log.spec.ts',
    line: 7,
    tests: [{ status, results }],
  })
  const report: PlaywrightReport = {
    config: { rootDir: '/repo/test' },
    suites: [
      {
        title: 'e2e/log.spec.ts',
        file: 'e2e/log.spec.ts',
        specs: [spec('opens', 'expected', [passed]), spec('is not for here', 'skipped', [])],
        suites: [
          { title: 'in Swahili', file: 'e2e/log.spec.ts', specs: [spec('closes', 'flaky', [failed, passed]), spec('turns', 'unexpected', [failed, failed])] },
        ],
      },
    ],
    errors: [{ message: 'a worker died' }],
  }
  const ends = playwrightEnds(report, '/repo')
  const file = 'test/e2e/log.spec.ts:7'
  expect(ends).toEqual([
    { file, name: 'opens', end: 'passed', ms: 3_000, error: '' },
    { file, name: 'in Swahili › closes', end: 'flaky', ms: 9_000, error: 'line 149: not focused' },
    { file, name: 'in Swahili › turns', end: 'failed', ms: 9_000, error: 'line 149: not focused' },
    { file: 'test', name: 'outside of the tests', end: 'failed', ms: 0, error: 'a worker died' },
  ])
  expect(countEnds(ends)).toEqual({ passed: 2, failed: 2 })
})

test('the last words name every failure with the beginning of its error, the failed ones last', () => {
  const end = (name: string, how: TestEnd['end'], ms: number, error = ''): TestEnd => ({ file: 'a.test.ts', name, end: how, ms, error })
  const stack = '    at own (/repo/a.test.ts:1:2)\n    at run (file:///repo/node_modules/vitest/run.js:3:4)\n    at new Promise (<anonymous>)\n'
  const long = Array.from({ length: 40 }, (_, n) => `${RED}line ${n}${PLAIN}`).join('\n\n')
  const words = endWords([
    end('quick', 'passed', 40),
    end('slow', 'passed', 12_340),
    end('shaky', 'flaky', 9, 'at first'),
    end('broken', 'failed', 8, stack + long),
  ])
  expect(words).toEqual([
    '=== the slowest files, by the time of all their tests',
    '  12.4 s  a.test.ts',
    '',
    '=== the slowest tests',
    '  12.3 s  a.test.ts › slow',
    '   0.0 s  a.test.ts › quick',
    '   0.0 s  a.test.ts › shaky',
    '   0.0 s  a.test.ts › broken',
    '',
    '=== FLAKY: failed at first, passed when tried again (1)',
    '',
    '1) a.test.ts › shaky',
    '   at first',
    '',
    '=== FAILED (1)',
    '',
    '1) a.test.ts › broken',
    '       at own (/repo/a.test.ts:1:2)',
    ...Array.from({ length: 14 }, (_, n) => `   line ${n}`),
  ])
})

test('however much failed, the last words stay short', () => {
  const error = `${'x'.repeat(10_000)}\n`.repeat(100)
  const ends = Array.from({ length: 500 }, (_, n): TestEnd => ({ file: 'a.test.ts', name: `test ${n}`, end: 'failed', ms: n, error }))
  const words = endWords(ends)
  expect(words.length).toBeLessThan(360)
  expect(Math.max(...words.map((line) => line.length))).toBeLessThan(210)
  expect(words.at(-1)).toBe('… and 480 more')
})

test('where all passed, only what was slow is told: ten files, each with all of its tests together, and five tests', () => {
  const passed = (file: string, ms: number): TestEnd => ({ file, name: 'adds', end: 'passed', ms, error: '' })
  const ends = Array.from({ length: 12 }, (_, n) => [passed(`${n}.spec.ts:7`, n * 1_000), passed(`${n}.spec.ts:21`, 500)]).flat()
  expect(endWords(ends)).toEqual([
    '=== the slowest files, by the time of all their tests',
    ...[11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => `${`${n}.5`.padStart(6)} s  ${n}.spec.ts`),
    '',
    '=== the slowest tests',
    ...[11, 10, 9, 8, 7].map((n) => `${`${n}.0`.padStart(6)} s  ${n}.spec.ts:7 › adds`),
  ])
})
