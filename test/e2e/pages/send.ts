import { words } from '../../../shared/words/index.ts'
import type { Desk } from './desk.ts'
import { sentence } from './words.ts'

type Channel = 'sms' | 'email' | 'both' | 'preferred'

export function sendPage({ page, t, language, go }: Desk) {
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const actNames = Object.values(words[language].send.check.act).map(sentence)
  const acts = {
    open: () => go('send'),
    template: (name: string) => page.getByRole('radiogroup', { name: t('send.message.pick') }).getByRole('radio', { name }),
    channel: (channel: Channel) => page.getByRole('radio', { name: t(`send.message.channels.${channel}`), exact: true }),
    next: () => button(t('send.next')).click(),
    /** How many SMS and emails the step "Who" has counted. */
    async counted(): Promise<{ sms: number; email: number }> {
      const [sms = '', email = ''] = (await page.getByText(sentence(words[language].send.who.split)).innerText()).split('·')
      return { sms: Number(sms.replaceAll(/\D/g, '')), email: Number(email.replaceAll(/\D/g, '')) }
    },
    checkTitle: page.getByRole('heading', { name: t('send.check.title') }),
    /** The one button that sends, whatever it counts. */
    act: page.getByRole('button', { name: new RegExp(actNames.map(({ source }) => source).join('|')) }),
    text: page.getByRole('region', { name: t('send.seen.textLabel') }),
    result: page.getByText(sentence(words[language].send.result.number)),
    /** From the result to its messages; the words of the way there change once all is done. */
    watchLink: page.getByRole('main').getByRole('link', { name: new RegExp(`^(${t('send.result.watch')}|${t('shell.running.open')})$`) }),
    watch: () => acts.watchLink.click(),
    /** Everything up to the page that is checked before sending. */
    async prepare(template: string, channel: Channel) {
      await acts.open()
      await acts.template(template).click()
      await acts.channel(channel).click()
      await acts.next()
      await acts.next()
      await acts.checkTitle.waitFor()
    },
    /** On the result: the two ways to end the time in which a send can be undone. */
    undo: page.getByRole('main').getByRole('button', { name: t('shell.holding.undo'), exact: true }),
    now: page.getByRole('main').getByRole('button', { name: t('shell.holding.now'), exact: true }),
    cancelRest: button(t('send.result.cancelRest')),
    /** From the page that is checked to messages that go. */
    async go() {
      await acts.act.click()
      await acts.result.waitFor()
      await acts.now.click()
    },
    /** Everything, up to the result, with messages that go. */
    async sendToEveryone(template: string, channel: Channel) {
      await acts.prepare(template, channel)
      await acts.go()
    },
  }
  return acts
}
