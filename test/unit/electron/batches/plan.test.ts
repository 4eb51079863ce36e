import { describe, expect, test } from 'vitest'
import { type PlanRequest, planMessages } from '../../../../electron/batches/plan.ts'
import type { Child, Family } from '../../../../electron/school/families.ts'
import { compileText } from '../../../../electron/templates/engine.ts'
import { fieldValues } from '../../../../electron/templates/values.ts'
import type { ChannelChoice } from '../../../../shared/model/batches/draft.ts'

const school = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
const days = { today: '2026-11-20', zone: 'Africa/Nairobi' }
const AS_AT = Date.parse('2026-11-19T00:30:00+03:00')

function child(id: number, name: string, balanceCents: number, dueOn: string | null = '2026-10-01'): Child {
  const invoice = { studentId: id, number: `INV-${id}`, term: 3, year: 2026, amountCents: 2_000_000, balanceCents, dueOn }
  return { id, name, admNo: `10${id}`, className: 'Form 1', stream: 'East', balancesAsAt: AS_AT, balanceCents, invoices: [invoice] }
}
const amina = child(1, 'Amina', 450_000)
const juma = child(2, 'Juma', 1_200_000)
const paid = child(3, 'Paul', 0)

function family(guardian: Partial<Family['guardian']>, children: readonly Child[]): Family {
  const base = { id: 1, name: 'Grace Mfano', phone: '+254712000001', phoneRaw: '0712000001', phoneKind: 'mobile', email: null, language: 'en' } as const
  const wishes = { smsEnabled: 1, emailEnabled: 1, phoneSuppressed: null, emailSuppressed: null, quietStart: null, quietEnd: null, wanted: 1 }
  return { guardian: { ...base, ...wishes, ...guardian }, children, balanceCents: children.reduce((sum, c) => sum + c.balanceCents, 0) }
}
function request(sms: string, more: Partial<PlanRequest> = {}): PlanRequest {
  const compiled = { sms: compileText(sms), emailSubject: compileText('Fees'), emailText: compileText(`Dear {{guardian}}, ${sms}`) }
  const texts = { en: { ...compiled, saysBalance: { sms: sms.includes('balance'), email: sms.includes('balance') } } }
  return { eventType: 'bulk', channel: 'sms', texts, school, days, subject: null, ...more }
}
const reasons = (families: Family[], asked: PlanRequest) => planMessages(families, asked).leftOut.map((l) => [l.channel, l.reason])
const texts = (families: Family[], asked: PlanRequest) => planMessages(families, asked).messages.map((m) => m.text)

describe('what a family is told', () => {
  test('one message a guardian, with all the children in it', () => {
    expect(texts([family({}, [amina, juma])], request('{{student}} ({{adm}}): KES {{balance}}. {{lines}}'))).toEqual([
      'Amina and Juma (101, 102): KES 16,500. Amina 4,500; Juma 12,000',
    ])
  })
  test('a reminder speaks only of the children who owe', () => {
    expect(texts([family({}, [amina, paid])], request('{{student}} {{balance}}', { eventType: 'payment_reminder' }))).toEqual(['Amina 4,500'])
  })
  test('in the guardian’s language, or in the one there is', () => {
    const both = request('Hello {{student}}')
    const sw = { sms: compileText('Habari {{student}}'), emailSubject: null, emailText: null, saysBalance: { sms: false, email: false } }
    expect(texts([family({ language: 'sw' }, [amina])], both)).toEqual(['Hello Amina'])
    expect(texts([family({ language: 'sw' }, [amina])], { ...both, texts: { ...both.texts, sw } })).toEqual(['Habari Amina'])
  })
})

describe('what a message remembers of the balance', () => {
  test('what the children in it owed, where its text speaks of it', () => {
    const said = (sms: string, channel: ChannelChoice) => planMessages([family({ email: 'a@example.com' }, [amina, juma])], request(sms, { channel })).messages
    expect(said('{{balance}}', 'both').map((m) => m.balanceCents)).toEqual([1_650_000, 1_650_000])
    expect(said('Hello', 'both').map((m) => m.balanceCents)).toEqual([null, null])
  })
})

describe('who is left out, and why', () => {
  test.each<[string, Partial<Family['guardian']>, ChannelChoice, [string, string][]]>([
    ['nothing on file', { phoneKind: 'none', phone: null, phoneRaw: '' }, 'sms', [['sms', 'no_contact']]],
    ['a mail but no number, by SMS', { phoneKind: 'none', phone: null, email: 'a@example.com' }, 'sms', [['sms', 'no_phone']]],
    ['a number but no mail, by email', {}, 'email', [['sms', 'no_email']]],
    ['a number that is none', { phoneKind: 'bad', phone: null, phoneRaw: '07123' }, 'sms', [['sms', 'bad_phone']]],
    ['a landline', { phoneKind: 'landline', phone: '+254202000001' }, 'sms', [['sms', 'landline']]],
    ['a foreign number', { phoneKind: 'foreign', phone: '+256712000001' }, 'sms', [['sms', 'foreign_number']]],
    ['asked for no SMS', { smsEnabled: 0 }, 'sms', [['sms', 'opted_out']]],
    ['asked for none of this kind', { wanted: 0 }, 'sms', [['sms', 'opted_out']]],
    ['opted out at the network', { phoneSuppressed: 'opted_out' }, 'sms', [['sms', 'opted_out']]],
    ['a number that is not theirs', { phoneSuppressed: 'wrong_number' }, 'sms', [['sms', 'wrong_number']]],
    ['a mailbox that wants nothing', { email: 'a@example.com', emailSuppressed: 'opted_out' }, 'email', [['email', 'opted_out']]],
    ['the better way: a number that wants nothing gives way to the mail', { phoneSuppressed: 'opted_out', email: 'a@example.com' }, 'preferred', []],
    ['both channels: the bad number is said, the mail goes', { phoneKind: 'bad', phone: null, email: 'a@example.com' }, 'both', [['sms', 'bad_phone']]],
    ['the better way: a bad number gives way to the mail', { phoneKind: 'bad', phone: null, email: 'a@example.com' }, 'preferred', []],
    ['the better way: no mail to give way to', { phoneKind: 'bad', phone: null }, 'preferred', [['sms', 'bad_phone']]],
  ])('%s', (_name, guardian, channel, expected) => {
    expect(reasons([family(guardian, [amina])], request('Hello', { channel }))).toEqual(expected)
  })

  test('a reminder never goes to somebody who owes nothing', () => {
    expect(reasons([family({}, [paid])], request('Pay', { eventType: 'payment_reminder' }))).toEqual([['sms', 'nothing_owed']])
  })
  test('nor does "days late" before the day', () => {
    const later = child(4, 'Zawadi', 450_000, '2026-12-01')
    expect(reasons([family({}, [later])], request('{{days}}', { eventType: 'arrears_warning' }))).toEqual([['sms', 'not_late']])
  })
  test('a text that needs what is not on file is not sent with a hole in it', () => {
    const plan = planMessages([family({}, [child(5, 'Neema', 100_000, null)])], request('Due {{due_date}}'))
    expect(plan.leftOut).toMatchObject([{ reason: 'missing_value', missing: 'due_date' }])
  })
  test('a text of many parts is a mistake, not an SMS', () => {
    expect(reasons([family({}, [amina])], request('x'.repeat(153 * 6 + 1)))).toEqual([['sms', 'too_long']])
  })
  test('two parents with one number hear of their child once; another family with that number still hears', () => {
    const families = [family({ id: 1, name: 'Grace' }, [amina]), family({ id: 2, name: 'Peter' }, [amina]), family({ id: 3, name: 'Ruth' }, [juma])]
    const plan = planMessages(families, request('{{guardian}}: {{student}}'))
    expect(plan.messages.map((m) => m.text)).toEqual(['Grace: Amina', 'Ruth: Juma'])
    expect(plan.leftOut).toMatchObject([{ reason: 'same_number' }])
  })
  test('the same words go to one number once', () => {
    const plan = planMessages([family({ id: 1 }, [amina]), family({ id: 2 }, [juma])], request('School closes on Friday'))
    expect([plan.messages.length, plan.leftOut.length]).toEqual([1, 1])
  })
})

test('the values of a text: dates, days late and money as a parent reads them', () => {
  const values = fieldValues('Grace Mfano', [amina], 'sw', school, days)
  expect(Object.fromEntries(Object.entries(values).map(([k, v]) => [k, String(v)]))).toEqual({
    school: 'Nyota Ridge',
    guardian: 'Grace Mfano',
    student: 'Amina',
    adm: '101',
    class_name: 'Form 1',
    amount: '20,000',
    balance: '4,500',
    total: '4,500',
    lines: 'Amina 4,500',
    term: '3',
    year: '2026',
    invoice_number: 'INV-1',
    due_date: '1 Okt 2026',
    days: '50',
    paybill: '555017',
    office: '0700 111 222',
    as_at: '19 Nov 2026',
  })
})
