import type { Locator, Page } from '@playwright/test'
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts'
import { bursarOf, expect, LATER } from './pages/bursar.ts'
import { seenByAll } from './pages/eyes.ts'
import { dropFeeList, goLive, KEYRING, test } from './pages/live.ts'
import { copyRecords } from './pages/records.ts'
import type { Words } from './pages/words.ts'

/** What the bell tells, newest first. */
async function notices(page: Page, t: Words): Promise<Locator> {
  await page.locator('.bell').click()
  return page.getByRole('dialog', { name: t('shell.notices.title') }).getByRole('listitem')
}

test('credit that runs out, and then an older copy of the records: each bar says what is so, and nothing goes twice', async ({
  app,
  bursar,
  simulators,
  launch,
  records,
}, info) => {
  const [families, paidFor] = [9, 3]
  const { page, t, settings, send } = bursar
  await goLive(bursar)
  await settings.fillSms(simulators)
  await simulators.configure({ balance: 'KES 2.4000' })
  const balance = settings.card(t('settings.balance.title'))
  await balance.getByRole('button', { name: t('settings.balance.check') }).click()
  await expect(balance).toContainText('KES 2.40')
  await dropFeeList(bursar, families)
  await send.prepare(t('model.builtIn.fee_statement'), 'sms')
  await send.act.click()
  await expect(send.now).toBeVisible()
  const putBack = copyRecords(records, 'live')
  await simulators.configure({ planSms: [...Array(paidFor).fill('ok'), ...Array(families).fill('no_credit')] })
  await send.now.click()

  const paused = page.getByRole('region', { name: t('shell.bar.label'), exact: true })
  await expect(paused).toContainText(t('model.pause.no_credit.what'))
  await expect(paused).toContainText('KES 2.40')
  await expect(page.getByRole('heading', { name: t('send.result.titleWaiting', { count: families - paidFor }) })).toBeVisible()
  await seenByAll(page, info, 'no-credit')
  expect((await simulators.received()).sms).toHaveLength(paidFor)
  await app.close()
  putBack()
  const before = (await simulators.received()).sms
  await simulators.configure({ reset: true })

  const { page: later } = await bursarOf(await launch({ ...KEYRING, BURSAR_CLOCK: LATER }))
  const asking = later.getByRole('region', { name: t('shell.asking.label') })
  await expect(asking).toContainText(t('shell.asking.restored', { count: families - paidFor }))
  await expect(later.getByRole('banner').getByText(t('shell.header.idle'))).toBeVisible()
  await seenByAll(later, info, 'restored')
  await asking.getByRole('button', { name: t('shell.asking.send') }).click()
  const question = later.getByRole('dialog')
  await expect(question).toContainText(t('shell.asking.sendRestored'))
  await question.getByRole('button', { name: t('shell.asking.send') }).click()
  await expect(asking).toBeHidden()
  await simulators.hasReceived(families - paidFor)
  const told = (await notices(later, t)).filter({ hasText: t('shell.notices.kind.restored') })
  await expect(told).toContainText(t('shell.notices.over'))
  const numbers = [...before, ...(await simulators.received()).sms].map(({ number }) => number)
  expect([numbers.length, new Set(numbers).size]).toEqual([families, families])
})

test('an account that cannot be used as it is set up: the bar says so in the provider’s words, the bell tells of it, and it goes on when resumed', async ({
  bursar,
  simulators,
}, info) => {
  const families = 9
  const { page, t, settings, send } = bursar
  await goLive(bursar)
  await settings.fillSms(simulators)
  await dropFeeList(bursar, families)
  await simulators.configure({ planSms: Array(families).fill({ status: 404, body: 'No such page here' }) })
  await send.sendToEveryone(t('model.builtIn.fee_statement'), 'sms')

  const bar = page.getByRole('region', { name: t('shell.bar.label'), exact: true })
  await expect(bar).toContainText(t('model.pause.settings_refused.what'))
  await expect(bar).toContainText(t('shell.bar.told', { detail: 'No such page here' }))
  await seenByAll(page, info, 'settings-refused')
  await expect((await notices(page, t)).first()).toContainText(t('model.pause.settings_refused.what'))
  await page.keyboard.press('Escape')

  await simulators.configure({ reset: true })
  await bar.getByRole('button', { name: t('shell.bar.resume') }).click()
  await simulators.hasReceived(families)
  await expect(bar).toBeHidden()
})

const onSmallDisk = test.extend<{ disk: SmallDisk }>({
  disk: async ({ userData }, use, info) => {
    const disk = mountSmallDisk(`${userData}/records`, 48)
    if (typeof disk === 'string') {
      console.log(`skipped: ${disk}`)
      info.skip(true, disk)
      return
    }
    await use(disk)
    disk.unmount()
  },
  records: async ({ disk }, use) => use(disk.folder),
  // A backup would leave the queue too little of so small a disk.
  expectedErrors: [/a poll of the queue could not be written|the journal could not be written|no backup could be made/],
})

onSmallDisk(
  'a disk that fills up in the middle of a send: the bar says that nothing is sent, and nothing is; with room again the rest goes',
  async ({ bursar, disk, simulators }, info) => {
    const families = 120
    const { page, t, settings, send, log } = bursar
    await goLive(bursar)
    await settings.fillSms(simulators)
    await dropFeeList(bursar, families)
    await simulators.configure({ latencyMs: 200 })
    await send.sendToEveryone(t('model.builtIn.fee_statement'), 'sms')
    await simulators.hasReceived(1)
    const empty = disk.fill()
    const bar = page.getByRole('region', { name: t('shell.bar.label'), exact: true })
    await expect(bar).toContainText(t('shell.bar.storage.what'))
    await log.open()
    await expect(log.chip('sending', 0)).toBeVisible()
    const { length: sent } = (await simulators.received()).sms
    expect(sent).toBeLessThan(families)
    await seenByAll(page, info, 'disk-full')
    await expect(log.chip('queued', families - sent)).toBeVisible()
    expect((await simulators.received()).sms).toHaveLength(sent)

    empty()
    await expect(bar).toBeHidden()
    await expect(log.chip('sent', families)).toBeVisible()
    await expect((await notices(page, t)).first()).toContainText(t('shell.notices.kind.disk_full'))
    const { sms } = await simulators.received()
    expect([sms.length, new Set(sms.map(({ number }) => number)).size]).toEqual([families, families])
  },
)
