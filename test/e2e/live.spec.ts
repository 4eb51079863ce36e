import fs from 'node:fs'
import path from 'node:path'
import { startSimulatorProcess } from '../support/simulators-process.ts'
import { expect } from './pages/bursar.ts'
import { answerDialog } from './pages/imports.ts'
import { dropFeeList, feeListIn, goLive, MAILBOX, phoneOf, test } from './pages/live.ts'

test('accounts are saved without ever being shown again, tested, and kept from every file', async ({ bursar, simulators, records }) => {
  const { page, t, settings } = bursar
  await goLive(bursar)

  await settings.fillSms(simulators)
  await expect(settings.apiKey).toBeHidden()
  await expect(page.getByText(t('settings.account.setOn', { day: '23 Nov 2026' }))).toBeVisible()
  await settings.replace()
  await expect(settings.apiKey).toHaveValue('')
  await page.getByRole('button', { name: t('settings.account.keep') }).click()
  await page.getByLabel(t('settings.sms.phone')).fill('0712 345 678')
  await page.getByRole('button', { name: t('settings.sms.test') }).click()
  await expect(page.getByText(t('settings.account.answer.sent'))).toBeVisible()

  await settings.fillEmail(simulators, MAILBOX)
  await expect(settings.password).toBeHidden()
  await expect(page.getByText(t('settings.account.setOn', { day: '23 Nov 2026' }))).toBeVisible()
  await page.getByLabel(t('settings.email.to'), { exact: true }).fill('me@example.org')
  await page.getByRole('button', { name: t('settings.email.test') }).click()
  await expect(page.getByText(t('settings.account.answer.sent'))).toBeVisible()

  const { sms, email } = await simulators.received()
  expect(sms.map(({ number }) => number)).toEqual(['+254712345678'])
  expect(email.map(({ to }) => to)).toEqual(['me@example.org'])
  const files = fs.readdirSync(records, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['secrets.json', 'live.db', 'console.log']))
  for (const { parentPath, name } of files) {
    const content = fs.readFileSync(path.join(parentPath, name)).toString('latin1')
    for (const secret of [simulators.apiKey, MAILBOX.password]) expect(content.includes(secret), `${name} holds a secret`).toBe(false)
  }
})

test('a refused number fails with its reason, the others are sent, and it can be sent again', async ({ app, bursar, simulators, userData }) => {
  const { page, t, imports, settings, send, log } = bursar
  await goLive(bursar)
  await settings.fillSms(simulators)
  await imports.open()
  await answerDialog(app, feeListIn(userData, 9))
  await imports.chooseButton.click()
  expect(await imports.bringIn(9)).toMatchObject({ [t('model.verdict.create')]: 9 })

  await simulators.configure({ codes: { [phoneOf(4)]: 403 } })
  await send.sendToEveryone(t('model.builtIn.fee_statement'), 'sms')
  await send.watch()
  await expect(log.chip('sent', 8)).toBeVisible()
  await expect(log.chip('failed', 1)).toBeVisible()
  await log.row(/Parent 4 Otieno/).click()
  await expect(log.drawer.getByText(t('model.failure.number_refused'))).toBeVisible()

  await simulators.configure({ codes: { [phoneOf(4)]: 101 } })
  await log.again.click()
  await expect(log.drawer.getByText(t('model.stateMeans.sent'))).toBeVisible()
  await expect(log.attempts.getByRole('row')).toHaveCount(3)
  await log.closeDrawer()
  await expect(log.chip('sent', 9)).toBeVisible()
  await expect(page.getByRole('banner').getByText(t('shell.header.idle'))).toBeVisible()
  const { sms } = await simulators.received()
  expect(sms.map(({ number }) => number).sort()).toEqual(Array.from({ length: 9 }, (_, n) => phoneOf(n)))
})

test('a wrong key stops the channel, says which setting, loses nothing, and the right key sends', async ({ bursar, simulators }) => {
  const { page, t, settings, send, log } = bursar
  await goLive(bursar)
  await settings.fillSms({ ...simulators, apiKey: 'not-the-key' })
  await dropFeeList(bursar, 5)
  await send.sendToEveryone(t('model.builtIn.fee_statement'), 'sms')
  const bar = page.getByRole('region', { name: t('shell.bar.label') })
  await expect(bar).toContainText(t('model.pause.wrong_key.todo', { setting: t('settings.section.sms') }))
  await send.watch()
  await expect(log.chip('queued', 5)).toBeVisible()

  await bar.getByRole('link', { name: t('shell.bar.toSettings') }).click()
  await settings.replace()
  await settings.apiKey.fill(simulators.apiKey)
  await settings.save()
  await expect(bar).toBeHidden()
  await log.open()
  await expect(log.chip('sent', 5)).toBeVisible()
  expect((await simulators.received()).sms).toHaveLength(5)
})

test('without internet the messages wait; with it again each goes once', async ({ bursar, simulators }) => {
  const { page, t, settings, send, log } = bursar
  await goLive(bursar)
  await settings.fillSms(simulators)
  await settings.fillEmail(simulators, MAILBOX)
  await expect(settings.password).toBeHidden()
  await dropFeeList(bursar, 6)
  await simulators.stop()
  await send.sendToEveryone(t('model.builtIn.fee_statement'), 'both')
  const bar = page.getByRole('region', { name: t('shell.bar.label') })
  await expect(bar).toContainText(t('model.pause.offline.what'))
  await expect(page.getByRole('banner').getByText(t('shell.header.offline'))).toBeVisible()
  await send.watch()
  await expect(log.chip('queued', 12)).toBeVisible()

  const again = await startSimulatorProcess({ sms: { port: simulators.smsPort, apiKey: simulators.apiKey }, smtp: { ...MAILBOX, port: simulators.smtpPort } })
  await bar.getByRole('button', { name: t('shell.bar.resume') }).click()
  await expect(log.chip('sent', 12)).toBeVisible()
  await expect(bar).toBeHidden()
  const { sms, email } = await again.received()
  await again.stop()
  expect(sms.map(({ number }) => number).sort()).toEqual(Array.from({ length: 6 }, (_, n) => phoneOf(n)))
  expect(new Set(email.map(({ to }) => to)).size).toBe(6)
  expect(email).toHaveLength(6)
})
