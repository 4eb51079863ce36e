import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { FEE_LISTS } from '../support/fee-lists.ts'
import { type Bursar, expect, test } from './pages/bursar.ts'
import { answerDialog } from './pages/imports.ts'
import { dumpRecords } from './pages/records.ts'
import { failureSentences } from './pages/words.ts'

const fixture = (name: string) => path.join(FEE_LISTS, name)

/** The sample school with its list, open at Import; and what is on file, to compare with. */
async function atImport({ bursar, records }: { bursar: Bursar; records: string }) {
  await bursar.loadSample()
  const figures = await bursar.page.getByLabel(bursar.t('home.figures.label')).innerText()
  await bursar.imports.open()
  const rows = dumpRecords(records, 'practice')
  return async () => {
    expect(dumpRecords(records, 'practice') === rows, 'the records are as they were').toBe(true)
    await bursar.go('home')
    await expect(bursar.page.getByLabel(bursar.t('home.figures.label'))).toHaveText(figures, { useInnerText: true })
  }
}

async function choose(app: ElectronApplication, { imports }: Bursar, file: string) {
  await answerDialog(app, file)
  await imports.chooseButton.click()
}

test('a file that is no fee list is refused in plain words, and nothing is changed', async ({ app, bursar, records, userData }) => {
  const { page, t, imports } = bursar
  const expectUnchanged = await atImport({ bursar, records })
  const long = path.join(userData, 'one-line.csv')
  fs.writeFileSync(long, Buffer.alloc(50 * 1024 * 1024, 'x'))
  const longish = path.join(userData, 'long-line.csv')
  fs.writeFileSync(longish, Buffer.alloc(20 * 1024 * 1024, 'x'))
  const pipe = path.join(userData, 'pipe.csv')
  execFileSync('mkfifo', [pipe])
  const refused = [
    [pipe, 'file_not_plain', { name: 'pipe.csv' }],
    ['/dev/zero', 'file_not_plain', { name: 'zero' }],
    [path.join(userData, 'gone.csv'), 'file_gone', { name: 'gone.csv' }],
    [fixture('empty.csv'), 'file_empty', { name: 'empty.csv' }],
    [fixture('binary.csv'), 'file_binary', { name: 'binary.csv' }],
    [long, 'file_too_big', { name: 'one-line.csv', size: 50, most: 32 }],
    [longish, 'file_line_too_long', { name: 'long-line.csv', row: 1, most: '65,536' }],
    [fixture('workbook.csv'), 'file_spreadsheet', { name: 'workbook.csv' }],
  ] as const
  for (const [file, key, params] of refused) {
    await test.step(path.basename(file), async () => {
      await choose(app, bursar, file)
      for (const words of failureSentences(t, key, params)) await expect(page.getByRole('alert')).toContainText(words)
      if (await imports.chooseButton.isHidden()) await imports.cancel()
    })
  }
  await expectUnchanged()
})

test('a dropped file that is too big is refused before it is read', async ({ bursar, records }) => {
  const { page, t, imports } = bursar
  const expectUnchanged = await atImport({ bursar, records })
  await imports.drop('dropped.csv', 'x'.repeat(1024), 33 * 1024)
  await expect(page.getByRole('alert')).toContainText(t('failures.file_too_big.what', { name: 'dropped.csv', size: 33, most: 32 }))
  await expectUnchanged()
})

test('rows with cells too many are refused one by one, with their row and the reason', async ({ app, bursar, records }) => {
  const { page, t, imports } = bursar
  const expectUnchanged = await atImport({ bursar, records })
  await choose(app, bursar, fixture('ragged.csv'))
  await imports.checkButton.click()
  await expect(imports.row(3)).toContainText(t('model.rowProblem.ragged', { cell: 7 }))
  await expect(imports.tile(t('model.verdict.refuse'))).toHaveText(/^1/)
  await imports.cancel()
  await expect(page.getByText(t('imports.file.drop'))).toBeVisible()
  await expectUnchanged()
})

test('a list of an older Excel keeps the letters of its names', async ({ app, bursar, records }) => {
  const { t, imports } = bursar
  const expectUnchanged = await atImport({ bursar, records })
  await choose(app, bursar, fixture('windows-1252.csv'))
  await imports.checkButton.click()
  await imports.tile(t('model.verdict.create')).click()
  await expect(imports.row(3)).toContainText('James Ng’ang’a')
  await imports.cancel()
  await expectUnchanged()
})

test('a number that a spreadsheet has cut short is named with its cell, and never guessed', async ({ app, bursar, records }) => {
  const { t, imports } = bursar
  const expectUnchanged = await atImport({ bursar, records })
  await choose(app, bursar, fixture('lost-digits.csv'))
  await imports.checkButton.click()
  await expect(imports.row(2)).toContainText(`Phone: ${t('model.rowNote.digits_lost', { cell: '2.54712E+11' })}`)
  await imports.cancel()
  await expectUnchanged()
})
