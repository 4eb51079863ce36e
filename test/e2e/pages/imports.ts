import type { ElectronApplication } from '@playwright/test'
import type { DateOrder } from '../../../shared/model/values/date.ts'
import { words } from '../../../shared/words/index.ts'
import type { Desk } from './desk.ts'
import { sentence } from './words.ts'

/** Makes the system's own dialog answer with this file. */
export function answerDialog(app: ElectronApplication, file: string): Promise<void> {
  return app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, file)
}

export function importsPage({ page, language, t, go }: Desk) {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const acts = {
    open: () => go('import'),
    chooseButton: button(t('imports.file.choose')),
    sample: () => button(t('imports.file.sample')).click(),
    column: (field: string) => page.getByRole('combobox', { name: t('imports.columns.choose', { field }), exact: true }),
    /** Says that this row of a file with unknown headings holds them. */
    headingRow: (row: number) => button(t('imports.columns.takeRow', { row })),
    dateOrder: (order: DateOrder) =>
      page.getByRole('radiogroup', { name: t('imports.columns.dates') }).getByRole('radio', { name: t(`imports.columns.dateOrders.${order}`) }),
    checkButton: button(t('imports.columns.check')),
    cancel: () => button(t('imports.cancel')).click(),
    checked: page.getByRole('heading', { name: t('imports.check.title') }),
    /** Whether children whose numbers lack the zeros of those on file are the same. */
    zeros: (answer: 'Same' | 'Other') => button(t(`imports.check.zeros${answer}`)),
    tile: (name: string) => page.getByRole('group', { name: t('imports.check.tiles') }).getByRole('button', { name }),
    row: (n: number) => page.getByRole('row').filter({ has: page.getByRole('cell', { name: String(n), exact: true }) }),
    /** The button that brings in, however many rows it counts. */
    commitAny: page.getByRole('button', { name: sentence(words[language].imports.check.commit_other) }),
    commit: (count: number) => button(t('imports.check.commit', { count })),
    /** The button that confirms the balances of so many children, where nothing else has changed. */
    confirm: (count: number) => button(t('imports.check.confirm', { count })),
    /** Lines of the result, by name. */
    async result(): Promise<Record<string, number>> {
      await page.getByText(t('imports.done.sum')).waitFor()
      const lines = await page.getByRole('row').all()
      const pairs = await Promise.all(
        lines.map(async (line): Promise<[string, number]> => {
          const [name = '', value = ''] = (await line.innerText()).split('\t')
          return [name.trim(), Number(value.replaceAll(/\D/g, ''))]
        }),
      )
      return Object.fromEntries(pairs)
    },
    /** Drops a file on the page, as if from a folder's window. It holds the text so many times. */
    async drop(name: string, content: string, times = 1) {
      const transfer = await page.evaluateHandle(
        ([fileName, text, copies]) => {
          const data = new DataTransfer()
          data.items.add(new File(Array(copies).fill(text), fileName, { type: 'text/csv' }))
          return data
        },
        [name, content, times] as const,
      )
      await page.getByText(t('imports.file.drop')).dispatchEvent('drop', { dataTransfer: transfer })
    },
    /** From the file that was taken in to the result; brings in `count` rows. */
    async bringIn(count: number) {
      await acts.checkButton.click()
      await acts.commit(count).click()
      return acts.result()
    },
  }
  return acts
}
