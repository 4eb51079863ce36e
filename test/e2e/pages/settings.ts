import type { SimulatorProcess } from '../../support/simulators-process.ts'
import type { Desk } from './desk.ts'

export type Section = 'school' | 'sending' | 'sms' | 'email' | 'reports' | 'look' | 'practice'
export const SCHOOL = 'Nyota Ridge Secondary School'

export function settingsPage({ page, t, go }: Desk) {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const field = (label: string) => page.getByLabel(label, { exact: true })
  const acts = {
    async open(section: Section) {
      await go('settings')
      await page
        .getByRole('navigation', { name: t('settings.sections') })
        .getByRole('link', { name: t(`settings.section.${section}`), exact: true })
        .click()
      await page.getByRole('heading', { level: 2, name: t(`settings.section.${section}`), exact: true }).waitFor()
    },
    apiKey: field(t('settings.sms.apiKey')),
    password: field(t('settings.email.password')),
    save: () => button(t('shell.act.save')).click(),
    saved: page.getByText(t('settings.saved')),
    replace: () => button(t('settings.account.replace')).click(),
    /** On the first page of a live console. */
    async fillSchool() {
      await field(t('settings.school.name')).fill(SCHOOL)
      await field(t('settings.school.shortName')).fill('Nyota Ridge')
      await field(t('settings.optional', { label: t('settings.school.paybill') })).fill('555017')
      await field(t('settings.optional', { label: t('settings.school.officePhone') })).fill('0700 111 222')
      await button(t('home.welcome.save')).click()
      await page.getByRole('navigation', { name: t('shell.nav.label') }).waitFor()
    },
    /** From the practice of a console that holds a school to the first page of the live one. */
    async leavePractice() {
      await acts.open('practice')
      await button(t('settings.practice.leave')).click()
      await page.getByRole('heading', { name: t('home.welcome.title') }).waitFor()
    },
    async fillSms({ apiKey, smsUrl }: Pick<SimulatorProcess, 'apiKey' | 'smsUrl'>) {
      await acts.open('sms')
      await field(t('settings.sms.username')).fill('nyota-ridge')
      await acts.apiKey.fill(apiKey)
      await page.getByText(t('settings.sms.more'), { exact: true }).click()
      await field(t('settings.sms.baseUrl')).fill(smsUrl)
      await acts.save()
      await acts.saved.first().waitFor()
    },
    /** Shows the form of another provider. */
    provider: (name: 'africas_talking' | 'twilio' | 'custom') => page.getByRole('radio', { name: t(`settings.sms.with.${name}`), exact: true }),
    gatewayKind: (name: 'android_gateway' | 'none') => page.getByRole('radio', { name: t(`gateway.${name}`), exact: true }),
    gateway: (name: 'address' | 'user' | 'password' | 'name' | 'url' | 'body') => field(t(`gateway.${name}`)),
    sending: (name: 'windowFrom' | 'windowTo' | 'staleDays' | 'smsPerDay' | 'spendPerDay' | 'spendPerMonth') => field(t(`settings.sending.${name}`)),
    relay: (name: 'url' | 'token') => field(t(`settings.relay.${name}`)),
    /** A part of a section under a heading of its own. */
    card: (title: string) => page.getByRole('region', { name: title, exact: true }),
    async fillEmail({ smtpPort }: Pick<SimulatorProcess, 'smtpPort'>, mailbox: { readonly user: string; readonly password: string }) {
      await acts.open('email')
      await field(t('settings.email.host')).fill('127.0.0.1')
      await field(t('settings.email.port')).fill(String(smtpPort))
      await page.getByRole('combobox', { name: t('settings.email.security') }).click()
      await page.getByRole('option', { name: t('settings.email.none'), exact: true }).click()
      await field(t('settings.email.user')).fill(mailbox.user)
      await acts.password.fill(mailbox.password)
      await field(t('settings.email.fromAddress')).fill(mailbox.user)
      await acts.save()
    },
  }
  return acts
}
