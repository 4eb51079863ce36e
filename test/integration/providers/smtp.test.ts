import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../electron/platform/time/clock.ts'
import { withBreakers } from '../../../electron/providers/breakers/with-breakers.ts'
import type { Outcomes, OutgoingEmail } from '../../../electron/providers/provider.ts'
import { createSmtp, type SmtpAccount } from '../../../electron/providers/smtp/smtp.ts'
import { handClock } from '../../support/clock.ts'
import { type SmtpSimulator, type SmtpSimulatorOptions, startSmtpSimulator } from '../../support/smtp-simulator.ts'

const USER = 'bursar@school.example'
const PASSWORD = 'correct-horse'
/** Self-signed, and by now expired too. */
const UNTRUSTED = expect.stringMatching(/^(DEPTH_ZERO_SELF_SIGNED_CERT|CERT_HAS_EXPIRED)$/)
const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((o) => o.close()))
})

async function server(options: SmtpSimulatorOptions = {}): Promise<SmtpSimulator> {
  const started = await startSmtpSimulator({ user: USER, password: PASSWORD, ...options })
  opened.push(started)
  return started
}

/**
 * Only for a command that is never answered: on a busy computer a good server takes longer. Where the mail has to get as far as its text first, the time is enough for
 * a slow one; before that, giving up sooner means the same.
 */
const IMPATIENT = { connect: { greetingMs: 400 }, rcpt: { idleMs: 400 }, data: { idleMs: 2_000 } }

function provider(port: number, more: Partial<SmtpAccount> = {}) {
  const made = createSmtp({
    host: '127.0.0.1',
    port,
    security: 'none',
    user: USER,
    password: PASSWORD,
    fromName: 'Bursar, Uhuru School',
    fromAddress: USER,
    clock: systemClock(),
    ...more,
  })
  opened.push(made)
  return made
}

const email = (id: number, more: Partial<OutgoingEmail> = {}): OutgoingEmail => ({
  id,
  email: `parent${id}@family.example`,
  toName: 'Wanjirũ, Otieno',
  subject: 'Fees',
  body: 'Dear parent',
  messageId: `<m${id}@school.example>`,
  ...more,
})
const kinds = (outcomes: Outcomes) => [...outcomes.values()].map((o) => (o.kind === 'rejected' ? o.reason : o.kind === 'not_sent' ? o.fault.reason : o.kind))

describe('an email', () => {
  it('arrives as it was written, with its own Message-ID', async () => {
    const { port, received } = await server()
    const body = 'Dear Wanjirũ,\n\nBalance: KES 12,000 – “Term 2”.\n.\nRegards & thanks <bursar>'
    const outcome = (await provider(port).send([email(1, { subject: 'Karo ya muhula – Wanjirũ', body })])).get(1)
    expect(outcome).toEqual({ kind: 'accepted', providerId: '<m1@school.example>', code: '250' })
    expect(received.map(({ raw: _raw, ...rest }) => ({ ...rest, text: rest.text.replaceAll('\r\n', '\n') }))).toEqual([
      { to: 'parent1@family.example', subject: 'Karo ya muhula – Wanjirũ', messageId: '<m1@school.example>', text: body },
    ])
  })

  it('has the text as a web page too, in which nothing of it can act', async () => {
    const { port, received } = await server()
    await provider(port).send([email(1, { body: 'One <b>two</b>\n"three" & four\n\nFive' })])
    expect(received[0]?.raw.replaceAll('=\r\n', '')).toContain('<p>One &lt;b&gt;two&lt;/b&gt;<br>&quot;three&quot; &amp; four</p><p>Five</p>')
  })

  it('goes to one address alone, which no other parent sees', async () => {
    const { port, received } = await server()
    await provider(port).send([email(1), email(2), email(3)])
    expect(received.map((m) => m.to).sort()).toEqual(['parent1@family.example', 'parent2@family.example', 'parent3@family.example'])
    for (const { to, raw } of received) expect(raw.match(/parent\d@/g)).toEqual([`${to.slice(0, 7)}@`])
  })

  it.each(['', 'nobody', 'a@b', 'a@x.example, b@x.example', 'a@x.example\r\nBcc: b@x.example', '<a@x.example>', 'a b@x.example'])(
    'to "%s" is refused here, and the others go',
    async (address) => {
      const { port, received } = await server()
      expect(kinds(await provider(port).send([email(1, { email: address }), email(2)]))).toEqual(['address_refused', 'accepted'])
      expect(received.map((m) => m.to)).toEqual(['parent2@family.example'])
    },
  )

  it('gets no further headers out of a subject or a name', async () => {
    const { port, received } = await server()
    await provider(port).send([email(1, { subject: 'Fees\r\nBcc: x@evil.example', toName: 'W\r\nBcc: x@evil.example' })])
    expect(received.map((m) => m.to)).toEqual(['parent1@family.example'])
    expect(received[0]?.raw).not.toMatch(/^bcc:/im)
  })
})

describe('what the server says', () => {
  it.each([
    ['rcpt', '450 4.2.1 Receiving too fast', 'retry'],
    ['rcpt', '550 5.1.1 No such user', 'mailbox_unknown'],
    ['rcpt', '550 5.7.1 Blocked', 'address_refused'],
    ['rcpt', '421 4.7.0 Try later', 'rate_limited'],
    ['mail', '553 5.7.1 Not your address', 'sender_refused'],
    ['rcpt', '553 5.7.1 Sender address rejected: not owned by user bursar', 'sender_refused'],
    ['data', '554 5.2.252 SendAsDenied', 'sender_refused'],
    ['rcpt', '550 5.7.708 Access denied, traffic not accepted from this IP', 'suspended'],
    ['connect', '554 5.7.1 Client host [196.201.1.2] blocked using zen.spamhaus.org', 'suspended'],
    ['mail', '530 5.7.0 Authentication required', 'wrong_key'],
    ['mail', '421 4.7.0 Try later', 'rate_limited'],
    ['connect', '421 4.7.0 Too many connections', 'rate_limited'],
    ['connect', '554 5.7.1 No service for you', 'offline'],
    ['rcpt', '451 4.7.1 Greylisted', 'retry'],
    ['rcpt', '452 4.5.3 Too many recipients', 'retry'],
    ['rcpt', '550 5.4.5 Daily user sending limit exceeded', 'quota'],
    ['mail', '432 4.3.2 Concurrent connection limit exceeded', 'rate_limited'],
    ['mail', '454 4.7.0 Temporary authentication failure', 'rate_limited'],
    ['mail', '550 5.1.90 Daily limit for message recipients', 'quota'],
    ['auth', '535 5.7.8 Not accepted', 'wrong_key'],
    ['auth', '535 5.7.139 SMTP AUTH is disabled', 'wrong_key'],
    ['auth', '550 5.7.30 Basic authentication is not supported', 'wrong_key'],
    ['auth', '454 4.7.0 Too many login attempts', 'rate_limited'],
    ['data', '451 4.3.0 Try later', 'retry'],
    ['data', '554 5.7.1 Spam', 'content_refused'],
    ['data', '550 5.4.5 Daily user sending limit exceeded', 'quota'],
    ['data', '421 4.7.0 Busy', 'rate_limited'],
  ] as const)('at %s, "%s", means %s; nothing was received; and the next email goes', async (at, reply, kind) => {
    const simulator = await server()
    simulator.plan({ at, reply })
    const sender = provider(simulator.port)
    const outcomes = await sender.send([email(1)])
    expect(kinds(outcomes)).toEqual([kind])
    expect(simulator.received).toEqual([])
    expect(kinds(await sender.send([email(2)]))).toEqual(['accepted'])
  })

  it('keeps its code and its words', async () => {
    const simulator = await server()
    simulator.plan({ at: 'rcpt', reply: '550 5.1.1 No such user' })
    expect((await provider(simulator.port).send([email(1)])).get(1)).toMatchObject({ code: '550 5.1.1', detail: '550 5.1.1 No such user' })
  })
})

describe('454', () => {
  const LATER = '454 4.7.0 Too many login attempts, please try again later'
  const MINUTE_MS = 60_000
  const DAY_MS = 86_400_000

  async function answering(at: 'auth' | 'mail', times: number) {
    const simulator = await server()
    simulator.plan(...Array<{ at: 'auth' | 'mail'; reply: string }>(times).fill({ at, reply: LATER }))
    const clock = handClock()
    const sender = provider(simulator.port, { clock })
    const send = async (id: number) => {
      const outcome = (await sender.send([email(id)])).get(id)
      if (outcome?.kind !== 'not_sent') return outcome?.kind
      return `${outcome.fault.reason} +${((outcome.fault.until ?? 0) - clock.now()) / MINUTE_MS}`
    }
    return { clock, send, simulator }
  }

  it.each(['auth', 'mail'] as const)('(at %s) waits minutes, and met again when tried, it is the quota of the day', async (at) => {
    const { clock, send } = await answering(at, 3)
    expect(await send(1)).toBe('rate_limited +5')
    clock.advance(5 * MINUTE_MS)
    expect(await send(2)).toBe('quota +1440')
    clock.advance(DAY_MS)
    expect(await send(3)).toBe('quota +1440')
    clock.advance(DAY_MS)
    expect(await send(4)).toBe('accepted')
  })

  it('of another mail that was on its way, or of a person who would not wait, says nothing new', async () => {
    const { clock, send } = await answering('auth', 4)
    await send(1)
    clock.advance(2 * MINUTE_MS)
    expect(await send(2)).toBe('rate_limited +3')
    clock.advance(3 * MINUTE_MS)
    await send(3)
    clock.advance(60 * MINUTE_MS)
    expect(await send(4)).toBe('quota +1380')
  })

  it('is a passing trouble again once a mail was taken, or after days without one', async () => {
    const { clock, send, simulator } = await answering('auth', 1)
    await send(1)
    clock.advance(5 * MINUTE_MS)
    expect(await send(2)).toBe('accepted')
    simulator.plan({ at: 'mail', reply: LATER })
    expect(await send(3)).toBe('rate_limited +5')
    const other = await answering('auth', 2)
    await other.send(1)
    other.clock.advance(3 * DAY_MS)
    expect(await other.send(2)).toBe('rate_limited +5')
  })
})

describe('a server that takes nobody’s mail', () => {
  const refusing = async (reply: string, ids: readonly number[]) => {
    const simulator = await server()
    for (const id of ids) simulator.refuse(`parent${id}@family.example`, reply)
    const sender = withBreakers(provider(simulator.port), (mail: OutgoingEmail) => mail.email, systemClock().now)
    return async (id: number) => kinds(await sender.send([email(id)]))[0]
  }

  it('fails two families, and the third time it is the account’s fault', async () => {
    const send = await refusing('550 5.7.1 Policy', [1, 2, 3])
    expect([await send(1), await send(2), await send(3)]).toEqual(['address_refused', 'address_refused', 'refused_run'])
  })

  it('is told from families that refuse the school: each time that sending is resumed it gets past them', async () => {
    const send = await refusing('550 5.7.1 Policy', [1, 2, 3, 4])
    expect([await send(1), await send(2), await send(3)]).toEqual(['address_refused', 'address_refused', 'refused_run'])
    expect([await send(3), await send(4), await send(5)]).toEqual(['address_refused', 'address_refused', 'accepted'])
  })

  it('is not seen in one family’s mail, however often that is tried', async () => {
    const send = await refusing('550 5.7.1 Policy', [1])
    for (let n = 0; n < 4; n += 1) expect(await send(1)).toBe('address_refused')
  })

  it('is not seen where another family got its mail in between', async () => {
    const send = await refusing('550 5.7.1 Policy', [1, 2, 4])
    expect([await send(1), await send(2), await send(3), await send(4)]).toEqual(['address_refused', 'address_refused', 'accepted', 'address_refused'])
  })

  it.each(['550 5.1.1 No such user', '552 5.2.2 Mailbox full'])('is not seen in "%s", however many there are', async (reply) => {
    const send = await refusing(reply, [1, 2, 3, 4])
    for (const id of [1, 2, 3, 4]) expect(['mailbox_unknown', 'mailbox_full']).toContain(await send(id))
  })
})

describe('a connection that breaks', () => {
  it.each([
    ['connect', 'offline', 0],
    ['auth', 'offline', 0],
    ['mail', 'offline', 0],
    ['rcpt', 'offline', 0],
    ['data', 'unknown', 1],
  ] as const)('(%s) means %s, when %i went out', async (at, kind, processed) => {
    const simulator = await server()
    simulator.plan({ at, reply: 'cut' }, { at, reply: 'cut' })
    expect(kinds(await provider(simulator.port).send([email(1)]))).toEqual([kind])
    expect(simulator.received).toHaveLength(processed)
  })

  it.each([
    ['connect', 'offline', 0],
    ['rcpt', 'offline', 0],
    ['data', 'unknown', 1],
  ] as const)('or falls silent (%s) means %s, when %i went out', async (at, kind, processed) => {
    const simulator = await server()
    simulator.plan({ at, reply: 'hang' }, { at, reply: 'hang' })
    expect(kinds(await provider(simulator.port, { timeouts: IMPATIENT[at] }).send([email(1)]))).toEqual([kind])
    expect(simulator.received).toHaveLength(processed)
  })

  it.each([
    ['connect', 'offline', 0],
    ['auth', 'offline', 0],
    ['mail', 'offline', 0],
    ['rcpt', 'offline', 0],
    ['data', 'unknown', 1],
  ] as const)('or never ends (%s) is given up when the time for an email is over: %s, when %i went out; and the next one goes', async (at, kind, processed) => {
    const simulator = await server()
    simulator.plan({ at, reply: 'hang' })
    const clock = handClock()
    const sender = provider(simulator.port, { clock })
    const sending = sender.send([email(1)])
    while (simulator.ahead > 0) await new Promise((done) => setImmediate(done))
    clock.advance(180_000)
    const outcomes = await sending
    expect(kinds(outcomes)).toEqual([kind])
    expect(outcomes.get(1)).toMatchObject({ code: 'timeout' })
    expect(simulator.received).toHaveLength(processed)
    expect(kinds(await sender.send([email(2)]))).toEqual(['accepted'])
  })

  it('between two emails is mended without a word, and doubles nothing', async () => {
    const simulator = await server()
    const sender = provider(simulator.port)
    /** A connection takes the next email only from the next turn on; before that the pool opens a second one. */
    const nextTurn = () => new Promise((done) => setImmediate(done))
    await sender.send([email(1)])
    await nextTurn()
    simulator.plan({ at: 'mail', reply: '421 4.7.0 Enough for one connection' })
    expect(kinds(await sender.send([email(2)]))).toEqual(['accepted'])
    await nextTurn()
    simulator.plan({ at: 'rcpt', reply: 'cut' })
    expect(kinds(await sender.send([email(3)]))).toEqual(['accepted'])
    expect(simulator.received.map((m) => m.messageId)).toEqual(['<m1@school.example>', '<m2@school.example>', '<m3@school.example>'])
    expect(simulator.connections).toBe(3)
  })
})

describe('encryption', () => {
  it('is not given up for a certificate that nobody vouches for', async () => {
    for (const encryption of ['starttls', 'tls'] as const) {
      const { port, received } = await server({ encryption })
      const outcome = (await provider(port, { security: encryption }).send([email(1)])).get(1)
      expect(outcome).toMatchObject({
        kind: 'not_sent',
        fault: { reason: 'settings_refused', detail: expect.stringContaining('certificate') },
        code: UNTRUSTED,
      })
      expect(received).toEqual([])
    }
  })

  it('is not given up where the server offers none', async () => {
    const { port, received } = await server()
    expect(kinds(await provider(port, { security: 'starttls' }).send([email(1)]))).toEqual(['settings_refused'])
    expect(received).toEqual([])
  })

  it('from the start, on a port that begins in the clear, is a matter of the settings', async () => {
    const { port } = await server()
    expect(kinds(await provider(port, { security: 'tls' }).send([email(1)]))).toEqual(['settings_refused'])
  })

  it.each(['mail.school.example', '192.0.2.1', 'localhost.school.example', '127.0.0.1.school.example'])(
    'is not done without when a password goes to %s',
    async (host) => {
      const outcome = (await provider(25, { host }).send([email(1)])).get(1)
      expect(outcome).toMatchObject({ kind: 'not_sent', fault: { reason: 'settings_refused', until: null }, code: 'local' })
    },
  )

  it('is not asked for where there is no password, or none leaves this computer', async () => {
    const open = await server({ user: undefined as never, password: undefined as never })
    expect(kinds(await provider(open.port, { user: '', password: '' }).send([email(1)]))).toEqual(['accepted'])
    const { port } = await server()
    expect(kinds(await provider(port, { host: 'localhost' }).send([email(1)]))).toEqual(['accepted'])
  })
})

describe('the pool', () => {
  it('sends many emails over two connections', async () => {
    const simulator = await server()
    const sender = provider(simulator.port)
    const outcomes = await sender.send(Array.from({ length: 150 }, (_, i) => email(i)))
    expect(new Set(kinds(outcomes))).toEqual(new Set(['accepted']))
    expect(simulator.received).toHaveLength(150)
    expect(simulator.connections).toBe(2)
  })
})
