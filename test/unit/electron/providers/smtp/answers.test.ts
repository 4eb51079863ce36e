import { describe, expect, it } from 'vitest'
import type { SendOutcome } from '../../../../../electron/providers/provider.ts'
import { type SmtpFailure, smtpOutcome } from '../../../../../electron/providers/smtp/answers.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')

function failure(code: string, command: string, response: string, more: Partial<SmtpFailure> = {}): SmtpFailure {
  return { code, originalCode: '', command, responseCode: Number.parseInt(response, 10) || 0, response, message: `failed: ${response}`, left: false, ...more }
}

/** "retry", "rejected mailbox_unknown", "not_sent offline +30" (seconds from now; "stop": until a person says so). */
function short(outcome: SendOutcome): string {
  if (outcome.kind === 'rejected') return `rejected ${outcome.reason}`
  if (outcome.kind !== 'not_sent') return outcome.kind
  const { reason, until } = outcome.fault
  return `not_sent ${reason} ${until === null ? 'stop' : `+${(until - NOW) / 1000}`}`
}
const meaning = (f: SmtpFailure) => short(smtpOutcome(f, [], NOW))

describe('what a mail server says', () => {
  it.each([
    ['RCPT TO', '550 5.1.1 No such user', 'rejected mailbox_unknown'],
    ['RCPT TO', '550-5.1.1 The email account that you tried to reach\n550 5.1.1 does not exist', 'rejected mailbox_unknown'],
    ['RCPT TO', '551 5.1.6 User has moved', 'rejected mailbox_unknown'],
    ['RCPT TO', '553 5.1.3 Bad address', 'rejected mailbox_unknown'],
    ['RCPT TO', '550 no such user here', 'rejected mailbox_unknown'],
    ['RCPT TO', '550 5.7.1 Blocked by the recipient', 'rejected address_refused'],
    ['RCPT TO', '552 5.2.2 Mailbox full', 'rejected mailbox_full'],
    ['DATA', '552 5.2.2 Over quota', 'rejected mailbox_full'],
    ['RCPT TO', '452 4.2.2 Mailbox full', 'retry'],
    ['RCPT TO', '454 4.7.0 Temporary authentication failure', 'not_sent rate_limited +300'],
    ['MAIL FROM', '454 4.7.0 Temporary authentication failure', 'not_sent rate_limited +300'],
    ['MAIL FROM', '432 4.3.0 Concurrent connection limit exceeded', 'not_sent rate_limited +60'],
    ['MAIL FROM', '452 4.3.1 Out of memory', 'retry'],
    ['MAIL FROM', '550 5.4.5 Daily user sending limit exceeded', 'not_sent quota +86400'],
    ['MAIL FROM', '535 5.7.8 Not accepted', 'not_sent wrong_key stop'],
    ['RCPT TO', '554 refused', 'rejected address_refused'],
    ['RCPT TO', '554 5.7.1 Relay access denied', 'not_sent settings_refused stop'],
    ['RCPT TO', '550 5.4.5 Daily user sending limit exceeded', 'not_sent quota +86400'],
    ['RCPT TO', '450 4.2.1 Receiving too fast', 'retry'],
    ['RCPT TO', '451 4.7.1 Greylisted', 'retry'],
    ['RCPT TO', '452 4.5.3 Too many recipients', 'retry'],
    ['RCPT TO', '503 5.5.1 Bad sequence', 'retry'],
    ['RCPT TO', '421 4.7.0 Try later', 'not_sent rate_limited +60'],
    ['RCPT TO', '530 5.7.0 Authentication required', 'not_sent wrong_key stop'],
    ['MAIL FROM', '530 5.7.0 Authentication required', 'not_sent wrong_key stop'],
    ['MAIL FROM', '553 5.7.1 Sender address rejected: not owned by user', 'not_sent sender_refused stop'],
    ['MAIL FROM', '550 5.1.8 Bad sender', 'not_sent sender_refused stop'],
    ['MAIL FROM', '552 5.3.4 Message too big', 'rejected content_refused'],
    ['MAIL FROM', '451 4.3.0 Local error', 'retry'],
    ['MAIL FROM', '421 4.7.0 Too many connections', 'not_sent rate_limited +60'],
    ['MAIL FROM', '432 4.3.2 Concurrent connection limit exceeded', 'not_sent rate_limited +60'],
    ['MAIL FROM', '550 5.1.90 Daily limit for message recipients', 'not_sent quota +86400'],
    ['DATA', '554 5.7.1 Spam', 'rejected content_refused'],
    ['DATA', '550 5.1.1 No such user', 'rejected mailbox_unknown'],
    ['DATA', '550 refused', 'rejected content_refused'],
    ['DATA', '550 5.4.5 Daily user sending limit exceeded', 'not_sent quota +86400'],
    ['DATA', '451 4.3.0 Try later', 'retry'],
    ['DATA', '421 4.7.0 Busy', 'not_sent rate_limited +60'],
  ])('%s answered "%s" means %s', (command, response, expected) => {
    // A verdict counts also once the message has been handed over.
    for (const left of command === 'DATA' ? [true, false] : [false]) expect(meaning(failure('EMESSAGE', command, response, { left }))).toBe(expected)
    expect(meaning(failure('EENVELOPE', command, response))).toBe(expected)
  })
})

describe('a temporary failure', () => {
  it.each([
    ['MAIL FROM', '452 4.3.1 Insufficient system storage', 'provider'],
    ['RCPT TO', '451 4.3.0 Temporary lookup failure', 'provider'],
    ['DATA', '451 4.3.5 Server configuration problem', 'provider'],
    ['RCPT TO', '452 4.2.2 Mailbox full', 'recipient'],
    ['RCPT TO', '450 4.2.1 Receiving too fast', 'recipient'],
    ['RCPT TO', '450 4.1.1 Unverified address', 'recipient'],
    ['RCPT TO', '451 4.7.1 Try again later', 'recipient'],
    ['RCPT TO', '451 Greylisted, please try again', 'recipient'],
    ['DATA', '450 4.2.0 Graylisting in action', 'recipient'],
    ['RCPT TO', '452 4.5.3 Too many recipients', undefined],
    ['MAIL FROM', '452 Insufficient system storage', undefined],
    ['RCPT TO', '503 5.5.1 Bad sequence', undefined],
  ])('at %s, "%s", is the %s’s', (command, response, whose) => {
    const outcome = smtpOutcome(failure('EENVELOPE', command, response), [], NOW)
    expect(outcome).toMatchObject({ kind: 'retry' })
    expect('whose' in outcome ? outcome.whose : undefined).toBe(whose)
  })
})

describe('what a mail server says of the sender or of this computer, at whatever command', () => {
  it.each([
    ['550 5.1.7 Bad sender address syntax', 'not_sent sender_refused stop'],
    ['550 5.1.8 <fees@school.example>: Sender address rejected: Domain not found', 'not_sent sender_refused stop'],
    ['553 5.7.1 <fees@school.example>: Sender address rejected: not owned by user bursar', 'not_sent sender_refused stop'],
    ['553 <fees@school.example>: Sender address rejected: not owned by user bursar', 'not_sent sender_refused stop'],
    ['550 Sender verify failed', 'not_sent sender_refused stop'],
    ['550 5.7.1 Client does not have permissions to send as this sender', 'not_sent sender_refused stop'],
    ['550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'not_sent sender_refused stop'],
    ['554 5.2.252 SendAsDenied; bursar@school.example not allowed to send as fees@school.example', 'not_sent sender_refused stop'],
    ['550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires', 'not_sent sender_refused stop'],
    ['550 5.7.23 The message was rejected because of Sender Policy Framework violation', 'not_sent sender_refused stop'],
    ['550 5.7.509 Access denied, sending domain does not pass DMARC verification', 'not_sent sender_refused stop'],
    ['550 5.1.8 Access denied, bad outbound sender', 'not_sent suspended stop'],
    ['525 5.7.13 User account disabled', 'not_sent suspended stop'],
    ['550 5.7.501 Access denied, spam abuse detected', 'not_sent suspended stop'],
    ['550 5.7.511 Access denied, banned sender', 'not_sent suspended stop'],
    ['550 5.7.606 Access denied, banned sending IP', 'not_sent suspended stop'],
    ['550 5.7.705 Access denied, tenant has exceeded threshold', 'not_sent suspended stop'],
    ['550 5.7.708 Access denied, traffic not accepted from this IP', 'not_sent suspended stop'],
    ['550 5.7.750 Client blocked from sending from unregistered domains', 'not_sent suspended stop'],
    ['554 5.7.1 Service unavailable; Client host [196.201.1.2] blocked using zen.spamhaus.org', 'not_sent suspended stop'],
    ['554 5.7.1 <unknown[196.201.1.2]>: Client host rejected: Access denied', 'not_sent suspended stop'],
    ['550 rejected because 196.201.1.2 is in a black list at zen.spamhaus.org', 'not_sent suspended stop'],
    ['550 5.7.1 <laptop>: Helo command rejected: need fully-qualified hostname', 'not_sent suspended stop'],
    ['550-Domain school.example has exceeded the max emails per hour (150/150 (100%)) allowed.', 'not_sent quota +3600'],
    ['450 4.1.8 <fees@school.example>: Sender address rejected: Domain not found', 'not_sent sender_refused +300'],
    ['450 4.7.25 Client host rejected: cannot find your hostname, [196.201.1.2]', 'not_sent rate_limited +300'],
    ['450 4.7.1 Client host rejected: cannot find your hostname, [196.201.1.2]', 'not_sent rate_limited +300'],
  ])('"%s" means %s', (response, expected) => {
    for (const command of ['MAIL FROM', 'RCPT TO', 'DATA']) expect(meaning(failure('EENVELOPE', command, response))).toBe(expected)
    expect(meaning(failure('EMESSAGE', 'DATA', response, { left: true }))).toBe(expected)
  })

  it.each([
    ['RCPT TO', '550 5.7.1 Rejected: the recipient has blocked this sender', 'rejected address_refused'],
    ['RCPT TO', '550 5.7.703 messages to this address are blocked by your organization', 'rejected address_refused'],
    ['RCPT TO', '554 5.7.1 <wanjiru@families.example>: Recipient address rejected: Access denied', 'rejected address_refused'],
    ['RCPT TO', '450 4.2.0 <wanjiru@families.example>: Recipient address rejected: Greylisted', 'retry'],
    ['RCPT TO', '550 5.1.10 Recipient not found', 'rejected mailbox_unknown'],
    ['DATA', '550-5.7.1 [196.201.1.2] Our system has detected that this message is likely unsolicited, and it has been blocked.', 'rejected content_refused'],
    ['DATA', '554 5.7.1 Message rejected: a link in it is listed by a block list', 'rejected content_refused'],
    ['DATA', '552 5.3.4 Message size exceeds the maximum', 'rejected content_refused'],
    ['DATA', '550 5.7.0 Blocked for security reasons: an attachment', 'rejected content_refused'],
  ])('is not what it says of the family or of the text: %s answered "%s" means %s', (command, response, expected) => {
    expect(meaning(failure('EENVELOPE', command, response))).toBe(expected)
  })
})

describe('a log-in', () => {
  it.each([
    ['535 5.7.8 Username and Password not accepted', 'not_sent wrong_key stop'],
    ['535 5.7.139 SMTP AUTH is disabled', 'not_sent wrong_key stop'],
    ['534 5.7.9 Application-specific password required', 'not_sent wrong_key stop'],
    ['550 5.7.30 Basic authentication is not supported', 'not_sent wrong_key stop'],
    ['', 'not_sent wrong_key stop'],
    ['454 4.7.0 Too many login attempts', 'not_sent rate_limited +300'],
    ['421 4.7.0 Try later', 'not_sent rate_limited +60'],
  ])('answered "%s" means %s', (response, expected) => {
    expect(meaning(failure('EAUTH', 'AUTH PLAIN', response))).toBe(expected)
  })
})

describe('a connection', () => {
  it.each([
    ['ESOCKET', 'ECONNREFUSED', '', 'not_sent offline +30'],
    ['EDNS', 'ENOTFOUND', '', 'not_sent offline +30'],
    ['ETIMEDOUT', '', '', 'not_sent offline +30'],
    ['EABORT', '', '', 'not_sent offline +30'],
    ['ECONNECTION', '', '', 'not_sent offline +30'],
    ['EPROTOCOL', '', '554 No service', 'not_sent offline +30'],
    ['EPROTOCOL', '', '554 5.7.1 Client host [196.201.1.2] blocked using zen.spamhaus.org', 'not_sent suspended stop'],
    ['EPROTOCOL', '', '421 Too many connections', 'not_sent rate_limited +60'],
    ['ESOCKET', 'DEPTH_ZERO_SELF_SIGNED_CERT', '', 'not_sent settings_refused stop'],
    ['ESOCKET', 'CERT_HAS_EXPIRED', '', 'not_sent settings_refused stop'],
    ['ESOCKET', 'ERR_TLS_CERT_ALTNAME_INVALID', '', 'not_sent settings_refused stop'],
    ['ESOCKET', 'ERR_SSL_WRONG_VERSION_NUMBER', '', 'not_sent settings_refused stop'],
    ['ETLS', '', '500 Unknown command', 'not_sent settings_refused stop'],
    ['ETLS', '', '454 TLS not available', 'not_sent offline +30'],
    ['ETLS', '', '', 'not_sent offline +30'],
  ])('that ends with %s %s "%s" before the message was handed over means %s', (code, originalCode, response, expected) => {
    expect(meaning(failure(code, 'CONN', response, { originalCode }))).toBe(expected)
  })

  it.each([
    ['ECONNECTION', ''],
    ['ESOCKET', 'ECONNRESET'],
    ['ETIMEDOUT', ''],
    ['ESTREAM', ''],
    ['EABORT', ''],
    ['', ''],
  ])('that ends with %s %s after that leaves the email unknown', (code, originalCode) => {
    expect(meaning(failure(code, 'CONN', '', { originalCode, left: true }))).toBe('unknown')
  })

  it('that is closed with 421 instead of a verdict on the message leaves it unknown', () => {
    expect(meaning(failure('ECONNECTION', 'CONN', '421 Timeout', { left: true }))).toBe('unknown')
  })
})

describe('what nodemailer itself will not send', () => {
  it.each([
    ['Invalid recipient "x"', 'rejected address_refused'],
    ['No recipients defined', 'rejected address_refused'],
    ['Invalid sender "x"', 'not_sent sender_refused stop'],
  ])('(%s) means %s', (message, expected) => {
    expect(meaning(failure('EENVELOPE', 'API', '', { message }))).toBe(expected)
  })
})

describe('the words that are kept', () => {
  it('are the code with its enhanced status and the server’s text, without address and password', () => {
    expect(smtpOutcome(failure('EENVELOPE', 'RCPT TO', '550 5.1.1 <jane@family.example> unknown, pass hunter2'), ['hunter2'], NOW)).toEqual({
      kind: 'rejected',
      reason: 'mailbox_unknown',
      code: '550 5.1.1',
      detail: '550 5.1.1 unknown, pass …',
    })
  })

  it('are the system’s code where the server said nothing', () => {
    expect(smtpOutcome(failure('ESOCKET', 'CONN', '', { originalCode: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }), [], NOW)).toMatchObject({
      code: 'ECONNREFUSED',
    })
  })
})
