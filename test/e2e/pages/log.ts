import type { MessageState } from '../../../shared/model/messages/message.ts'
import type { Desk } from './desk.ts'

export function logPage({ page, t, go }: Desk) {
  const stateName = (state: MessageState) => t(`model.state.${state}`)
  const acts = {
    open: () => go('log'),
    grid: page.getByRole('grid', { name: t('log.grid') }),
    row: (words: string | RegExp) => acts.grid.getByRole('row', { name: words }),
    /** The chip of a state; with a number, only when it counts just so many. Where the text is large, a state of none has no chip. */
    chip: (state: MessageState, count?: number) => {
      const chips = page.getByRole('group', { name: t('log.states') })
      if (count === 0) {
        const counted = chips.filter({ has: page.getByRole('button', { name: new RegExp(`^${t('log.allStates')} [\\d,.]+$`) }) })
        return counted.filter({ hasNot: page.getByRole('button', { name: new RegExp(`^${stateName(state)} [1-9]`) }) })
      }
      const name = count === undefined ? new RegExp(`^${stateName(state)} [\\d,.]+$`) : `${stateName(state)} ${count.toLocaleString('en-GB')}`
      return chips.getByRole('button', { name, exact: true })
    },
    /** How many messages are in a state now. */
    async count(state: MessageState): Promise<number> {
      return Number((await acts.chip(state).innerText()).replaceAll(/\D/g, ''))
    },
    /** Waits until nothing is on its way any more, so that the counts stand still. */
    async allDone() {
      await acts.chip('queued', 0).waitFor()
      await acts.chip('sending', 0).waitFor()
    },
    search: page.getByRole('textbox', { name: t('log.search') }),
    drawer: page.getByRole('dialog'),
    attempts: page.getByRole('dialog').getByRole('table'),
    /** The box that chooses a row, by words of its message. */
    choose: (words: string | RegExp) => acts.row(words).getByRole('checkbox'),
    chooseAll: page.getByRole('checkbox', { name: t('log.choose.all') }),
    /** What to do with the chosen messages. */
    chosen: page.getByRole('group', { name: t('log.choose.bar') }),
    act: (act: 'retry' | 'cancel' | 'sent' | 'left') => acts.chosen.getByRole('button', { name: t(`log.choose.${act}`), exact: true }),
    again: page.getByRole('dialog').getByRole('button', { name: t('log.detail.retry') }),
    settle: page.getByRole('dialog').getByRole('button', { name: t('log.detail.settle') }),
    leave: page.getByRole('dialog').getByRole('button', { name: t('log.detail.leave'), exact: true }),
    async closeDrawer() {
      await acts.drawer.getByRole('button', { name: t('shell.act.close') }).click()
      await acts.drawer.waitFor({ state: 'hidden' })
    },
  }
  return acts
}
