/** Runs one exported function of a module in a process of its own, so that each run begins cold and what it holds is its own. This file is both ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** A module (`import.meta.url`) and the name of a function that it exports: takes one value, answers one, both plain. */
export type Apart = { readonly module: string; readonly name: string; readonly input: unknown }
export type ApartOptions = {
  /** A command that runs the process, such as a tracer. */
  readonly under?: readonly string[]
}

const SELF = fileURLToPath(import.meta.url)

/** What the function answered. Rejects with what it threw. */
export async function runApart<T>(work: Apart, options: ApartOptions = {}): Promise<T> {
  const { answer } = startApart(work, options)
  return (await answer) as T
}

/** Starts the process and hands over its child, to be killed. `answer` rejects when it ends without one. */
export function startApart({ module, name, input }: Apart, { under = [] }: ApartOptions = {}): { child: ChildProcess; answer: Promise<unknown> } {
  const [command = '', ...args] = [...under, process.execPath, '--expose-gc', SELF, module, name, JSON.stringify(input)]
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  let answered: { value?: unknown; error?: string } | null = null
  child.on('message', (message: { value?: unknown; error?: string }) => {
    answered = message
  })
  const answer = once(child, 'exit').then(([code, signal]) => {
    if (!answered) throw new Error(`${name} ended without an answer (${code ?? signal})`)
    if (answered.error !== undefined) throw new Error(answered.error)
    return answered.value
  })
  // whoever kills it does not wait for its answer
  answer.catch(() => {})
  return { child, answer }
}

async function serve(module: string, name: string, input: unknown) {
  const functions = (await import(module.startsWith('file:') ? module : pathToFileURL(module).href)) as Record<string, (input: unknown) => unknown>
  const work = functions[name]
  if (!work) throw new Error(`${module} exports no ${name}`)
  return work(input)
}

if (process.send !== undefined && process.argv[1] === SELF) {
  const [module = '', name = '', input = 'null'] = process.argv.slice(2)
  // what the console waits for does not always keep a process alive; the channel does
  process.on('message', () => {})
  // not awaited: the module imports this one, and would wait for it
  void serve(module, name, JSON.parse(input))
    .then(
      (value) => ({ value }),
      (error: unknown) => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
    .then((message) => process.send?.(message, () => process.exit(0)))
}
