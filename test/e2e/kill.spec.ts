import { once } from 'node:events'
import { bursarAt, bursarOf, expect, LATER } from './pages/bursar.ts'
import { dropFeeList, goLive, KEYRING, phoneOf, test } from './pages/live.ts'

const FAMILIES = 200
/** As many messages as may be on the wire at a time: no more can be in doubt. */
const MOST_IN_DOUBT = 8

// Early, in the middle, and near the end.
for (const moment of [5, 90, 180]) {
  test(`killed after the ${moment}th of ${FAMILIES} SMS and opened again, no message is lost or doubled`, async ({ app, bursar, simulators, launch }) => {
    await goLive(bursar)
    await bursar.settings.fillSms(simulators)
    await dropFeeList(bursar, FAMILIES)
    // What comes after the moment is taken and never answered: however slow this computer is, some of it is on the wire at the kill.
    await simulators.configure({ latencyMs: 100, planSms: [...Array(moment).fill('ok'), ...Array(FAMILIES).fill('hang')] })
    await bursar.send.sendToEveryone(bursar.t('model.builtIn.fee_statement'), 'sms')
    await expect.poll(async () => (await simulators.received()).sms.length, { intervals: [20] }).toBeGreaterThan(moment)
    const ended = once(app.process(), 'exit')
    app.process().kill('SIGKILL')
    await ended
    const before = (await simulators.received()).sms
    await simulators.configure({ reset: true, latencyMs: 100 })

    const again = await bursarOf(await launch({ ...KEYRING, BURSAR_CLOCK: LATER }))
    const { page, t, log } = again
    await expect(page.getByRole('banner').getByText(t('shell.header.idle'))).toBeVisible()
    await log.open()
    const inDoubt = await log.count('unconfirmed')
    expect(inDoubt).toBeGreaterThan(0)
    expect(inDoubt).toBeLessThanOrEqual(MOST_IN_DOUBT)
    await expect(log.chip('sent', FAMILIES - inDoubt)).toBeVisible()
    const sms = [...before, ...(await simulators.received()).sms]
    expect(new Set(sms.map(({ number, text }) => `${number} ${text}`)).size, 'the same text twice to a number').toBe(sms.length)
    expect(new Set(sms.map(({ number }) => number)).size).toBe(sms.length)
    expect(sms.length).toBeGreaterThanOrEqual(FAMILIES - inDoubt)

    await again.go('home')
    await page.getByRole('link', { name: t('home.needs.unconfirmed', { count: inDoubt, shown: String(inDoubt) }) }).click()
    await expect(log.grid.getByRole('row')).toHaveCount(inDoubt + 1)
    await log.grid.getByRole('row').nth(1).click()
    await expect(log.drawer.getByText(t('model.stateMeans.unconfirmed'))).toBeVisible()
    await expect(log.again).toBeVisible()
    await log.settle.click()
    await expect(log.drawer.getByText(t('model.stateMeans.sent'))).toBeVisible()
    await log.closeDrawer()
    await expect(log.chip('unconfirmed', inDoubt - 1)).toBeVisible()
    await expect(log.chip('sent', FAMILIES - inDoubt + 1)).toBeVisible()
    expect((await simulators.received()).sms).toHaveLength(sms.length - before.length)
  })
}

test('a second console on the same records shows the first one’s window and ends, while the first goes on sending', async ({
  app,
  bursar,
  simulators,
  launch,
}) => {
  const { t, send, log } = bursar
  await goLive(bursar)
  await bursar.settings.fillSms(simulators)
  await dropFeeList(bursar, 40)
  await simulators.configure({ latencyMs: 100 })
  await send.sendToEveryone(t('model.builtIn.fee_statement'), 'sms')
  const shown = app.evaluate(({ app: electron }) => new Promise((resolve) => electron.once('second-instance', () => resolve(true))))
  await launch(KEYRING).catch(() => {}) // Playwright calls it a failure that the program ends so soon
  expect(await shown).toBe(true)
  expect(app.windows()).toHaveLength(1)
  const first = bursarAt(bursar.page)
  await first.send.watch()
  await expect(log.chip('sent', 40)).toBeVisible()
  const { sms } = await simulators.received()
  expect(sms.map(({ number }) => number).sort()).toEqual(Array.from({ length: 40 }, (_, n) => phoneOf(n)))
})
