import type { Locator, Page } from '@playwright/test'
import { expect, test } from './pages/bursar.ts'

/** More stops of the Tab key than any page has. */
const MOST_STOPS = 60

test('from the first start to the log: sample school, this term’s list, fee balances by SMS and email', async ({ bursar }) => {
  const { page, t, imports, send, log } = bursar
  await test.step('first run: language, then the sample school', async () => {
    await page.getByText('Kiswahili', { exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(bursar.in('sw').t('home.welcome.title'))
    await page.getByText('English', { exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('home.welcome.title'))
    await bursar.loadSample()
    await expect(page.getByText(/^\d+ children of 599$/)).toBeVisible()
    await expect(page.getByText(t('shell.practice.bar'))).toBeVisible()
  })

  const result = await test.step('the list of the term comes in, and every row is accounted for', async () => {
    await page.getByRole('link', { name: t('home.import') }).click()
    await imports.sample()
    await expect(imports.column(t('model.feeField.admNo'))).toHaveValue('0')
    await expect(imports.column(t('model.feeField.balance'))).not.toHaveValue('')
    await imports.checkButton.click()
    await expect(imports.checked).toBeVisible()
    const refused = page
      .getByRole('row')
      .filter({ hasText: t('model.verdict.refuse') })
      .first()
    await expect(refused.getByRole('cell').first()).toHaveText(/^\d+$/)
    await expect(refused).toContainText(`Adm No: ${t('model.rowProblem.adm_missing')}`)
    await expect(
      page
        .getByRole('row')
        .filter({ hasText: /Phone: “2\.54\d+E\+11”: Excel shortened this number/i })
        .first(),
    ).toBeVisible()
    await page.getByRole('button', { name: /^Bring in \d+ rows$/ }).click()
    return imports.result()
  })
  const { [t('imports.done.read')]: read, ...fates } = result
  expect(read).toBeGreaterThan(590)
  expect(Object.values(fates).reduce((sum, n) => sum + n, 0)).toBe(read)

  const { sms, email } = await test.step('Send counts the families', async () => {
    await page
      .getByRole('main')
      .getByRole('link', { name: t('imports.done.send') })
      .click()
    await send.template(t('model.builtIn.fee_statement')).click()
    await send.channel('both').click()
    await send.next()
    await expect(page.getByText(/families get a message$/)).toBeVisible()
    return send.counted()
  })
  expect(Math.min(sms, email)).toBeGreaterThan(50)

  await test.step('the check page shows the real messages, the parts, the cost and who is left out', async () => {
    await send.next()
    await expect(send.text).toContainText('Nyota Ridge')
    const first = await send.text.innerText()
    await page.getByRole('button', { name: t('send.seen.next'), exact: true }).click()
    await expect(send.text).not.toHaveText(first)
    await page.getByRole('button', { name: t('send.seen.previous'), exact: true }).click()
    await expect(send.text).toHaveText(first)
    await expect(page.getByText(/^\d+ parts for \d+ SMS/)).toBeVisible()
    await expect(page.getByText(/^Nothing: this is practice\. It would be about KES/)).toBeVisible()
    await page.getByRole('button', { name: t('send.check.seeList') }).click()
    const leftOut = page.getByRole('dialog').getByRole('row')
    await expect(leftOut.filter({ hasText: t('model.skip.no_contact') }).first()).toBeVisible()
    await expect(leftOut.filter({ hasText: t('model.skip.landline') }).first()).toContainText(/0[\d ]{9,}$/)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('shell.act.close') })
      .click()
  })

  await test.step('it goes, and the log accounts for every message', async () => {
    await page.getByRole('button', { name: t('send.check.act.practiceBoth', { count: email, sms }), exact: true }).click()
    await send.now.click()
    await expect(page.getByRole('heading', { name: t('send.result.titleDonePractice', { count: sms + email }) })).toBeVisible()
    await send.watch()
    await expect(log.grid).toBeVisible()
    await log.allDone()
    const failed = await log.count('failed')
    expect(failed).toBeGreaterThan(0)
    await expect(log.chip('sent', sms + email - failed)).toBeVisible()
  })

  await test.step('a message opens with its tries', async () => {
    await log.chip('failed').click()
    await log.grid.getByRole('row').nth(1).click()
    await expect(log.drawer.getByText(t('model.stateMeans.failed'))).toBeVisible()
    await expect(log.attempts.getByRole('row').nth(1)).toContainText(t('model.attempt.rejected'))
    await log.closeDrawer()
    await bursar.go('home')
    await expect(page.getByText(t('home.steps.title'))).toBeHidden()
    await expect(page.getByRole('link', { name: /messages? failed: see why$/ })).toBeVisible()
  })
})

test('Send and the log can be worked by keyboard alone', async ({ bursar }) => {
  const { page, t, send, log } = bursar
  await bursar.loadSample()
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  /** Presses Tab until the focus is there; fails when it does not come round to it. */
  const tabTo = async (target: Locator) => {
    // What cannot be pressed yet is no stop of the Tab key.
    await expect(target).toBeEnabled()
    for (let i = 0; i < MOST_STOPS; i++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await press('Tab')
    }
    await expect(target).toBeFocused({ timeout: 1 })
  }
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await press('Control+2')
  await expect(send.template(t('model.builtIn.fee_statement'))).toBeVisible()
  await tabTo(send.template(t('model.builtIn.fee_statement')))
  await press('Space')
  await tabTo(send.channel('preferred'))
  await press('ArrowDown')
  await expect(send.channel('sms')).toBeChecked()
  await tabTo(button(t('send.next')))
  await press('Enter')
  await send.counted()
  await tabTo(button(t('send.next')))
  await press('Enter')
  await expect(send.text).toBeVisible()
  await tabTo(button(t('send.seen.next')))
  await press('Enter')
  await expect(page.getByLabel(t('send.seen.jump'))).toHaveValue('2')
  await tabTo(send.act)
  await press('Enter')
  await expect(send.result).toBeVisible()
  await tabTo(send.now)
  await press('Enter')
  await tabTo(send.watchLink)
  await press('Enter')
  await log.allDone()
  const rows = log.grid.getByRole('row')
  await tabTo(rows.nth(1))
  await press('ArrowDown', 'ArrowDown', 'End', 'Home', 'ArrowDown')
  await expect(rows.nth(2)).toBeFocused()
  await press('Space', 'ArrowDown', 'Shift+Space')
  await expect(log.chosen).toContainText(t('log.choose.count', { count: 2 }))
  await press('Space', 'ArrowUp', 'Space')
  await expect(log.chosen).toBeHidden()
  await press('Enter')
  await expect(log.drawer).toBeVisible()
  await press('Escape')
  await expect(log.drawer).toBeHidden()
  await expect(rows.nth(2)).toBeFocused()

  const closed = await closeAsSoonAsOpen(page)
  await press('Enter')
  await closed()
  await expect(log.drawer).toBeHidden()
  await expect(rows.nth(2)).toBeFocused()
})

/** Will press Escape in the very moment in which a drawer comes, before it has taken the focus; the answer waits for that. */
async function closeAsSoonAsOpen(page: Page): Promise<() => Promise<void>> {
  const coming = await page.evaluateHandle(() => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const watch = new MutationObserver(() => {
      if (!document.querySelector('[role=dialog]')) return
      watch.disconnect()
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
      resolve()
    })
    watch.observe(document.body, { childList: true, subtree: true })
    return { closed: promise }
  })
  return () => coming.evaluate(({ closed }) => closed)
}

test('pressing Send twice queues once', async ({ bursar }) => {
  const { page, t, send, log } = bursar
  await bursar.loadSample()
  await send.prepare(t('model.builtIn.fee_statement'), 'sms')
  await expect(send.act).toBeEnabled()
  await send.act.dblclick()
  await expect(send.result).toHaveText(t('send.result.number', { id: 1 }))
  const words = await page.getByRole('heading', { level: 2 }).innerText()
  const queued = Number(words.replaceAll(/\D/g, ''))
  await send.now.click()
  await log.open()
  await log.allDone()
  expect((await log.count('sent')) + (await log.count('failed'))).toBe(queued)
})
