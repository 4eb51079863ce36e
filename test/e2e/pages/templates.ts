import type { Desk } from './desk.ts'

export function templatesPage({ page, t, go }: Desk) {
  const acts = {
    async edit(name: string) {
      await go('templates')
      await page.getByRole('main').getByRole('link', { name, exact: true }).click()
      await acts.sms.waitFor()
    },
    sms: page.getByLabel(t('templates.sms'), { exact: true }),
    /** What is wrong with the texts, one by one. */
    problems: page
      .getByRole('region', { name: t('templates.preview.title') })
      .getByRole('status')
      .getByRole('listitem'),
    useRight: (right: string) => page.getByRole('button', { name: t('templates.preview.useRight', { right }), exact: true }),
  }
  return acts
}
