import type { Locator } from '@playwright/test'
import { startImapSimulator } from '../support/imap-simulator.ts'
import { startPhoneSimulator } from '../support/phone-simulator.ts'
import { startRelaySimulator } from '../support/relay-simulator.ts'
import { expect } from './pages/bursar.ts'
import { goLive, test } from './pages/live.ts'
import { failureSentences } from './pages/words.ts'

test('limits of sending are refused beside their fields, and kept once they are right', async ({ bursar }) => {
  const { page, t, settings } = bursar
  await bursar.loadSample()
  await settings.open('sending')
  await settings.sending('staleDays').fill('900')
  await settings.sending('spendPerDay').fill('1500.50')
  await settings.sending('spendPerMonth').fill('400')
  await page.getByRole('switch', { name: t('settings.sending.window') }).click()
  await settings.sending('windowFrom').fill('5:00')
  await settings.sending('windowTo').fill('6.30')
  await settings.save()
  await expect(page.getByText(t('shell.form.problems', { count: 3 }))).toBeVisible()
  for (const name of ['staleDays', 'spendPerMonth', 'windowTo'] as const) await expect(settings.sending(name)).toHaveAttribute('aria-invalid', 'true')

  await settings.sending('staleDays').fill('7')
  await settings.sending('spendPerMonth').fill('')
  await settings.sending('windowTo').fill('18.30')
  await page.keyboard.press('Control+S')
  await expect(settings.saved).toBeVisible()
  await settings.open('school')
  await settings.open('sending')
  await expect(settings.sending('staleDays')).toHaveValue('7')
  await expect(settings.sending('spendPerDay')).toHaveValue('1,500.5')
  await expect(settings.sending('spendPerMonth')).toHaveValue('')
  await expect(settings.sending('windowFrom')).toHaveValue('05:00')
  await expect(settings.sending('windowTo')).toHaveValue('18:30')
})

test('the SMS account moves from a company to a phone on the Wi-Fi, which needs three lines', async ({ bursar, simulators }) => {
  const { page, t, settings } = bursar
  const phone = await startPhoneSimulator({ login: 'sms:four-words-of-a-phone' })
  await goLive(bursar)
  await settings.fillSms(simulators)
  await test.step('what is left is asked', async () => {
    const card = settings.card(t('settings.balance.title'))
    await card.getByRole('button', { name: t('settings.balance.check') }).click()
    await expect(card).toContainText('KES')
  })

  await settings.provider('custom').click()
  await expect(page.getByText(t('settings.sms.switchTitle', { from: t('settings.sms.with.africas_talking') }))).toBeVisible()
  await test.step('a mistake shows beside its field and goes when it is put right', async () => {
    await settings.gateway('address').fill('41.90.1.2')
    await settings.gateway('user').fill('sms')
    await expect(page.getByText(t('gateway.problem.secret_in_clear'))).toBeVisible()
    await settings.gateway('address').fill(phone.address)
    await expect(page.getByText(t('gateway.problem.secret_in_clear'))).toBeHidden()
  })
  await settings.gateway('password').fill('four-words-of-a-phone')
  await settings.save()
  await expect(page.getByText(t('gateway.both'))).toBeVisible()
  await expect(page.getByText(t('settings.balance.untold'))).toBeVisible()
  await page.getByLabel(t('settings.sms.phone')).fill('0712 345 678')
  await page.getByRole('button', { name: t('settings.sms.test') }).click()
  await expect(page.getByText(t('settings.account.answer.sent'))).toBeVisible()
  expect(phone.messages.map(({ number }) => number)).toEqual(['+254712345678'])
  await phone.close()
})

test('a relay is saved, tested with a wrong and a right token, and removed', async ({ bursar }) => {
  const { page, t, settings } = bursar
  const relay = await startRelaySimulator()
  await goLive(bursar)
  await settings.open('reports')
  const card = settings.card(t('settings.relay.title'))
  const button = (name: string) => card.getByRole('button', { name, exact: true })
  await settings.relay('url').fill(relay.url)
  await settings.relay('token').fill('not-the-token')
  await button(t('shell.act.save')).click()
  await button(t('settings.relay.test')).click()
  await expect(card.getByRole('status')).toContainText(t('failures.relay_wrong_token.what'))

  await button(t('settings.account.replace')).click()
  await settings.relay('token').fill(relay.token)
  await button(t('shell.act.save')).click()
  await button(t('settings.relay.test')).click()
  await expect(card.getByText(t('settings.source.answered'))).toBeVisible()

  await button(t('settings.relay.remove')).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('settings.relay.remove') })
    .click()
  await expect(button(t('settings.relay.test'))).toBeHidden()
  await expect(settings.relay('url')).toHaveValue('')
  await relay.close()
})

test('the mailbox for returned mail is filled in, saved, and tested with a wrong and a right password, by keyboard alone', async ({ bursar }) => {
  const { page, t, settings } = bursar
  const imap = await startImapSimulator()
  await goLive(bursar)
  await settings.open('reports')
  const card = settings.card(t('settings.mailbox.title'))
  const button = (name: string) => card.getByRole('button', { name, exact: true })
  const { keyboard } = page
  /** Tab by Tab, as far as a person would go before calling it lost. */
  const tabTo = async (target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
    for (let presses = 0; presses < 12; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await keyboard.press(key)
    }
    await expect(target).toBeFocused()
  }
  const type = async (label: string, text: string) => {
    await tabTo(card.getByRole('textbox', { name: label, exact: true }))
    await keyboard.press('ControlOrMeta+A')
    await keyboard.type(text)
  }
  const press = async (name: string, key?: 'Shift+Tab') => {
    await tabTo(button(name), key)
    await keyboard.press('Enter')
  }

  await card.getByRole('textbox', { name: t('settings.email.host') }).focus()
  await type(t('settings.email.host'), imap.host)
  await type(t('settings.email.port'), String(imap.port))
  await tabTo(card.getByRole('combobox', { name: t('settings.email.security') }))
  await keyboard.press('Enter')
  // Down the list, which goes round, until it is the one: where the list begins shows a moment after it is open.
  await expect(async () => {
    await keyboard.press('ArrowDown')
    await expect(page.getByRole('option', { name: t('settings.email.none'), exact: true })).toHaveAttribute('data-combobox-selected', 'true', { timeout: 200 })
  }).toPass()
  await keyboard.press('Enter')
  await expect(card.getByText(t('settings.email.noneHelp'))).toBeVisible()
  await type(t('settings.mailbox.user'), imap.user)
  await type(t('settings.mailbox.password'), 'not-the-password')
  await keyboard.press('Control+S')
  await expect(settings.saved).toBeVisible()
  await press(t('settings.mailbox.test'))
  const answer = card.getByRole('status')
  for (const words of failureSentences(t, 'mailbox_wrong_password', {})) await expect(answer).toContainText(words)

  await press(t('settings.account.replace'), 'Shift+Tab')
  await expect(card.getByRole('textbox', { name: t('settings.mailbox.password') })).toBeFocused()
  await keyboard.type(imap.password)
  await press(t('shell.act.save'))
  await expect(button(t('settings.account.replace'))).toBeVisible()
  await press(t('settings.mailbox.test'))
  await expect(answer).toContainText(t('settings.source.answered'))
  expect(imap.touched()).toBe(false)
  await imap.close()
})
