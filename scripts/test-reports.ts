/** What Vitest and Playwright have written down of their tests, as one list, and the words for the end of `npm test`. PURE. */
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** One test, or what broke outside of any. `flaky`: it failed, and passed when it was tried again. */
export type TestEnd = { readonly file: string; readonly name: string; readonly end: 'passed' | 'failed' | 'flaky'; readonly ms: number; readonly error: string }
export type Count = { readonly passed: number; readonly failed: number }

export type VitestReport = {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly duration?: number | null
      readonly failureMessages?: readonly string[] | null
    }[]
  }[]
}

type PlaywrightError = { readonly message?: string; readonly stack?: string; readonly value?: string; readonly location?: { readonly line: number } }
type PlaywrightSuite = {
  readonly title: string
  readonly file: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly file: string
    readonly line: number
    readonly tests: readonly {
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped'
      readonly results: readonly { readonly status: string; readonly duration: number; readonly errors: readonly PlaywrightError[] }[]
    }[]
  }[]
}
export type PlaywrightReport = {
  readonly config: { readonly rootDir: string }
  readonly suites: readonly PlaywrightSuite[]
  readonly errors: readonly PlaywrightError[]
}

const MOST_FAILURES = 20
const MOST_LINES = 15
const MOST_LETTERS = 200
const SLOWEST_FILES = 10
const SLOWEST_TESTS = 5

/** Skipped tests are left out. A file that broke before or after its tests counts as one failed test. */
export function vitestEnds({ testResults }: VitestReport, root: string): TestEnd[] {
  return testResults.flatMap(({ name, status, message = '', assertionResults }) => {
    const file = path.relative(root, name)
    const ends = assertionResults.flatMap(({ fullName, status: end, duration, failureMessages }): TestEnd[] =>
      end === 'passed' || end === 'failed' ? [{ file, name: fullName, end, ms: duration ?? 0, error: (failureMessages ?? []).join('\n') }] : [],
    )
    const broken = status === 'failed' && !ends.some(({ end }) => end === 'failed')
    return broken ? [...ends, { file, name: 'the file itself', end: 'failed', ms: 0, error: message }] : ends
  })
}

/** Skipped tests are left out. What broke outside of the tests (the configuration, a worker) counts as one failed test each. */
export function playwrightEnds({ config, suites, errors }: PlaywrightReport, root: string): TestEnd[] {
  const folder = path.relative(root, config.rootDir)
  const endsIn = (suite: PlaywrightSuite, above: readonly string[]): TestEnd[] => {
    const titles = suite.title === suite.file ? above : [...above, suite.title]
    const own = (suite.specs ?? []).flatMap(({ title, file, line, tests }) =>
      tests.flatMap(({ status, results }): TestEnd[] => {
        if (status === 'skipped') return []
        const end = status === 'expected' ? 'passed' : status === 'flaky' ? 'flaky' : 'failed'
        const wrong = results.find(({ errors: found }) => found.length > 0)
        const error = wrong ? wrong.errors.map(errorText).join('\n') : ''
        return [
          { file: `${path.join(folder, file)}:${line}`, name: [...titles, title].join(' › '), end, ms: Math.max(...results.map((r) => r.duration), 0), error },
        ]
      }),
    )
    return [...own, ...(suite.suites ?? []).flatMap((inner) => endsIn(inner, titles))]
  }
  const outside = errors.map((error): TestEnd => ({ file: folder, name: 'outside of the tests', end: 'failed', ms: 0, error: errorText(error) }))
  return [...suites.flatMap((suite) => endsIn(suite, [])), ...outside]
}

function errorText({ message, stack, value, location }: PlaywrightError): string {
  const words = message ?? stack ?? value ?? ''
  return location ? `line ${location.line}: ${words}` : words
}

/** A flaky test has passed, and is told apart from the others by {@link endWords}. */
export function countEnds(ends: readonly TestEnd[]): Count {
  const failed = ends.filter(({ end }) => end === 'failed').length
  return { passed: ends.length - failed, failed }
}

/** The last words of a run, before its counts: the slowest files and tests, the flaky ones, and those that failed with the beginning of their errors. Bounded, so that the end of a log holds them. */
export function endWords(ends: readonly TestEnd[]): string[] {
  const tests = ends.map(({ ms, file, name }) => ({ ms, name: `${file} › ${name}` }))
  return [
    '=== the slowest files, by the time of all their tests',
    ...slowest(fileTimes(ends), SLOWEST_FILES),
    '',
    '=== the slowest tests',
    ...slowest(tests, SLOWEST_TESTS),
    ...chapter(
      '=== FLAKY: failed at first, passed when tried again',
      ends.filter(({ end }) => end === 'flaky'),
    ),
    ...chapter(
      '=== FAILED',
      ends.filter(({ end }) => end === 'failed'),
    ),
  ]
}

type Timed = { readonly name: string; readonly ms: number }

function fileTimes(ends: readonly TestEnd[]): Timed[] {
  const files = Map.groupBy(ends, ({ file }) => file.replace(/:\d+$/, ''))
  return [...files].map(([name, those]) => ({ name, ms: those.reduce((sum, { ms }) => sum + ms, 0) }))
}

const slowest = (timed: readonly Timed[], most: number) =>
  timed
    .filter(({ ms }) => ms > 0)
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, most)
    .map(({ name, ms }) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`)

function chapter(title: string, ends: readonly TestEnd[]): string[] {
  if (ends.length === 0) return []
  const told = ends.slice(0, MOST_FAILURES).flatMap(({ file, name, error }, n) => ['', `${n + 1}) ${file} › ${name}`, ...firstLines(error)])
  const untold = ends.length - MOST_FAILURES
  return ['', `${title} (${ends.length})`, ...told, ...(untold > 0 ? ['', `… and ${untold} more`] : [])]
}

function firstLines(error: string): string[] {
  const lines = stripVTControlCharacters(error)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s+at (?:.*\bnode_modules\b|new Promise )/.test(line))
  return lines.slice(0, MOST_LINES).map((line) => `   ${line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS)}…` : line}`)
}
