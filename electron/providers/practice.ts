/** The providers of practice mode: nothing is sent or charged. Some numbers and addresses are refused, so that a bursar sees what that looks like. */
import type { EmailProvider, OutgoingEmail, OutgoingSms, SendOutcome, SmsProvider } from './provider.ts'

const REFUSED_NUMBER: SendOutcome = { kind: 'rejected', reason: 'number_refused', code: 'practice', detail: 'in practice, numbers that end in 000 are refused' }
const UNKNOWN_MAILBOX: SendOutcome = {
  kind: 'rejected',
  reason: 'mailbox_unknown',
  code: 'practice',
  detail: 'in practice, addresses that end in .invalid are refused',
}

/** Accepts every SMS at no charge, except to numbers that end in 000. */
export function createPracticeSms(): SmsProvider {
  const outcome = (sms: OutgoingSms) => (sms.phone.endsWith('000') ? REFUSED_NUMBER : accepted(sms.id))
  return {
    name: 'practice',
    account: 'practice',
    channel: 'sms',
    limits: { perCall: 100, concurrency: 4, perSecond: null, perDay: null },
    send: async (messages) => new Map(messages.map((m) => [m.id, outcome(m)])),
    close: async () => {},
  }
}

/** Accepts every email, except to addresses that end in .invalid. */
export function createPracticeEmail(): EmailProvider {
  const outcome = (email: OutgoingEmail) => (email.email.toLowerCase().endsWith('.invalid') ? UNKNOWN_MAILBOX : accepted(email.id))
  return {
    name: 'practice',
    account: 'practice',
    channel: 'email',
    limits: { perCall: 1, concurrency: 4, perSecond: null, perDay: null },
    send: async (messages) => new Map(messages.map((m) => [m.id, outcome(m)])),
    close: async () => {},
  }
}

function accepted(id: number): SendOutcome {
  return { kind: 'accepted', providerId: `practice-${id}`, costMicros: 0 }
}
