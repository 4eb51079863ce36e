import { expect } from './pages/bursar.ts'
import { dropFeeList, goLive, test } from './pages/live.ts'

const FAMILIES = 6

test('a bulk send can be undone from any page, and then nobody got anything', async ({ bursar, simulators }) => {
  const { page, t, settings, send, log } = bursar
  await goLive(bursar)
  await settings.fillSms(simulators)
  await dropFeeList(bursar, FAMILIES)
  await send.prepare(t('model.builtIn.fee_statement'), 'sms')
  await send.act.click()
  await expect(page.getByRole('heading', { name: t('send.result.titleHolding', { count: FAMILIES }) })).toBeVisible()
  await expect(page.getByText(/^Begins in 0:[0-3]\d$/)).toBeVisible()

  await bursar.go('home')
  const bar = page.getByRole('region', { name: t('shell.holding.label') })
  await expect(bar).toContainText(/6 messages begin in 0:[0-3]\d\./)
  const header = page.getByRole('banner')
  await expect(header.getByRole('button', { name: t('shell.header.holding', { count: FAMILIES, shown: String(FAMILIES) }) })).toBeVisible()
  await bar.getByRole('button', { name: t('shell.holding.undo') }).click()
  await expect(page.getByText(t('shell.cancelAll.done', { count: FAMILIES }))).toBeVisible()
  await expect(bar).toBeHidden()
  await expect(header.getByRole('button', { name: t('shell.header.idle') })).toBeVisible()

  await log.open()
  await expect(log.chip('cancelled', FAMILIES)).toBeVisible()
  await send.open()
  await expect(page.getByRole('heading', { name: t('send.result.titleUndone', { count: FAMILIES }) })).toBeVisible()
  expect((await simulators.received()).sms).toEqual([])
})

test('the time to undo can be ended at once, and each message goes', async ({ bursar, simulators }) => {
  const { page, t, settings, send } = bursar
  await goLive(bursar)
  await settings.fillSms(simulators)
  await dropFeeList(bursar, FAMILIES)
  await send.sendToEveryone(t('model.builtIn.fee_statement'), 'sms')
  await expect(page.getByRole('heading', { name: t('send.result.titleDone', { count: FAMILIES }) })).toBeVisible()
  await expect(page.getByText(t('send.result.cost.title'))).toBeVisible()
  expect((await simulators.received()).sms).toHaveLength(FAMILIES)
})
