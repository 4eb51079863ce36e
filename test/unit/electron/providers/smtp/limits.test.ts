import { expect, test } from 'vitest'
import { smtpLimits } from '../../../../../electron/providers/smtp/limits.ts'

test.each([
  ['smtp.gmail.com', 400],
  ['SMTP.GoogleMail.com', 400],
  ['smtp.office365.com', 10_000],
  ['smtp-mail.outlook.com', 10_000],
  ['mail.school.example', null],
  ['notgmail.com', null],
])('%s takes %s mails a day', (host, perDay) => {
  expect(smtpLimits(host).perDay).toBe(perDay)
})
