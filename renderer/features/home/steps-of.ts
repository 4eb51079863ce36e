/** The first steps of a new school, and which are done. PURE. */
import type { Output } from '../../../shared/ipc/contract.ts'

export type Step = { readonly name: 'school' | 'import' | 'send' | 'log'; readonly done: boolean }

export function stepsOf(schoolName: string | null, overview: Pick<Output<'overview:get'>, 'lastImport' | 'recent'>, logOpened: boolean): Step[] {
  const sent = overview.recent.length > 0
  return [
    { name: 'school', done: schoolName !== null },
    { name: 'import', done: overview.lastImport !== null },
    { name: 'send', done: sent },
    // Before anything was sent there is nothing to read.
    { name: 'log', done: sent && logOpened },
  ]
}
