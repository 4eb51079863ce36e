/** Running the project's tools as child processes, always on the Node that runs the script. */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { endTree } from './end-tree.ts'

export const root = path.resolve(import.meta.dirname, '../..')

export type RunOptions = {
  readonly env?: NodeJS.ProcessEnv
  /** Shows nothing of what the command says. */
  readonly quiet?: boolean
  readonly limitMs?: number
  readonly signal?: AbortSignal
  /** Gets what the command says, besides the terminal. */
  readonly heard?: (text: string) => void
}

const LAST_WORDS_MS = 3_000
/** The answer of `run` for a command that took longer than its limit; `timeout` answers the same. */
export const TOO_LATE = 124

/** Runs a command to its end and answers its exit code; 1 when it cannot be started or is ended by a signal. After `limitMs` it is ended with all that it has started. */
export function run(command: string, args: readonly string[], { env = process.env, quiet = false, limitMs, signal, heard }: RunOptions = {}): Promise<number> {
  const output = heard ? 'pipe' : quiet ? 'ignore' : 'inherit'
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(command, args, {
      cwd: root,
      env: heard && process.stdout.isTTY ? { ...env, FORCE_COLOR: '1' } : env,
      stdio: ['ignore', output, output],
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    })
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      from?.setEncoding('utf8').on('data', (text: string) => {
        if (!quiet) to.write(text)
        heard?.(text)
      })
    }
    let late = false
    const endLate = () => {
      late = true
      if (child.pid !== undefined) endTree(child.pid)
    }
    const limit = limitMs === undefined ? undefined : setTimeout(endLate, limitMs)
    child.once('error', () => {
      clearTimeout(limit)
      resolve(1)
    })
    child.once('exit', (code) => {
      clearTimeout(limit)
      const end = () => resolve(late ? TOO_LATE : (code ?? 1))
      // Its last words may still be on their way; a program that it left running must not hold this one up.
      child.once('close', end)
      setTimeout(end, LAST_WORDS_MS).unref()
    })
  })
}

/** Runs a script of the project or of a dependency, named from the root. */
export const runScript = (file: string, args: readonly string[] = [], options?: RunOptions) => run(process.execPath, [path.join(root, file), ...args], options)

export const build = (options?: RunOptions) => runScript('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn'], options)
