/** What everybody can use: each screen in each look, seen by axe, with a picture for a person. */
import type { Page, TestInfo } from '@playwright/test'
import axe, { type RunOptions } from 'axe-core'
import type { Language } from '../../../shared/model/messages/event.ts'
import { expect } from './bursar.ts'

/** What holds is only counted: its details would take longer than the looking. */
const RULES: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }
/** What schools have on their desks. */
export const SCREEN = { width: 1366, height: 768 }

export type Look = { readonly language: Language; readonly theme: 'light' | 'dark'; readonly textSize: 100 | 150 }
export const LOOKS: readonly Look[] = (['en', 'sw'] as const).flatMap((language): Look[] => [
  { language, theme: 'light', textSize: 100 },
  { language, theme: 'dark', textSize: 100 },
  { language, theme: 'light', textSize: 150 },
])

/** Makes the console look so, whatever page is open. */
export async function wear(page: Page, look: Look): Promise<void> {
  await page.evaluate(async (wanted) => {
    const bursar = Reflect.get(window, 'bursar') as { call(channel: string, input: unknown): Promise<unknown> }
    await bursar.call('console:set-look', wanted)
  }, look)
  const html = page.locator('html')
  await expect(html).toHaveAttribute('lang', look.language)
  await expect(html).toHaveAttribute('data-mantine-color-scheme', look.theme)
  await expect(html).toHaveCSS('font-size', `${(16 * look.textSize) / 100}px`)
}

/** What axe finds wrong on the page as it stands. It is brought in once a document: it is half a megabyte of script. */
async function violations(page: Page) {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async (rules) => {
    const { run } = Reflect.get(window, 'axe') as typeof axe
    const found = await run(document, rules)
    return found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => [target, failureSummary]) }))
  }, RULES)
}

export type Eyes = ReturnType<typeof eyesOn>

/** Looks at what is shown with axe's eyes, and takes a picture for a person's. */
export function eyesOn(page: Page, info: TestInfo) {
  const wrong: unknown[] = []
  let pictures = 0
  return {
    async look(name: string) {
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      // What fades in is half transparent until it is there.
      await page.evaluate(() =>
        Promise.allSettled(
          document.getAnimations().map((animation) => (animation.effect?.getTiming().iterations === Number.POSITIVE_INFINITY ? null : animation.finished)),
        ),
      )
      for (const found of await violations(page)) wrong.push({ name, ...found })
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('main')].some((element) => element.scrollWidth > element.clientWidth + 1),
      )
      if (wide) wrong.push({ name, id: 'scrolls sideways' })
      pictures += 1
      await page.screenshot({ path: info.outputPath(`${String(pictures).padStart(2, '0')}-${name}.png`) })
    },
    wrong,
  }
}

const PLAIN: Look = { language: 'en', theme: 'light', textSize: 100 }
/** Few, since each costs a second: the longest words in the largest letters, and the other colours. What has room and contrast there has it always. */
const SOME_LOOKS: readonly Look[] = [
  { language: 'sw', theme: 'light', textSize: 150 },
  { language: 'en', theme: 'dark', textSize: 100 },
]

/** Everybody can use what is shown, however it looks. */
export async function seenByAll(page: Page, info: TestInfo, name: string) {
  const eyes = eyesOn(page, info)
  await page.setViewportSize(SCREEN)
  for (const look of SOME_LOOKS) {
    await wear(page, look)
    await eyes.look(`${name}-${look.language}-${look.theme}-${look.textSize}`)
  }
  await wear(page, PLAIN)
  expect(eyes.wrong).toEqual([])
}
