/** Email against a mail server of the kind that schools have: Postfix, with STARTTLS and a log-in. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../electron/platform/time/clock.ts'
import { createSmtp, type SmtpAccount } from '../../../electron/providers/smtp/smtp.ts'
import { FAMILIES, type Postfix, postfixMissing, startPostfix } from '../../support/postfix.ts'

const missing = postfixMissing()
if (missing !== null) process.stdout.write(`Postfix is not tried: ${missing}\n`)

const USER = { name: 'bursar', realm: 'school.example', password: 'correct horse ñ' }

describe.skipIf(missing !== null)('Postfix', () => {
  const trusted = getCACertificates()
  const folder = missing === null ? mkdtempSync(path.join(tmpdir(), 'bursar-postfix-')) : ''
  let server: Postfix
  beforeAll(async () => {
    server = await startPostfix(folder, USER)
  })
  afterAll(async () => {
    setDefaultCACertificates(trusted)
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function sendOne(to: string, more: Partial<SmtpAccount> = {}) {
    const account = { host: '127.0.0.1', port: server.port, security: 'starttls', user: 'bursar@school.example', password: USER.password } as const
    const sender = createSmtp({ ...account, fromName: 'Bursar', fromAddress: 'bursar@school.example', clock: systemClock(), ...more })
    const mail = {
      id: 1,
      email: to,
      toName: 'Wanjirũ Otieno',
      subject: 'Karo – Term 2',
      body: 'Dear parent,\n\nBalance: KES 12,000.',
      messageId: '<m1@school.example>',
    }
    const outcome = (await sender.send([mail])).get(1)
    await sender.close()
    return outcome
  }
  const trust = () => setDefaultCACertificates([...trusted, server.ca])

  it('gets nothing as long as nobody vouches for its certificate', async () => {
    setDefaultCACertificates(trusted)
    expect(await sendOne(`wanjiru@${FAMILIES}`)).toMatchObject({ kind: 'not_sent', fault: { reason: 'settings_refused' }, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(server.delivered()).toEqual([])
  })

  it('takes an email over STARTTLS after a log-in, and delivers it', async () => {
    trust()
    expect(await sendOne(`wanjiru@${FAMILIES}`)).toEqual({ kind: 'accepted', providerId: '<m1@school.example>', code: '250' })
    await vi.waitFor(() => expect(server.delivered()).toHaveLength(1), { timeout: 10_000 })
    const [mail = ''] = server.delivered()
    // S: encrypted, A: logged in (RFC 3848)
    expect(mail).toContain('with ESMTPSA id')
    expect(mail).toContain('Message-ID: <m1@school.example>')
    expect(mail).toContain('KES 12,000')
  })

  it('refuses a wrong password, and no attempt is lost over it', async () => {
    trust()
    expect(await sendOne(`wanjiru@${FAMILIES}`, { password: 'not it' })).toMatchObject({ kind: 'not_sent', fault: { reason: 'wrong_key', until: null } })
  })

  it('refuses an address that is not the user’s own only once it hears of a family, which is no fault of that family', async () => {
    trust()
    const outcome = await sendOne(`wanjiru@${FAMILIES}`, { fromAddress: 'fees@school.example' })
    expect(outcome).toMatchObject({ kind: 'not_sent', fault: { reason: 'sender_refused', until: null }, code: '553 5.7.1' })
    expect(outcome).toMatchObject({ fault: { detail: expect.stringContaining('not owned by user') } })
  })

  it('sends nothing on for who does not log in, which is a fault of the settings', async () => {
    trust()
    const outcome = await sendOne('wanjiru@elsewhere.example', { user: '', password: '' })
    expect(outcome).toMatchObject({ kind: 'not_sent', fault: { reason: 'settings_refused' }, code: '554 5.7.1' })
  })
})
