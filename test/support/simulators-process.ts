/** Both simulators in a process of their own, so that a measurement of the sender does not include them. This file is both ends: started as a script, it serves. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SmsBehaviour } from './africas-talking-simulator.ts'
import type { SimulatorOptions, Simulators } from './simulators.ts'
import type { SmtpBehaviour } from './smtp-simulator.ts'

/** A change to the running simulators; what is not named stays. */
export type SimulatorChange = {
  /** Number → status code. */
  readonly codes?: Readonly<Record<string, number>>
  readonly planSms?: readonly SmsBehaviour[]
  readonly latencyMs?: number
  /** What the SMS account holds, such as "KES 0.4000". */
  readonly balance?: string
  /** Email address → reply, such as "550 5.1.1 No such user". */
  readonly refuse?: Readonly<Record<string, string>>
  readonly planSmtp?: readonly SmtpBehaviour[]
  /** true: nobody answers at their ports any more · false: they do again, as if they had been started anew. What was received stays on record. */
  readonly down?: boolean
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
  let running: Simulators | undefined
  let options: SimulatorOptions = {}
  /** Those that went down: what they were about to process can still come. */
  let before: Simulators[] = []

  async function setDown({ sms, smtp, close }: Simulators, down: boolean) {
    if (down) return close()
    before.push({ sms, smtp, close })
    running = await startSimulators({ sms: { ...options.sms, port: sms.port }, smtp: { ...options.smtp, port: smtp.port } })
  }

  async function answerTo(ask: Ask): Promise<unknown> {
    if (ask.ask === 'start') {
      options = ask.with
      running = await startSimulators(options)
      const { sms, smtp } = running
      return { smsUrl: sms.baseUrl, smsPort: sms.port, smtpPort: smtp.port, apiKey: sms.apiKey } satisfies Started
    }
    if (!running) throw new Error('not started')
    const all = [...before, running]
    if (ask.ask === 'received') {
      return {
        sms: all.flatMap(({ sms }) => sms.received.map(({ number, text }) => ({ number, text }))),
        email: all.flatMap(({ smtp }) => smtp.received.map(({ to, subject, messageId }) => ({ to, subject, messageId }))),
      } satisfies ReceivedByProcess
    }
    if (ask.ask === 'has-received') {
      while (all.reduce((n, { sms, smtp }) => n + sms.received.length + smtp.received.length, 0) < ask.n) await setTimeout(1)
      return null
    }
    if (ask.with.down !== undefined) await setDown(running, ask.with.down)
    const { sms, smtp } = running
    const { codes = {}, refuse = {}, planSms = [], planSmtp = [], latencyMs, balance, reset = false } = ask.with
    if (reset) {
      before = []
      sms.reset()
      smtp.reset()
    }
    for (const [number, code] of Object.entries(codes)) sms.codeFor(number, code)
    for (const [email, reply] of Object.entries(refuse)) smtp.refuse(email, reply)
    sms.plan(...planSms)
    smtp.plan(...planSmtp)
    if (latencyMs !== undefined) for (const one of [sms, smtp]) one.setLatency(latencyMs)
    if (balance !== undefined) sms.balance = balance
    return null
  }

  process.on('message', async (ask: Ask) => process.send?.({ id: ask.id, value: await answerTo(ask) } satisfies Answer))
  process.on('disconnect', () => process.exit(0))
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) await serve()
