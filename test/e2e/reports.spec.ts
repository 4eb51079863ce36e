import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect } from './pages/bursar.ts'
import { answerDialog } from './pages/imports.ts'
import { dropFeeList, goLive, phoneOf, test } from './pages/live.ts'

const FAMILIES = 5
const NOBODY = '+254712999999'

test('a delivery report is looked at before it is applied, and the log then knows what arrived', async ({ app, bursar, simulators, records, userData }) => {
  const { page, t, settings, send, log } = bursar
  await goLive(bursar)
  await settings.fillSms(simulators)
  await dropFeeList(bursar, FAMILIES)
  await send.sendToEveryone(t('model.builtIn.fee_statement'), 'sms')
  await log.open()
  await expect(log.chip('sent', FAMILIES)).toBeVisible()

  const ids = providerIds(records)
  const file = path.join(userData, 'report.csv')
  const told = [
    ['Reference', 'Number', 'Outcome', 'Remark'],
    [ids.get(phoneOf(0)), phoneOf(0), 'Success', ''],
    [ids.get(phoneOf(1)), phoneOf(1), 'Success', ''],
    [ids.get(phoneOf(2)), phoneOf(2), 'Failed', 'AbsentSubscriber'],
    ['ATXid_of-somebody-else', NOBODY, 'Success', ''],
  ]
  fs.writeFileSync(file, told.map((cells) => cells.join(',')).join('\r\n'))
  await answerDialog(app, file)
  await page.getByRole('button', { name: t('reports.open') }).click()
  await page.getByRole('button', { name: t('reports.choose') }).click()

  const dialog = page.getByRole('dialog')
  await test.step('the columns are corrected', async () => {
    await expect(dialog.getByText(t('reports.noStatus'))).toBeVisible()
    await dialog.getByRole('combobox', { name: t('reports.choice', { field: t('reports.field.status') }) }).selectOption('Outcome')
    await dialog.getByRole('combobox', { name: t('reports.choice', { field: t('reports.field.reason') }) }).selectOption('Remark')
  })
  await expect(dialog.getByRole('listitem').filter({ hasText: t('reports.byId') })).toHaveText(`3 ${t('reports.byId')}`)
  await expect(dialog.getByRole('listitem').filter({ hasText: t('reports.notFound') })).toHaveText(`1 ${t('reports.notFound')}`)
  await expect(dialog.getByRole('row', { name: 'Parent 2 Otieno' })).toContainText(
    t('reports.becomes', { from: t('model.state.sent'), to: t('model.state.failed') }),
  )
  await dialog.getByRole('button', { name: t('reports.apply', { count: 3 }) }).click()
  await expect(dialog.getByText(t('reports.doneTitle'))).toBeVisible()
  await dialog
    .getByRole('button', { name: t('shell.act.close') })
    .last()
    .click()

  await expect(log.chip('delivered', 2)).toBeVisible()
  await log.row(/Parent 2 Otieno/).click()
  await expect(log.drawer.getByText(t('model.failure.subscriber_absent'))).toBeVisible()
  await expect(log.drawer.getByRole('table', { name: t('log.detail.reports') })).toContainText(t('model.reportSource.dashboard'))
  await log.closeDrawer()
})

/** The provider's id of each message, by number. */
function providerIds(records: string): Map<string, string> {
  const db = new Sqlite(path.join(records, 'live.db'), { readonly: true })
  try {
    const rows = db.prepare<[], { phone: string; id: string }>('SELECT phone, provider_id id FROM sms_logs').all()
    return new Map(rows.map(({ phone, id }) => [phone, id]))
  } finally {
    db.close()
  }
}
