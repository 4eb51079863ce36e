import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { looksLikeBounce, readBounce } from '../../../../../electron/reports/mailbox/bounce.ts'
import { parseMail } from '../../../../../electron/reports/mailbox/mailbox.ts'
import { ownMessage } from '../../../../../electron/reports/mailbox/own-message-id.ts'

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/reports/bounces')
const INSTALLATION = '7d1c2b3a-0f4e-4c5d-8e9f-a0b1c2d3e4f5'
const INSTALLATIONS = { current: INSTALLATION, past: [] }
const source = (name: string) => fs.readFileSync(path.join(folder, `${name}.eml`))

async function read(name: string) {
  const bounce = readBounce((await parseMail(source(name))).mail)
  if (!bounce) return null
  const { verdict, reason, code, originals, recipient } = bounce
  const own = originals.map((original) => ownMessage(original, INSTALLATIONS)).find((found) => found !== null)
  return { verdict, reason, code, own: own?.id ?? null, recipient }
}

test.each([
  ['gmail-unknown', { verdict: 'failed', reason: 'mailbox_unknown', code: '5.1.1', own: 41, recipient: 'wanjiru.kamau@post.example' }],
  ['m365-full', { verdict: 'failed', reason: 'mailbox_full', code: '5.2.2', own: null, recipient: 'Otieno.Mary@post.example' }],
  ['exim-blocked', { verdict: 'failed', reason: 'filtered', code: '5.7.1', own: 43, recipient: 'kiprono@post.example' }],
  ['postfix-delayed', { verdict: 'on_the_way', reason: null, code: '4.4.1', own: 44, recipient: 'njeri@post.example' }],
  ['postfix-failed', { verdict: 'failed', reason: 'bounced', code: '5.4.4', own: 45, recipient: 'chebet@nowhere.example' }],
  ['old-exim-plain', { verdict: 'failed', reason: 'mailbox_unknown', code: '5.1.1', own: 46, recipient: 'mwangi@post.example' }],
  ['somebody-elses', { verdict: 'failed', reason: 'mailbox_unknown', code: '5.1.1', own: null, recipient: 'supplier@post.example' }],
  ['auto-reply', null],
  ['dsn-success', null],
])('%s', async (name, expected) => {
  expect(await read(name)).toEqual(expected)
})

test('the name that a server gave to the mail is read where it is not our own', async () => {
  expect(readBounce((await parseMail(source('m365-full'))).mail)?.originals).toEqual(['<AB1PR01MB0001@ab1.prod.outlook.example>'])
})

test('a mail server’s digest or notice that counts five hundred of something is no bounce', () => {
  const plain = { from: 'Postmaster <postmaster@nyota.example>', subject: 'Summary', failedRecipients: '', references: '', status: null, original: null }
  const read = (text: string) => readBounce({ ...plain, text })
  expect(read('In the last 24 hours 512 messages to you were looked at:\n  parent@post.example  "Re: Fees"')).toBeNull()
  expect(read('Your mailbox uses 500 MB of 512 MB. Largest sender: parent@post.example')).toBeNull()
  const refused = read('Ask helpdesk@nyota.example.\n\n\n\nmwangi@post.example\n550 5.1.1 User unknown')
  expect(refused).toMatchObject({ verdict: 'failed', reason: 'mailbox_unknown', recipient: 'mwangi@post.example' })
})

test('what is kept of a server’s words holds no address', async () => {
  const bounce = readBounce((await parseMail(source('old-exim-plain'))).mail)
  expect(bounce?.detail).toContain('User unknown')
  expect(bounce?.detail).not.toContain('mwangi')
})

test('headings alone tell which mails are worth reading', () => {
  const looks = (name: string) => looksLikeBounce(source(name).toString('utf8').split('\r\n\r\n')[0] ?? '')
  const all = ['gmail-unknown', 'm365-full', 'exim-blocked', 'postfix-delayed', 'old-exim-plain', 'auto-reply']
  expect(Object.fromEntries(all.map((name) => [name, looks(name)]))).toEqual({
    'gmail-unknown': true,
    'm365-full': true,
    'exim-blocked': true,
    'postfix-delayed': true,
    'old-exim-plain': true,
    'auto-reply': false,
  })
  expect(looksLikeBounce('Content-Type: multipart/report;\r\n report-type=disposition-notification; boundary=x')).toBe(false)
})

test('a mail is ours only where its Message-ID is whole', () => {
  const ids = [`<${INSTALLATION}.12@s.example>`, `<${INSTALLATION}.x@s.example>`, '<12@s.example>', ''].map(
    (name) => ownMessage(name, INSTALLATIONS)?.id ?? null,
  )
  expect(ids).toEqual([12, null, null, null])
})

test('a past installation id counts as far as these records had it', () => {
  const former = (ownUntil: number | null) => ({ current: 'restored', past: [{ id: INSTALLATION, lastBoot: 4, ownUntil }] })
  const name = `<${INSTALLATION}.12@s.example>`
  expect([ownMessage(name, former(3)), ownMessage(name, former(null)), ownMessage('<restored.12@s.example>', former(3))]).toEqual([
    { id: 12, lastBoot: 3 },
    null,
    { id: 12, lastBoot: null },
  ])
})
