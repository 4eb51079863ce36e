import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { createAfricasTalking } from '../../../electron/providers/africas-talking/africas-talking.ts'
import { createGateway } from '../../../electron/providers/gateway/gateway.ts'
import { createPracticeEmail, createPracticeSms } from '../../../electron/providers/practice.ts'
import type { Outcomes, OutgoingEmail, OutgoingSms } from '../../../electron/providers/provider.ts'
import { createSmtp } from '../../../electron/providers/smtp/smtp.ts'
import { createTwilio } from '../../../electron/providers/twilio/twilio.ts'
import { type GatewayAccount, PRESETS } from '../../../shared/model/settings/gateway.ts'
import { startAfricasTalkingSimulator } from '../../support/africas-talking-simulator.ts'
import { handClock } from '../../support/clock.ts'
import { type GatewayReply, type GatewayRequest, startGatewaySimulator } from '../../support/gateway-simulator.ts'
import { startPhoneSimulator } from '../../support/phone-simulator.ts'
import { startSmtpSimulator } from '../../support/smtp-simulator.ts'
import { startTwilioSimulator } from '../../support/twilio-simulator.ts'

/** Moved by hand: no time limit is met before a test says so, however slow the computer is. */
const clock = handClock()
/** Longer than any provider waits for an answer. */
const TOO_LONG_MS = 600_000
const SECRET = 'a-Secret+which/must=never&show'

type Sender<M> = { send(messages: readonly M[]): Promise<Outcomes>; close(): Promise<void> }
/** A provider that speaks to a server, and what can befall it. */
type Server<M> = {
  wrongKey(): Sender<M>
  /** The server takes the next message and never tells. */
  loseNextAnswer(): void
  /** The server takes the next message and says nothing more. */
  hangNext(): void
  /** A command of the next message is answered with a text that repeats the secret. */
  echoSecret(): void
  goAway(): Promise<void>
  processed(): readonly string[]
}
type Peer<M> = { readonly sender: Sender<M>; readonly server?: Server<M>; close(): Promise<void> }
type Subject<M> = {
  readonly name: string
  readonly speaksToServer: boolean
  start(): Promise<Peer<M>>
  /** A message that is taken, and one whose recipient is refused. */
  good(id: number): M
  refused(id: number): M
}

const sms = (id: number, phone: string): OutgoingSms => ({ id, phone, body: 'Fees of KES 12,000 are due on 30 Jan.' })
const email = (id: number, address: string): OutgoingEmail => ({
  id,
  email: address,
  toName: 'Wanjiru Otieno',
  subject: 'Fees',
  body: 'Dear parent,\n\nFees of KES 12,000 are due.',
  messageId: `<m${id}@school.example>`,
})

const smsMessages = { good: (id: number) => sms(id, `+25471100000${id}`), refused: (id: number) => sms(id, '+254722333000') }
const emailMessages = { good: (id: number) => email(id, `parent${id}@families.example`), refused: (id: number) => email(id, 'nobody@families.invalid') }

const africasTalking: Subject<OutgoingSms> = {
  name: 'Africa’s Talking',
  speaksToServer: true,
  ...smsMessages,
  async start() {
    const simulator = await startAfricasTalkingSimulator({ apiKey: SECRET })
    simulator.codeFor('+254722333000', 403)
    const make = (apiKey: string) => createAfricasTalking({ username: 'school', apiKey, senderId: '', baseUrl: simulator.baseUrl, clock })
    const sender = make(SECRET)
    return {
      sender,
      server: {
        wrongKey: () => make(`${SECRET}x`),
        loseNextAnswer: () => simulator.plan('reset_after'),
        hangNext: () => simulator.plan('hang'),
        echoSecret: () => simulator.plan({ status: 400, body: `bad request: apikey=${SECRET}` }),
        goAway: () => simulator.close(),
        processed: () => simulator.received.map((m) => m.number),
      },
      close: () => Promise.all([sender.close(), simulator.close()]).then(() => {}),
    }
  },
}

const customGateway: Subject<OutgoingSms> = {
  name: 'a gateway of the school’s own',
  speaksToServer: true,
  ...smsMessages,
  async start() {
    const answer = ({ headers, body }: GatewayRequest, serial: number): GatewayReply => {
      if (headers.authorization !== `Key ${SECRET}`) return { status: 401, body: '{"error":"no such key"}' }
      if (new URLSearchParams(body).get('to') === '+254722333000') return { status: 422, body: '{"error":"not a mobile number"}' }
      return { status: 200, body: `{"id":"gw-${serial}","status":"queued"}` }
    }
    const simulator = await startGatewaySimulator({ answer })
    const account: GatewayAccount = {
      preset: 'none',
      name: 'A gateway',
      sender: '',
      method: 'POST',
      url: `${simulator.baseUrl}/send`,
      headers: [{ name: 'Authorization', value: 'Key {{secret}}' }],
      bodyKind: 'form',
      body: 'to={{phone}}\ntext={{text}}',
      idPath: 'id',
      statusPath: 'status',
      statusAccepted: ['queued'],
      perSecond: null,
      perDay: null,
    }
    const make = (secret: string) => createGateway({ account, secret, clock })
    const sender = make(SECRET)
    return {
      sender,
      server: {
        wrongKey: () => make(`${SECRET}x`),
        loseNextAnswer: () => simulator.plan('reset_after'),
        hangNext: () => simulator.plan('hang'),
        echoSecret: () => simulator.plan({ status: 400, body: `bad request: key=${SECRET} ${encodeURIComponent(SECRET)}` }),
        goAway: () => simulator.close(),
        processed: () => simulator.taken.map((r) => new URLSearchParams(r.body).get('to') ?? ''),
      },
      close: () => Promise.all([sender.close(), simulator.close()]).then(() => {}),
    }
  },
}

const androidPhone: Subject<OutgoingSms> = {
  name: 'a phone on the school’s Wi-Fi',
  speaksToServer: true,
  ...smsMessages,
  // The phone takes any number and finds out later; only what is no number at all is refused at once.
  refused: (id) => sms(id, '+254'),
  async start() {
    const simulator = await startPhoneSimulator({ login: `sms:${SECRET}` })
    const account = PRESETS.android_gateway(simulator.address)
    const make = (password: string) => createGateway({ account, secret: `sms:${password}`, clock })
    const sender = make(SECRET)
    return {
      sender,
      server: {
        wrongKey: () => make(`${SECRET}x`),
        loseNextAnswer: () => simulator.plan('reset_after'),
        hangNext: () => simulator.plan('hang'),
        echoSecret: () => simulator.plan({ status: 400, body: JSON.stringify({ message: `${SECRET} ${encodeURIComponent(SECRET)}` }) }),
        goAway: () => simulator.close(),
        processed: () => simulator.messages.map((m) => m.number),
      },
      close: () => Promise.all([sender.close(), simulator.close()]).then(() => {}),
    }
  },
}

const twilio: Subject<OutgoingSms> = {
  name: 'Twilio',
  speaksToServer: true,
  ...smsMessages,
  async start() {
    const simulator = await startTwilioSimulator({ authToken: SECRET })
    simulator.codeFor('+254722333000', 21614)
    const { accountSid, baseUrl } = simulator
    const make = (authToken: string) => createTwilio({ accountSid, authToken, sender: 'UHURU', baseUrl, clock })
    const sender = make(SECRET)
    return {
      sender,
      server: {
        wrongKey: () => make(`${SECRET}x`),
        loseNextAnswer: () => simulator.plan('reset_after'),
        hangNext: () => simulator.plan('hang'),
        echoSecret: () => simulator.plan({ status: 400, body: `bad request: token ${SECRET}` }),
        goAway: () => simulator.close(),
        processed: () => simulator.received.map((m) => m.to),
      },
      close: () => Promise.all([sender.close(), simulator.close()]).then(() => {}),
    }
  },
}

const smtp: Subject<OutgoingEmail> = {
  name: 'SMTP',
  speaksToServer: true,
  ...emailMessages,
  async start() {
    const simulator = await startSmtpSimulator({ user: 'bursar@school.example', password: SECRET })
    simulator.refuse('nobody@families.invalid', '550 5.1.1 No such user')
    const make = (password: string) =>
      createSmtp({
        host: '127.0.0.1',
        port: simulator.port,
        security: 'none',
        user: 'bursar@school.example',
        password,
        fromName: 'Bursar',
        fromAddress: 'bursar@school.example',
        clock,
      })
    const sender = make(SECRET)
    return {
      sender,
      server: {
        wrongKey: () => make(`${SECRET}x`),
        loseNextAnswer: () => simulator.plan({ at: 'data', reply: 'cut' }),
        hangNext: () => simulator.plan({ at: 'data', reply: 'hang' }),
        echoSecret: () => simulator.plan({ at: 'mail', reply: `550 5.7.1 No mail from ${SECRET}` }),
        goAway: () => simulator.close(),
        processed: () => simulator.received.map((m) => m.to),
      },
      close: () => Promise.all([sender.close(), simulator.close()]).then(() => {}),
    }
  },
}

const practiceSms: Subject<OutgoingSms> = {
  name: 'practice SMS',
  speaksToServer: false,
  ...smsMessages,
  start: async () => ({ sender: createPracticeSms(), close: async () => {} }),
}
const practiceEmail: Subject<OutgoingEmail> = {
  name: 'practice email',
  speaksToServer: false,
  ...emailMessages,
  start: async () => ({ sender: createPracticeEmail(), close: async () => {} }),
}

keepsItsPromises(africasTalking)
keepsItsPromises(twilio)
keepsItsPromises(customGateway)
keepsItsPromises(androidPhone)
keepsItsPromises(smtp)
keepsItsPromises(practiceSms)
keepsItsPromises(practiceEmail)

const kindsOf = (outcomes: Outcomes) => Object.fromEntries([...outcomes].map(([id, o]) => [id, o.kind === 'not_sent' ? o.fault.reason : o.kind]))

function expectNoSecret(outcomes: Outcomes): void {
  const shown = JSON.stringify([...outcomes]) + inspect(outcomes, { depth: 20 })
  expect(shown).not.toContain(SECRET)
  expect(shown).not.toContain(encodeURIComponent(SECRET))
}

function keepsItsPromises<M>({ name, speaksToServer, start, good, refused }: Subject<M>): void {
  describe(name, () => {
    let peer: Peer<M> | undefined
    afterEach(async () => {
      await peer?.close()
      peer = undefined
    })
    const open = async () => {
      peer = await start()
      return peer
    }

    it('takes a message and names it', async () => {
      const { sender, server } = await open()
      const outcome = (await sender.send([good(1)])).get(1)
      expect(outcome).toMatchObject({ kind: 'accepted', providerId: expect.stringMatching(/./) })
      if (server) expect(server.processed()).toHaveLength(1)
    })

    it('sends to the others when one recipient is refused, and answers for exactly the messages given', async () => {
      const { sender, server } = await open()
      expect(kindsOf(await sender.send([good(1), refused(2), good(3), good(4)]))).toEqual({ 1: 'accepted', 2: 'rejected', 3: 'accepted', 4: 'accepted' })
      if (server) expect(server.processed()).toHaveLength(3)
    })

    it('answers a call without messages with nothing', async () => {
      const { sender, server } = await open()
      expect((await sender.send([])).size).toBe(0)
      if (server) expect(server.processed()).toEqual([])
    })

    it('can be closed twice', async () => {
      const { sender } = await open()
      await sender.send([good(1)])
      await sender.close()
      await expect(sender.close()).resolves.toBeUndefined()
    })

    if (!speaksToServer) return
    const openServer = async () => {
      const { sender, server } = await open()
      if (!server) throw new Error('this subject has no server')
      return { sender, server }
    }

    it('says that the key is wrong, of the whole channel, and sends nothing', async () => {
      const { server } = await openServer()
      const stranger = server.wrongKey()
      const outcomes = await stranger.send([good(1), good(2)])
      await stranger.close()
      expect(kindsOf(outcomes)).toEqual({ 1: 'wrong_key', 2: 'wrong_key' })
      expect(outcomes.get(1)).toMatchObject({ fault: { until: null, detail: expect.stringMatching(/./) } })
      expect(server.processed()).toEqual([])
      expectNoSecret(outcomes)
    })

    it('says offline, until half a minute later, when the server is gone', async () => {
      const { sender, server } = await openServer()
      await server.goAway()
      const outcome = (await sender.send([good(1)])).get(1)
      expect(outcome).toMatchObject({ kind: 'not_sent', fault: { reason: 'offline', until: clock.now() + 30_000 }, code: 'ECONNREFUSED' })
    })

    it('says unknown when the answer is lost, since the server did take the message', async () => {
      const { sender, server } = await openServer()
      server.loseNextAnswer()
      const outcomes = await sender.send([good(1)])
      expect(kindsOf(outcomes)).toEqual({ 1: 'unknown' })
      expect(server.processed()).toHaveLength(1)
      expectNoSecret(outcomes)
    })

    it('says unknown when the answer never comes, within its time limit', async () => {
      const { sender, server } = await openServer()
      server.hangNext()
      const sending = sender.send([good(1)])
      while (server.processed().length < 1) await new Promise((done) => setImmediate(done))
      clock.advance(TOO_LONG_MS)
      expect(kindsOf(await sending)).toEqual({ 1: 'unknown' })
      expect(server.processed()).toHaveLength(1)
    })

    it('works again after a lost answer', async () => {
      const { sender, server } = await openServer()
      server.loseNextAnswer()
      await sender.send([good(1)])
      expect(kindsOf(await sender.send([good(2)]))).toEqual({ 2: 'accepted' })
    })

    it('shows no secret, even when the server repeats it', async () => {
      const { sender, server } = await openServer()
      server.echoSecret()
      const outcomes = await sender.send([good(1)])
      expect(JSON.stringify([...outcomes])).toContain('…')
      expectNoSecret(outcomes)
    })

    it('answers for what is under way when it is closed, and sends nothing more', async () => {
      const { sender, server } = await openServer()
      await sender.send([good(1)])
      server.hangNext()
      const underWay = sender.send([good(2)])
      while (server.processed().length < 2) await new Promise((done) => setImmediate(done))
      await sender.close()
      expect(kindsOf(await underWay)).toEqual({ 2: 'unknown' })
      expect((await sender.send([good(3)])).get(3)?.kind).toBe('not_sent')
      expect(server.processed()).toHaveLength(2)
    })
  })
}
