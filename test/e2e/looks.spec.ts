import { bursarAt, bursarOf, expect, LATER, test } from './pages/bursar.ts'

test('language, text size and colours change at once and are kept', async ({ app, bursar, launch }) => {
  const { page, t, settings } = bursar
  await bursar.loadSample()
  await settings.open('look')
  const choose = (name: string) => page.getByText(name, { exact: true }).click()
  await choose(t('settings.look.size', { size: 115 }))
  await expect(page.locator('html')).toHaveCSS('font-size', '18.4px')
  await choose(t('settings.look.dark'))
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await choose('Kiswahili')
  const sw = bursar.in('sw').t
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sw('settings.title'))
  await expect(page.locator('html')).toHaveAttribute('lang', 'sw')
  await app.close()

  const again = await bursarOf(await launch({ BURSAR_CLOCK: LATER }))
  await expect(again.page.getByRole('heading', { level: 1 })).toHaveText(sw('home.greeting.morning'))
  await expect(again.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expect(again.page.locator('html')).toHaveCSS('font-size', '18.4px')
})

test('another page begins at its top', async ({ bursar }) => {
  const { page, t, imports } = bursar
  await bursar.loadSample()
  await imports.open()
  await imports.sample()
  const scrolled = () => page.locator('main').evaluate((main) => main.scrollTop)
  // A step that has just come begins at its top too, and may do so after a first try to go down.
  await expect(async () => {
    await page.getByText(t('imports.looks.title')).scrollIntoViewIfNeeded()
    expect(await scrolled()).toBeGreaterThan(0)
  }).toPass()
  await bursarAt(page).go('home')
  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 })
  await expect.poll(scrolled).toBe(0)
})
