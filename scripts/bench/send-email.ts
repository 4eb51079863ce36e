/** What the queue adds to sending mail, against nodemailer's own pool with the same settings. */
import { performance } from 'node:perf_hooks'
import nodemailer from 'nodemailer'
import { type SimulatorProcess, startSimulatorProcess } from '../../test/support/simulators-process.ts'
import { runApart } from './apart.ts'
import { makeSchool, openConsole, type Program } from './console.ts'
import { alternate, type Bench, copyOf, databaseIn, type Figure, figure, inSeconds } from './measure.ts'
import { openRaw } from './raw.ts'

type Order = { readonly program: Program; readonly folder: string; readonly smtpPort: number }

const LATENCY_MS = 100

export async function measureSendEmail(bench: Bench): Promise<Figure[]> {
  const simulators = await startSimulatorProcess()
  try {
    const [many, few] = bench.quick ? [200, 100] : [3_000, 300]
    const atOnce = await compare(bench, simulators, many, 0)
    const late = await compare(bench, simulators, few, LATENCY_MS)
    const said = (took: typeof atOnce, messages: number) =>
      `${messages} mails in ${inSeconds(took.console)}, nodemailer's pool alone ${inSeconds(took.bare)}; 2 connections, plain text and HTML`
    return [
      figure('send mail', 1.25, atOnce.console / atOnce.bare, said(atOnce, many)),
      figure('send mail, answered after 100 ms', 1.05, late.console / late.bare, said(late, few)),
    ]
  } finally {
    await simulators.stop()
  }
}

async function compare(bench: Bench, simulators: SimulatorProcess, messages: number, latencyMs: number) {
  const { program } = bench
  const { smtpPort } = simulators
  const queued = bench.folder(`email-${messages}`)
  await runApart({ module: import.meta.url, name: 'make', input: { program, folder: queued, smtpPort, families: messages } })
  const play = async (name: 'sendBare' | 'send') => {
    await simulators.configure({ reset: true, latencyMs })
    const order: Order = { program, smtpPort, folder: copyOf(queued, bench.folder('send-email')) }
    const ms = await runApart<number>({ module: import.meta.url, name, input: order })
    const { email } = await simulators.received()
    if (new Set(email.map(({ messageId }) => messageId)).size !== email.length || email.length < messages * 0.99) throw new Error(`${email.length} mails came`)
    return ms
  }
  return alternate(bench, `mail, ${latencyMs} ms`, { bare: () => play('sendBare'), console: () => play('send') })
}

export const make = (order: Order & { families: number }) => makeSchool({ ...order, mailed: 'all', queued: 'email' })

export async function send({ program, folder }: Order): Promise<number> {
  const { session, stop } = await openConsole(program, folder)
  const begun = performance.now()
  await session.channels.resume({ channel: 'email' })
  await session.idle()
  const ms = performance.now() - begun
  await stop()
  return ms
}

/** All of it handed to the pool at once: it keeps its connections as busy as it can. */
export async function sendBare({ folder, smtpPort }: Order): Promise<number> {
  const raw = openRaw(databaseIn(folder))
  const mails = raw.prepare("SELECT id, to_name name, email, subject, body FROM email_logs WHERE state = 'queued' ORDER BY id").all() as Mail[]
  raw.close()
  const pool = nodemailer.createTransport({
    pool: true,
    host: '127.0.0.1',
    port: smtpPort,
    ignoreTLS: true,
    maxConnections: 2,
    maxMessages: Number.POSITIVE_INFINITY,
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const begun = performance.now()
  await Promise.all(
    mails.map(({ id, name, email, subject, body }) =>
      pool.sendMail({
        from: { name: 'Bursar', address: 'bursar@example.org' },
        to: { name, address: email },
        subject,
        text: body,
        html: `<!doctype html><meta charset="utf-8">${body
          .split('\n\n')
          .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
          .join('')}`,
        messageId: `<bare.${id}@example.org>`,
      }),
    ),
  )
  const ms = performance.now() - begun
  pool.close()
  return ms
}

type Mail = { readonly id: number; readonly name: string; readonly email: string; readonly subject: string; readonly body: string }
