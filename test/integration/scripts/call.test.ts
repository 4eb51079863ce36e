/** `npm run call` in processes of its own, as a script would use it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { Channel } from '../../../shared/ipc/names.ts'
import type { Result } from '../../../shared/result.ts'
import { startedConsole, testPlatform } from '../../support/console.ts'
import { temporaryFolder } from '../../support/database.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const MORNING = '2026-11-20T09:00:00+03:00'
const LIST = 'test/fixtures/sample-school/fees-term-3.csv'
const SCHOOL = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
const draft = { templateKey: 'fee_statement', audience: { classes: [], balanceOverCents: null, includeCopies: false }, channel: 'sms' }

/** A stream of calls, each asked when the one before is answered. */
function startCalls(...args: string[]) {
  const env = { ...process.env, BURSAR_CLOCK: MORNING, INIT_CWD: root }
  const child = spawn(process.execPath, [path.join(root, 'scripts/call.ts'), ...args], { env, stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exit = once(child, 'exit')
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const errors = text(child.stderr)
  return {
    async ask<C extends Channel>(channel: C, input: unknown = {}): Promise<Result<Output<C>>> {
      child.stdin.write(`${JSON.stringify({ channel, input })}\n`)
      return JSON.parse((await answers.next()).value ?? 'null') as Result<Output<C>>
    },
    async end() {
      child.stdin.end()
      const [code] = await exit
      return { code: code as number | null, errors: await errors }
    },
  }
}

/** One command with what it answered; every line of it has to be JSON. */
async function call(args: readonly string[], input = '') {
  const env = { ...process.env, BURSAR_CLOCK: MORNING, INIT_CWD: root }
  const child = spawn(process.execPath, [path.join(root, 'scripts/call.ts'), ...args], { env, stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.end(input)
  const [said, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const lines = said.split('\n').filter((line) => line !== '')
  return { code: code as number | null, answers: lines.map((line) => JSON.parse(line) as unknown), errors }
}

function answered<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

async function importAndQueue(data: string, ...flags: string[]) {
  const { ask, end } = startCalls('--data', data, ...flags)
  answered(await ask('school:save', SCHOOL))
  answered(await ask('sending:save', { ...answered(await ask('sending:get')), holdSeconds: 0 }))
  const file = answered(await ask('imports:choose', { path: LIST }))
  const { mapping } = answered(await ask('imports:read', { token: file?.token, options: {} }))
  const { checkId } = answered(
    await ask('imports:check', { token: file?.token, options: {}, mapping, term: 3, year: 2026, dueOn: null, acceptProposals: false }),
  )
  answered(await ask('imports:commit', { checkId }))
  const { sms } = answered(await ask('batches:preview', draft))
  const { queued } = answered(await ask('batches:queue', { draft, draftId: 'one', staleAccepted: false }))
  expect(queued).toBe(sms.messages)
  return { queued, ...(await end()) }
}

const countOf = async (data: string) => {
  const { answers } = await call(['messages:count', '{"filter":{}}', '--data', data])
  return answered(answers[0] as Result<Output<'messages:count'>>).byState
}

test('a stream brings a list in and queues a batch, and with --send the process ends when all of it is sent', async () => {
  const data = temporaryFolder()
  const { queued, code, errors } = await importAndQueue(data, '--send')
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  const { skipped = 0, sent = 0, failed = 0, ...others } = await countOf(data)
  expect(others).toEqual({})
  expect(skipped).toBeGreaterThan(0)
  // practice lets some numbers fail, so that a bursar sees what that looks like
  expect(sent + failed).toBe(queued)
})

test('without --send what was queued waits, whoever looks at it', async () => {
  const data = temporaryFolder()
  const { queued, code } = await importAndQueue(data)
  expect(code).toBe(0)
  expect(await countOf(data)).toMatchObject({ queued })
  expect(await countOf(data)).toMatchObject({ queued })
})

test('it refuses while a console has the folder open in either mode, and the console goes on', async () => {
  const dataFolder = temporaryFolder()
  const console = await startedConsole(testPlatform({ dataFolder }))
  const refused = { code: 1, answers: [{ ok: false, error: { code: 'conflict', key: 'console_open' } }] }
  expect(await call(['console:status', '--data', dataFolder])).toMatchObject(refused)
  await console.setMode('live')
  expect(await call(['console:status', '--data', dataFolder])).toMatchObject(refused)
  await console.session().school.save(SCHOOL)
  await console.stop()
  expect(await call(['console:status', '--data', dataFolder])).toMatchObject({ code: 0, answers: [{ ok: true, value: { mode: 'practice' } }] })
})

test('a console that was last live is called in practice, and stays live', async () => {
  const dataFolder = temporaryFolder()
  const console = await startedConsole(testPlatform({ dataFolder }))
  await console.setMode('live')
  await console.stop()
  const answers = [{ value: { mode: 'practice' } }]
  expect(await call(['console:status', '--data', dataFolder])).toMatchObject({ code: 0, answers })
  expect((await startedConsole(testPlatform({ dataFolder }))).session().mode).toBe('live')
})

test('--live is refused where no key could be kept, and touches no records', async () => {
  const data = temporaryFolder()
  expect(await call(['school:get', '--live', '--data', data])).toMatchObject({
    code: 1,
    answers: [{ ok: false, error: { code: 'not_configured', key: 'key_store_unsafe' } }],
  })
  expect(fs.readdirSync(data)).toEqual([])
})

test('a call that fails is told by its answer and by the exit, and those after it are answered all the same', async () => {
  const lines = [
    { channel: 'batch:preview' },
    { channel: 'console:set-mode', input: { mode: 'live' } },
    { channel: 'imports:choose' },
    { channel: 'imports:choose', input: { path: 'no-such-file.csv' } },
    { channel: 'messages:page', input: { limit: 0 } },
    { channel: 'school:get', extra: true },
  ].map((line) => JSON.stringify(line))
  const { code, answers } = await call(['--data', temporaryFolder()], [...lines, 'no JSON', '', '{"channel":"school:get"}'].join('\n'))
  expect(answers).toMatchObject([
    { ok: false, error: { key: 'unknown_call', params: { channel: 'batch:preview', near: expect.stringContaining('batches:preview') } } },
    { ok: false, error: { key: 'mode_fixed' } },
    { ok: false, error: { key: 'bad_input', fields: { path: 'bad_input' } } },
    { ok: false, error: { key: 'file_gone' } },
    { ok: false, error: { key: 'bad_input' } },
    { ok: false, error: { key: 'bad_input' } },
    { ok: false, error: { key: 'bad_input' } },
    { ok: true, value: null },
  ])
  expect(code).toBe(1)
})

test('a command that cannot be read ends with 2 and a sentence, and --help says how; neither says anything on standard output', async () => {
  expect(await call(['school:get', '{', '--data', temporaryFolder()])).toMatchObject({ code: 2, answers: [], errors: expect.stringContaining('--help') })
  expect(await call(['--now'])).toMatchObject({ code: 2, answers: [], errors: expect.stringContaining('--help') })
  expect(await call(['--help'])).toMatchObject({ code: 0, answers: [], errors: expect.stringContaining('batches:queue') })
})
