import path from 'node:path'
import { SAMPLE_SCHOOL } from '../support/fee-lists.ts'
import { expect, test } from './pages/bursar.ts'
import { answerDialog } from './pages/imports.ts'
import { sentence } from './pages/words.ts'

test('a list in which nothing has changed confirms the balances, and the page says so', async ({ app, bursar }) => {
  const { page, t, imports } = bursar
  await bursar.loadSample()
  await imports.open()
  await answerDialog(app, path.join(SAMPLE_SCHOOL, 'fees-term-2.csv'))
  await imports.chooseButton.click()
  await imports.checkButton.click()
  await expect(page.getByText(t('imports.check.unchanged'))).toBeVisible()
  await imports.confirm(599).click()
  await expect(page.getByRole('heading', { name: sentence(t('imports.done.confirmed', { when: '{{when}}' })) })).toBeVisible()
  expect(await imports.result()).toMatchObject({ [t('model.verdict.create')]: 0, [t('model.verdict.change')]: 0, [t('model.verdict.same')]: 599 })
})
