/** The console as its bursar meets it: `bursar.send`, `bursar.log` … find things by the words on the screen. */
import type { ElectronApplication, Page } from '@playwright/test'
import type { Language } from '../../../shared/model/messages/event.ts'
import { test as base, expect } from '../fixtures.ts'
import type { Desk, PageName } from './desk.ts'
import { importsPage } from './imports.ts'
import { logPage } from './log.ts'
import { sendPage } from './send.ts'
import { settingsPage } from './settings.ts'
import { templatesPage } from './templates.ts'
import { wordsIn } from './words.ts'

export { expect, MORNING } from '../fixtures.ts'

/** Two hours after the morning of the specs, for a console that is opened again. */
export const LATER = '2026-11-23T08:00:00Z'

export type Bursar = Desk & {
  readonly send: ReturnType<typeof sendPage>
  readonly log: ReturnType<typeof logPage>
  readonly imports: ReturnType<typeof importsPage>
  readonly settings: ReturnType<typeof settingsPage>
  readonly templates: ReturnType<typeof templatesPage>
  /** The same page after another language was chosen. */
  in(language: Language): Bursar
  /** First run → sample school → Home. */
  loadSample(): Promise<void>
}

const TITLES = {
  home: 'home.title',
  send: 'send.title',
  log: 'log.title',
  import: 'imports.title',
  templates: 'templates.title',
  settings: 'settings.title',
} as const satisfies Record<PageName, string>

/** Sits down at a console's page. */
export function bursarAt(page: Page, language: Language = 'en'): Bursar {
  const t = wordsIn(language)
  const go = async (name: PageName) => {
    const link = page.getByRole('navigation', { name: t('shell.nav.label') }).getByRole('link', { name: t(`shell.nav.${name}`), exact: true })
    await link.click()
    // The window's name follows the page: until it does, the page before is still there.
    await expect(page).toHaveTitle(new RegExp(`^${t(TITLES[name])} – `))
  }
  const desk: Desk = { page, language, t, go }
  return {
    ...desk,
    send: sendPage(desk),
    log: logPage(desk),
    imports: importsPage(desk),
    settings: settingsPage(desk),
    templates: templatesPage(desk),
    in: (other) => bursarAt(page, other),
    async loadSample() {
      await page.getByRole('button', { name: t('home.welcome.loadSample') }).click()
      await page.getByRole('navigation', { name: t('shell.nav.label') }).waitFor()
    },
  }
}

/** Sits down at a console that was just started. */
export async function bursarOf(app: ElectronApplication): Promise<Bursar> {
  const page = await app.firstWindow()
  await page.waitForLoadState()
  return bursarAt(page)
}

type Fixtures = {
  /** Environment of the console that `app`, `page` and `bursar` are. */
  env: Readonly<Record<string, string>>
  bursar: Bursar
}

/** The fixtures of every spec. */
export const test = base.extend<Fixtures>({
  env: [{}, { option: true }],
  app: async ({ launch, env }, use) => use(await launch(env)),
  bursar: async ({ page }, use) => use(bursarAt(page)),
})
