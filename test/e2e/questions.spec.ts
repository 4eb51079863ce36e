import fs from 'node:fs'
import path from 'node:path'
import { csvOf, FEE_LISTS } from '../support/fee-lists.ts'
import { expect, test } from './pages/bursar.ts'
import { seenByAll } from './pages/eyes.ts'
import { sentence } from './pages/words.ts'

const [CHILD, OTHER] = [
  { adm: '931', name: 'Child One Were', parent: 'Parent One Were', phone: '0712000931', balance: '1000' },
  { adm: '932', name: 'Child Two Were', parent: 'Parent Two Were', phone: '0712000932', balance: '2000' },
]

test('what a list leaves open is asked, by keyboard too, and nothing is brought in before it is answered', async ({ bursar }, info) => {
  const { page, t, imports } = bursar
  await bursar.loadSample()
  await imports.open()
  const drop = (name: string) => imports.drop(name, fs.readFileSync(path.join(FEE_LISTS, 'field', name), 'utf8'))
  const stepHeading = page.getByRole('heading', { name: t('imports.columns.title') })

  await test.step('in which row the headings are', async () => {
    await imports.drop('unknown.csv', 'Nyota Ridge,,,\nXadm,Yname,Ztel,Wbal\n4001,Achieng Were,0712000001,1200\n')
    await expect(imports.headingRow(2)).toBeVisible()
    await seenByAll(page, info, 'heading-row')
    await imports.headingRow(2).press('Enter')
    await expect(imports.column(t('model.feeField.phone'))).toHaveValue('2')
    await expect(stepHeading).toBeFocused()
    await imports.cancel()
  })

  await test.step('which of two columns with one heading', async () => {
    await drop('same-heading-twice--list.csv')
    const chosen = (field: 'phone' | 'phone2') => imports.column(t(`model.feeField.${field}`)).locator('option:checked')
    await expect(chosen('phone')).toHaveText(t('imports.columns.sameHeading', { heading: 'Phone', letter: 'D' }))
    await expect(chosen('phone2')).toHaveText(t('imports.columns.sameHeading', { heading: 'Phone', letter: 'F' }))
    await imports.cancel()
  })

  await test.step('whether the day or the month comes first', async () => {
    await drop('month-first--list.csv')
    await expect(page.getByText(t('imports.columns.datesProven'))).toBeVisible()
    await imports.cancel()
    await imports.drop('both-ways.csv', csvOf([CHILD, OTHER].map((row) => ({ ...row, due: '12/01/2026' }))))
    await expect(imports.dateOrder('day_first')).toBeVisible()
    await expect(imports.checkButton).toBeDisabled()
    await seenByAll(page, info, 'date-order')
    await imports.dateOrder('day_first').check()
    await expect(imports.checkButton).toBeEnabled()
    await imports.cancel()
    await imports.drop(
      'both.csv',
      csvOf([
        { ...CHILD, due: '12/31/2026' },
        { ...OTHER, due: '31/12/2026' },
      ]),
    )
    await imports.dateOrder('month_first').check()
    await imports.checkButton.click()
    await expect(imports.tile(t('model.verdict.create'))).toHaveText(/^1/)
    await expect(imports.row(3)).toContainText(t('model.rowProblem.not_a_date', { cell: '31/12/2026' }))
    await imports.cancel()
  })

  await test.step('whether children without their leading zeros are the same', async () => {
    await drop('admission-zeros-lost--first.csv')
    await imports.bringIn(2)
    await page.getByRole('button', { name: t('imports.done.another') }).click()
    await drop('admission-zeros-lost--second.csv')
    await imports.checkButton.click()
    await expect(imports.tile(t('model.verdict.refuse'))).toHaveText(/^2/)
    await expect(page.getByText(t('imports.check.nothing'))).toBeHidden()
    await seenByAll(page, info, 'zeros-lost')
    await imports.zeros('Same').press('Enter')
    await expect(imports.commit(2)).toBeEnabled()
    await expect(imports.checked).toBeFocused()
    await imports.zeros('Other').press('Enter')
    await expect(imports.tile(t('model.verdict.create'))).toHaveText(/^2/)
    await imports.zeros('Same').press('Enter')
    await expect(imports.tile(t('model.verdict.change'))).toHaveText(/^2/)
    await imports.commit(2).click()
    expect(await imports.result()).toMatchObject({ [t('model.verdict.create')]: 0, [t('model.verdict.change')]: 2 })
  })
})

test('a field in the brackets of another program is named in a template, and one press puts it right', async ({ bursar }, info) => {
  const { page, t, templates } = bursar
  await bursar.loadSample()
  await templates.edit(t('model.builtIn.fee_statement'))
  await templates.sms.fill('Dear {guardian}, [balance]. {guardian}, {{guardian}}')
  await expect(templates.problems).toHaveCount(2)
  await seenByAll(page, info, 'other-brackets')
  await templates.useRight('{{guardian}}').press('Enter')
  await expect(templates.sms).toHaveValue('Dear {{guardian}}, [balance]. {{guardian}}, {{guardian}}')
  await expect(templates.problems).toHaveText([/\[balance\]/])
  await page.keyboard.press('Tab')
  await expect(templates.useRight('{{balance}}')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(templates.problems).toHaveCount(0)
  await expect(page.getByText(sentence(t('templates.preview.for', { guardian: '{{guardian}}' })))).toBeVisible()
})
