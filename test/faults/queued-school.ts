/** A school with a thousand messages queued and none sent, in a folder that each run copies: SMS with words of their own, SMS that share their words, mails. */

import { compose } from '../../electron/compose.ts'
import { systemClock } from '../../electron/platform/time/clock.ts'
import type { Parsed } from '../../shared/ipc/contract.ts'
import { testPlatform } from '../support/console.ts'
import { insertFamily } from '../support/families.ts'
import type { SimulatorProcess } from '../support/simulators-process.ts'

const CLASSES = ['1 East', '1 West', '2 East', '2 West', '3 East', '3 West', '4 East', '4 West'] as const
const IN_A_CLASS = 50
const FAMILIES = CLASSES.length * IN_A_CLASS
/** Classes whose families are sent mail too. */
const MAILED = CLASSES.slice(0, 4)
/** Quiet hours: all of it can be queued and nothing leaves. */
const NIGHT = Date.parse('2026-11-19T23:00:00+03:00')
/** The next morning: everything may go. */
export const MORNING = Date.parse('2026-11-20T09:00:00+03:00')
export const PLANNED = FAMILIES + FAMILIES + MAILED.length * IN_A_CLASS

const SCHOOL = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
const phoneOf = (family: number) => `+25471200${String(1000 + family)}`
const emailOf = (family: number) => `g${family}@example.com`

/** What the simulators refuse for good: so some messages of every run fail. */
export const REFUSED = {
  codes: Object.fromEntries([7, 77, 177, 277, 377].map((family) => [phoneOf(family), 403])),
  refuse: Object.fromEntries([11, 111].map((family) => [emailOf(family), '550 5.1.1 No such user here'])),
}

/** Makes it in `dataFolder`, with accounts on these simulators. */
export async function queueSchool(dataFolder: string, simulators: SimulatorProcess): Promise<void> {
  const platform = testPlatform({ dataFolder, clock: systemClock(NIGHT - Date.now()) })
  const console = compose(platform)
  await console.start()
  await console.setMode('live')
  const { accounts, batches, db, school } = console.session()
  await school.save(SCHOOL)
  await accounts.saveSms({ provider: 'africas_talking', username: 'school', senderId: '', baseUrl: simulators.smsUrl, apiKey: simulators.apiKey })
  await accounts.saveEmail({
    host: '127.0.0.1',
    port: simulators.smtpPort,
    security: 'none',
    user: '',
    fromName: 'Bursar',
    fromAddress: 'bursar@example.org',
  })
  await db.write((tx) => {
    const now = platform.clock.now()
    for (let i = 0; i < FAMILIES; i++) {
      const className = CLASSES[i % CLASSES.length] ?? ''
      const child = { adm: String(4000 + i), name: `Child ${i}`, className, balanceCents: 1_000_000 + i * 100 }
      insertFamily(tx, 1, { guardian: `Guardian ${i}`, phone: phoneOf(i), email: emailOf(i), children: [child] }, now)
    }
    tx.run(
      `INSERT INTO templates (school_id, key, event_type, language, name, sms, email_subject, email_text, created_at, updated_at)
       VALUES (1, 'own-close', 'bulk', 'en', 'Closing', 'School closes on Friday.', '', '', ?1, ?1)`,
      now,
    )
  })
  const queue = async (templateKey: string, channel: 'sms' | 'email', classes: readonly string[]) => {
    const draft: Parsed<'batches:preview'> = { templateKey, channel, audience: { classes: [...classes], balanceOverCents: null, includeCopies: false } }
    await batches.queue({ draft, draftId: `${templateKey} ${channel} ${classes.join()}`, staleAccepted: true })
  }
  for (const one of CLASSES.slice(0, 4)) await queue('own-close', 'sms', [one])
  await queue('fee_statement', 'sms', CLASSES)
  for (const one of CLASSES.slice(4)) await queue('own-close', 'sms', [one])
  await queue('fee_statement', 'email', MAILED)
  await console.stop()
  if (platform.faults.length > 0) throw new Error(platform.faults.join('\n'))
}
