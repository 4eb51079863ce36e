/**
 * `npm run call`: calls of the IPC contract on a data folder, without a window. One call on the command line, or a stream of them on standard input, each a
 * line of JSON. Standard output is JSON alone: one Result a line. Exit 1 where a call failed.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { fill } from '../electron/app/say.ts'
import { startFailure } from '../electron/app/start-failure.ts'
import { forkedCopier } from '../electron/files/forked-copier.ts'
import { type Calls, openCalls } from '../electron/ipc/calls.ts'
import { defaultDataFolder } from '../electron/platform/paths.ts'
import type { Platform, SecretStore } from '../electron/platform/ports.ts'
import { wallClock } from '../electron/platform/time/wall-clock.ts'
import { AppError } from '../shared/errors.ts'
import { CHANNELS } from '../shared/ipc/names.ts'
import { failed, type Result } from '../shared/result.ts'
import { words } from '../shared/words/index.ts'

const root = path.resolve(import.meta.dirname, '..')
const { productName, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { productName: string; version: string }
const usualFolder = defaultDataFolder(productName, { platform: process.platform, env: process.env, home: os.homedir() })
/** Where the command was typed: npm itself works in the project's folder. */
const typedIn = process.env.INIT_CWD ?? process.cwd()

const HELP = `npm run call -- <channel> ['<json>'] [--data FOLDER] [--live] [--send]
npm run call -- [--data FOLDER] [--live] [--send]      each line of standard input: {"channel": "…", "input": …}

One call of the console without a window, or many on the same records. Each answer is one line of JSON:
{"ok":true,"value":…} or {"ok":false,"error":…}. Exit 1 where a call failed, 2 where the command itself cannot be read.
npm adds lines of its own to standard output unless it is told not to: npm run --silent call -- …

  --data FOLDER   the records; without it those of the window:
                  ${usualFolder}
  --live          the live records. Needs a safe place for keys, as the window does. Node alone has none, so it is refused.
                  Without it: practice, which sends nothing to anybody
  --send          the queue runs, and after the last call until nothing is due. Without it what is queued waits

It refuses while a console has the folder open. Calls that choose a file take its path: {"path": "fees.csv"}.

${CHANNELS.join('\n')}
`

/** Without Electron nothing encrypts a key as the system would, so none is kept: by the window's own rule that means practice. */
const noSecrets: SecretStore = {
  state: async () => 'unsafe',
  async set() {
    throw new AppError('not_configured', 'key_store_unsafe')
  },
  get: async () => null,
  setAt: async () => null,
  forget: async () => {},
}

process.exitCode = await main()

async function main(): Promise<number> {
  const command = readCommand()
  if (typeof command === 'string') {
    process.stderr.write(`${command}\n`)
    return 2
  }
  if (command.help) {
    process.stderr.write(HELP)
    return 0
  }
  // the queue waits for its times without keeping a process alive
  const alive = setInterval(() => {}, 60_000)
  try {
    return (await answerAll(command)) ? 0 : 1
  } finally {
    clearInterval(alive)
  }
}

type Command = { readonly help: boolean; readonly calls: AsyncIterable<unknown>; readonly dataFolder: string; readonly live: boolean; readonly send: boolean }

/** What is asked for, or a sentence on what cannot be read. */
function readCommand(): Command | string {
  try {
    const flag = { type: 'boolean', default: false } as const
    const options = { data: { type: 'string' }, live: flag, send: flag, help: flag } as const
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    const { data, live, send, help } = values
    const [channel, json = '{}', ...more] = positionals
    if (more.length > 0) return 'A call takes a channel and one JSON text. --help says more.'
    const calls = channel === undefined ? lines() : only({ channel, input: JSON.parse(json) as unknown })
    return { help, calls, live, send, dataFolder: data === undefined ? usualFolder : path.resolve(typedIn, data) }
  } catch (error) {
    return `${error instanceof Error ? error.message : error} --help says more.`
  }
}

async function* only(call: unknown) {
  yield call
}

/** The calls of standard input as they come; a line that is no JSON is a call that cannot be read. */
async function* lines(): AsyncGenerator<unknown> {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue
    try {
      yield JSON.parse(line) as unknown
    } catch {
      yield undefined
    }
  }
}

/** Whether all went well. */
async function answerAll({ calls, dataFolder, live, send }: Command): Promise<boolean> {
  let good = true
  const say = (result: Result<unknown>) => {
    good &&= result.ok
    process.stdout.write(`${JSON.stringify(result)}\n`)
    if (!result.ok) process.stderr.write(`${inWords(result)}\n`)
  }
  let opened: Calls | undefined
  try {
    opened = await openCalls(platformOf(dataFolder), { mode: live ? 'live' : 'practice', sends: send, folder: typedIn })
    for await (const call of calls) say(await opened.answer(call))
  } catch (error) {
    const failure = startFailure(error, dataFolder)
    if (failure.key === 'internal') process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    say(failed(failure))
  } finally {
    await opened?.finish()
  }
  return good
}

function inWords({ error: { key, params } }: Result<never> & { ok: false }): string {
  const { what, means, todo } = words.en.failures[key]
  return [what, means, todo].map((sentence) => fill(sentence, params)).join(' ')
}

function platformOf(dataFolder: string): Omit<Platform, 'chooseFile'> {
  const clock = wallClock({ isPackaged: false, env: process.env })
  return {
    clock,
    log: {
      info() {},
      warn() {},
      error: (what, error) => process.stderr.write(`${what}: ${error instanceof Error ? error.stack : error}\n`),
    },
    secrets: noSecrets,
    emit: () => {},
    version,
    dataFolder,
    migrations: path.join(root, 'db/migrations'),
    workerScript: pathToFileURL(path.join(root, 'electron/worker/worker.ts')),
    sampleFolder: path.join(root, 'test/fixtures/sample-school'),
    isOnline: () => true,
    startCopier: forkedCopier(pathToFileURL(path.join(root, 'electron/files/copier.ts'))),
  }
}
