/** Both simulators in a process of their own, so that a measurement of the sender does not include them. This file is both ends: started as a script, it serves. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SmsBehaviour } from './africas-talking-simulator.ts'
import type { SimulatorOptions } from './simulators.ts'
import type { SmtpBehaviour } from './smtp-simulator.ts'

/** A change to the running simulators; what is not named stays. */
export type SimulatorChange = {
  /** Number → status code. */
  readonly codes?: Readonly<Record<string, number>>
  readonly planSms?: readonly SmsBehaviour[]
  readonly latencyMs?: number
  /** Email address → reply, such as "550 5.1.1 No such user". */
  readonly refuse?: Readonly<Record<string, string>>
  readonly planSmtp?: readonly SmtpBehaviour[]
  /** Forgets everything received and planned, before the rest of the change. */
  readonly reset?: boolean
}

export type ReceivedByProcess = {
  readonly sms: readonly { readonly number: string; readonly text: string }[]
  readonly email: readonly { readonly to: string; readonly subject: string; readonly messageId: string }[]
}

export type SimulatorProcess = {
  readonly smsUrl: string
  readonly smsPort: number
  readonly smtpPort: number
  readonly apiKey: string
  received(): Promise<ReceivedByProcess>
  /** Resolves, within a millisecond or two, when `n` messages of either kind have been received since it was started or reset. */
  hasReceived(n: number): Promise<void>
  configure(change: SimulatorChange): Promise<void>
  stop(): Promise<void>
}

type Started = { readonly smsUrl: string; readonly smsPort: number; readonly smtpPort: number; readonly apiKey: string }
type Ask =
  | { readonly id: number; readonly ask: 'start'; readonly with: SimulatorOptions }
  | { readonly id: number; readonly ask: 'received' }
  | { readonly id: number; readonly ask: 'has-received'; readonly n: number }
  | { readonly id: number; readonly ask: 'configure'; readonly with: SimulatorChange }
type Answer = { readonly id: number; readonly value: unknown }
type Question = Ask extends infer A ? (A extends Ask ? Omit<A, 'id'> : never) : never

/** Starts both simulators in a new process. It ends with {@link SimulatorProcess.stop}, or when this process does. */
export async function startSimulatorProcess(options: SimulatorOptions = {}): Promise<SimulatorProcess> {
  const child = fork(fileURLToPath(import.meta.url), [], { execPath: process.execPath, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.resolve(answer.value)
    waiting.delete(answer.id)
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the simulators' process ended with ${code}`))
  })
  const ask = <T>(question: Question) =>
    new Promise<T>((resolve, reject) => {
      lastId += 1
      waiting.set(lastId, { resolve: (value) => resolve(value as T), reject })
      child.send({ ...question, id: lastId })
    })

  const started = await ask<Started>({ ask: 'start', with: options })
  return {
    ...started,
    received: () => ask<ReceivedByProcess>({ ask: 'received' }),
    hasReceived: (n) => ask<void>({ ask: 'has-received', n }),
    configure: (change) => ask<void>({ ask: 'configure', with: change }),
    async stop() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

/** The other end: serves until the process that started it goes away. */
async function serve(): Promise<void> {
  const { startSimulators } = await import('./simulators.ts')
  let running: Awaited<ReturnType<typeof startSimulators>> | undefined

  async function answerTo(ask: Ask): Promise<unknown> {
    if (ask.ask === 'start') {
      running = await startSimulators(ask.with)
      const { sms, smtp } = running
      return { smsUrl: sms.baseUrl, smsPort: sms.port, smtpPort: smtp.port, apiKey: sms.apiKey } satisfies Started
    }
    if (!running) throw new Error('not started')
    const { sms, smtp } = running
    if (ask.ask === 'received') {
      return {
        sms: sms.received.map(({ number, text }) => ({ number, text })),
        email: smtp.received.map(({ to, subject, messageId }) => ({ to, subject, messageId })),
      } satisfies ReceivedByProcess
    }
    if (ask.ask === 'has-received') {
      while (sms.received.length + smtp.received.length < ask.n) await setTimeout(1)
      return null
    }
    const { codes = {}, refuse = {}, planSms = [], planSmtp = [], latencyMs, reset = false } = ask.with
    if (reset) {
      sms.reset()
      smtp.reset()
    }
    for (const [number, code] of Object.entries(codes)) sms.codeFor(number, code)
    for (const [email, reply] of Object.entries(refuse)) smtp.refuse(email, reply)
    sms.plan(...planSms)
    smtp.plan(...planSmtp)
    if (latencyMs !== undefined) sms.setLatency(latencyMs)
    return null
  }

  process.on('message', async (ask: Ask) => process.send?.({ id: ask.id, value: await answerTo(ask) } satisfies Answer))
  process.on('disconnect', () => process.exit(0))
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) await serve()
