import { bursarOf, expect, test } from './pages/bursar.ts'
import { seenByAll } from './pages/eyes.ts'

const BATTERY_EMPTY = '2015-01-01T06:00:00Z'

test('a computer whose clock fell back: the page says so and asks, and nothing is queued before it is answered', async ({ app, bursar, launch }, info) => {
  await bursar.loadSample()
  await app.close()

  const { page, t, send } = await bursarOf(await launch({ BURSAR_CLOCK: BATTERY_EMPTY }))
  await send.prepare(t('model.builtIn.fee_statement'), 'sms')
  const warning = page.getByText(/1 Jan 2015, but the console was used on 23 Nov 2026 already/)
  await expect(warning).toBeVisible()
  await seenByAll(page, info, 'clock-behind')
  await send.act.click()
  const question = page.getByRole('dialog', { name: t('send.check.clockTitle', { now: '1 Jan 2015' }) })
  await expect(question.getByRole('button', { name: t('send.check.clockNo') })).toBeFocused()
  await seenByAll(page, info, 'clock-question')
  await page.keyboard.press('Enter')
  await expect(question).toBeHidden()
  await expect(send.checkTitle).toBeVisible()

  await send.act.click()
  await question.getByRole('button', { name: t('send.check.clockYes') }).click()
  await send.result.waitFor()
})
