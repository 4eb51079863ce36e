import path from 'node:path'
import { FEE_LISTS } from '../support/fee-lists.ts'
import { type Bursar, test as base, bursarAt, expect } from './pages/bursar.ts'
import { type Eyes, eyesOn, LOOKS, type Look, SCREEN, wear } from './pages/eyes.ts'
import { answerDialog } from './pages/imports.ts'
import { goLive, KEYRING } from './pages/live.ts'
import type { Section } from './pages/settings.ts'

type Fixtures = {
  look: Look
  /** A console that looks so, on its first page. */
  desk: Bursar
  eyes: Eyes
}

const test = base.extend<Fixtures>({
  look: [{ language: 'en', theme: 'light', textSize: 100 }, { option: true }],
  desk: async ({ page, look }, use) => {
    await page.setViewportSize(SCREEN)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await wear(page, look)
    await use(bursarAt(page, look.language))
  },
  eyes: async ({ page }, use, info) => {
    const eyes = eyesOn(page, info)
    await use(eyes)
    expect(eyes.wrong).toEqual([])
  },
})

const buttons =
  ({ page }: Bursar) =>
  (name: string) =>
    page.getByRole('button', { name, exact: true })

for (const look of LOOKS) {
  test.describe(`in ${look.language}, ${look.theme}, ${look.textSize} %, everybody can use`, () => {
    test.use({ look })

    test('the first run and the import', async ({ app, desk, eyes }) => {
      const { page, t, imports, send, settings } = desk
      const button = buttons(desk)
      await eyes.look('first-run')
      await button(t('home.welcome.start')).click()
      await eyes.look('first-run-school')
      await button(t('home.welcome.save')).click()
      await expect(page.getByText(t('shell.form.problems', { count: 2 }))).toBeVisible()
      await eyes.look('first-run-problems')
      await settings.fillSchool()
      await expect(page.getByText(t('home.steps.title'))).toBeVisible()
      await eyes.look('home-empty')
      await desk.go('log')
      await eyes.look('log-empty')
      await send.open()
      await expect(page.getByText(t('send.who.noFamilies'))).toBeVisible()
      await eyes.look('send-without-families')
      await imports.open()
      await answerDialog(app, path.join(FEE_LISTS, 'binary.csv'))
      await imports.chooseButton.click()
      await expect(page.getByRole('alert').or(imports.checkButton).first()).toBeVisible()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await eyes.look('import-refused')
      if (await imports.chooseButton.isHidden()) await imports.cancel()
      await eyes.look('import-file')
      await imports.sample()
      await expect(imports.column(t('model.feeField.admNo'))).toBeVisible()
      await eyes.look('import-columns')
      await imports.checkButton.click()
      await expect(
        page
          .getByRole('table', { name: t('imports.check.title') })
          .getByRole('row')
          .nth(2),
      ).toBeVisible()
      await eyes.look('import-check')
      await imports.commitAny.click()
      await imports.result()
      await eyes.look('import-done')
    })

    test('sending and the log', async ({ desk, eyes }) => {
      const { page, t, send, log } = desk
      const button = buttons(desk)
      await desk.loadSample()
      await send.open()
      await send.template(t('model.builtIn.fee_statement')).click()
      await send.channel('both').click()
      await eyes.look('send-message')
      await send.next()
      await send.counted()
      await eyes.look('send-who')
      await page.getByRole('radio', { name: t('send.who.owing'), exact: true }).click()
      await page.getByRole('radio', { name: t('send.who.classes'), exact: true }).click()
      await expect(page.getByText(t('send.who.classesMissing'))).toBeVisible()
      await eyes.look('send-who-classes')
      await page.getByRole('radio', { name: t('send.who.everyone'), exact: true }).click()
      await send.next()
      await expect(send.text).toContainText('Nyota Ridge')
      await expect(send.act).toBeEnabled()
      await eyes.look('send-check')
      await button(t('send.check.seeList')).click()
      await expect(page.getByRole('dialog').getByRole('row').nth(1)).toBeVisible()
      await eyes.look('send-left-out')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('shell.act.close') })
        .click()
      await send.act.click()
      await expect(send.undo).toBeVisible()
      await eyes.look('send-holding')
      await send.now.click()
      await expect(page.getByText(t('send.result.nextDone'))).toBeVisible()
      await eyes.look('send-result')
      await send.watch()
      await expect(log.grid.getByRole('row').nth(1)).toBeVisible()
      await log.allDone()
      await eyes.look('log')
      await log.chooseAll.click()
      await expect(log.act('retry')).toBeEnabled()
      await eyes.look('log-chosen')
      await button(t('log.choose.none')).click()
      await button(t('reports.open')).click()
      await expect(button(t('reports.choose'))).toBeVisible()
      await eyes.look('log-report')
      await log.closeDrawer()
      await page
        .getByRole('banner')
        .getByRole('button', { name: t('shell.header.idle') })
        .click()
      await expect(button(t('shell.header.pause', { channel: 'SMS' }))).toBeVisible()
      await eyes.look('queue-menu')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await button(t('shell.header.notices', { count: 0 })).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await eyes.look('notices')
      await log.closeDrawer()
      await log.chip('failed').click()
      await expect(button(t('log.retryFailed', { count: await log.count('failed') }))).toBeVisible()
      await log.grid.getByRole('row').nth(1).click()
      await expect(log.attempts).toBeVisible()
      await eyes.look('log-drawer')
      await log.closeDrawer()
      await button(t('log.retryFailed', { count: await log.count('failed') })).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await eyes.look('log-send-failed-again')
      await button(t('log.keep')).click()
      await log.search.fill('nobody is called this')
      await expect(page.getByText(t('log.noMatch'))).toBeVisible()
      await eyes.look('log-no-match')
      await desk.go('home')
      await expect(page.getByLabel(t('home.figures.label'))).toBeVisible()
      await eyes.look('home-full')
    })

    test('templates and settings', async ({ desk, eyes }) => {
      const { page, t, settings } = desk
      const button = buttons(desk)
      await desk.loadSample()
      await desk.go('templates')
      await expect(page.getByRole('table')).toBeVisible()
      await eyes.look('templates')
      await page.getByRole('link', { name: t('model.builtIn.fee_statement') }).click()
      await expect(page.getByText('Nyota Ridge').last()).toBeVisible()
      await eyes.look('template-editor')
      await button(t('templates.insert')).click()
      await expect(page.getByRole('menu')).toBeVisible()
      await eyes.look('template-fields')
      await page.keyboard.press('Escape')
      await page.getByLabel(t('templates.sms'), { exact: true }).fill('{{ shcool }}')
      await expect(page.getByText(t('templates.preview.problems', { count: 1 }))).toBeVisible()
      await eyes.look('template-problem')
      await page
        .getByRole('navigation', { name: t('shell.nav.label') })
        .getByRole('link', { name: t('shell.nav.settings'), exact: true })
        .click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await eyes.look('template-unsaved')
      await button(t('shell.unsaved.leave')).click()
      for (const section of ['school', 'sending', 'sms', 'email', 'reports', 'look', 'practice'] as const satisfies readonly Section[]) {
        await settings.open(section)
        await eyes.look(`settings-${section}`)
      }
    })

    test.describe('on a computer with a keyring', () => {
      test.use({ env: KEYRING })

      test('the accounts of a live console', async ({ desk, eyes }) => {
        const { page, t, settings } = desk
        await goLive(desk)
        await settings.open('sms')
        for (const provider of ['africas_talking', 'twilio', 'custom'] as const) {
          await settings.provider(provider).click()
          await eyes.look(`sms-${provider}`)
        }
        await settings.gatewayKind('none').click()
        await page.getByText(t('gateway.placeholders')).click()
        await settings.save()
        await expect(page.getByText(t('shell.form.problems', { count: 3 }))).toBeVisible()
        await eyes.look('sms-gateway-problems')
        await buttons(desk)(t('shell.act.discard')).click()
        await settings.open('sending')
        await page.getByRole('switch', { name: t('settings.sending.window') }).click()
        await settings.sending('windowTo').fill('05:00')
        await settings.save()
        await expect(page.getByText(t('shell.form.problems', { count: 1 }))).toBeVisible()
        await eyes.look('sending-problem')
      })
    })
  })
}
