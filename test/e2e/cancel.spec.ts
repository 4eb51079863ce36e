import { expect } from './pages/bursar.ts'
import { dropFeeList, goLive, test } from './pages/live.ts'

const FAMILIES = 8

test('a channel that is paused by hand sends nothing; what waits is cancelled one by one, some, or all, and the rest goes', async ({ bursar, simulators }) => {
  const { page, t, settings, send, log } = bursar
  const banner = page.getByRole('banner')
  await goLive(bursar)
  await settings.fillSms(simulators)
  await dropFeeList(bursar, FAMILIES)
  await banner.getByRole('button', { name: t('shell.header.idle') }).click()
  await page.getByRole('button', { name: t('shell.header.pause', { channel: 'SMS' }) }).click()
  await page.getByRole('button', { name: t('shell.header.resume', { channel: 'SMS' }) }).waitFor()
  await page.keyboard.press('Escape')
  const bar = page.getByRole('region', { name: t('shell.bar.label') })
  await expect(bar).toContainText(t('model.pause.by_hand.what'))

  await send.sendToEveryone(t('model.builtIn.fee_statement'), 'sms')
  await log.open()
  await expect(log.chip('queued', FAMILIES)).toBeVisible()

  await test.step('one, from its drawer', async () => {
    await log.row(/Parent 0 Otieno/).click()
    await log.drawer.getByRole('button', { name: t('log.detail.cancel'), exact: true }).click()
    await expect(log.drawer.getByText(t('model.stateMeans.cancelled'))).toBeVisible()
    await log.closeDrawer()
  })

  await test.step('some, chosen with mouse and keys', async () => {
    await log.choose(/Parent 7 Otieno/).click()
    await expect(log.chosen).toContainText(t('log.choose.count', { count: 1 }))
    await expect(log.act('retry')).toBeDisabled()
    await log.choose(/Parent 5 Otieno/).click({ modifiers: ['Shift'] })
    await expect(log.chosen).toContainText(t('log.choose.count', { count: 3 }))
    await log.grid.getByRole('row').nth(3).focus()
    await page.keyboard.press('Space')
    await expect(log.chosen).toContainText(t('log.choose.count', { count: 2 }))
    await log.act('cancel').click()
    await expect(page.getByRole('dialog')).toContainText(t('log.choose.cancelTitle', { count: 2 }))
    await page.getByRole('button', { name: t('log.choose.doCancel', { count: 2 }), exact: true }).click()
    await expect(log.chip('cancelled', 3)).toBeVisible()
  })

  await test.step('the rest goes when the channel is resumed', async () => {
    await bar.getByRole('button', { name: t('shell.bar.resume') }).click()
    await expect(log.chip('sent', FAMILIES - 3)).toBeVisible()
    expect((await simulators.received()).sms).toHaveLength(FAMILIES - 3)
  })
})

test('what a send has not handed over is cancelled as a whole', async ({ bursar, simulators }) => {
  const { page, t, settings, send, log } = bursar
  await goLive(bursar)
  await settings.fillSms({ ...simulators, apiKey: 'not-the-key' })
  await dropFeeList(bursar, FAMILIES)
  await send.sendToEveryone(t('model.builtIn.fee_statement'), 'sms')
  await send.cancelRest.click()
  await page.getByRole('button', { name: t('shell.cancelAll.yes', { count: FAMILIES }), exact: true }).click()
  await expect(page.getByRole('heading', { name: t('send.result.titleUndone', { count: FAMILIES }) })).toBeVisible()
  await log.open()
  await log.chooseAll.click()
  await expect(log.chosen).toContainText(t('log.choose.allCount', { count: FAMILIES }))
  for (const act of ['retry', 'cancel', 'sent', 'left'] as const) await expect(log.act(act)).toBeDisabled()
  expect((await simulators.received()).sms).toEqual([])
})
