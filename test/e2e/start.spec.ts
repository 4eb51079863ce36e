import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { expect, readLog, test } from './fixtures.ts'

test('a second start shows the window that is there, and ends', async ({ app, page, launch }) => {
  await expect(page.getByRole('heading').first()).toBeVisible()
  const woken = app.evaluate(({ app }) => new Promise((resolve) => app.once('second-instance', () => resolve(true))))
  await launch().catch(() => {}) // Playwright calls it a failure that the program ends so soon
  expect(await woken).toBe(true)
  expect(app.windows()).toHaveLength(1)
})

test('the title says that this is practice', async ({ app, page }) => {
  const window = await app.browserWindow(page)
  await expect.poll(() => window.evaluate((w) => w.getTitle())).toBe('Bursar Console [Practice]')
})

test('closing the window stops the console in order', async ({ app, page, records }) => {
  await expect(page.getByRole('heading').first()).toBeVisible()
  const ended = once(app.process(), 'exit')
  await page.close()
  expect(await ended).toEqual([0, null])
  expect(fs.existsSync(path.join(records, 'practice.db-wal')), 'a write-ahead log that nobody folded in').toBe(false)
})

test.describe('records that cannot be opened', () => {
  test.use({ expectedErrors: [/the console could not start/] })

  test('are left as they are, and the console says so and ends', async ({ launch, records }) => {
    fs.mkdirSync(records, { recursive: true })
    const file = path.join(records, 'practice.db')
    const content = 'These are not the records of a school. '.repeat(300)
    fs.writeFileSync(file, content)
    const console = (await launch()).process()
    if (console.exitCode === null) await once(console, 'exit')
    expect(console.exitCode).toBe(1)
    expect(fs.readFileSync(file, 'utf8')).toBe(content)
    expect(readLog(records).map(({ what, told }) => [what, told])).toEqual([['the console could not start', 'database_damaged']])
  })
})
