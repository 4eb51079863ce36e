/** What the demo found: as figures for a program, in words for a person. */
import type { Output } from '../shared/ipc/contract.ts'
import type { MessageState } from '../shared/model/messages/message.ts'
import { formatMicros } from '../shared/model/values/money.ts'
import { words } from '../shared/words/index.ts'

type Remark = Output<'imports:rows'>['rows'][number]['remarks'][number]
export type States = Partial<Record<MessageState, number>>
export type DemoSummary = {
  readonly rows: {
    readonly read: number
    readonly created: number
    readonly updated: number
    readonly same: number
    readonly skipped: number
    readonly refused: number
  }
  /** Recipients that the send was planned for: a guardian on a channel, those left out among them. */
  readonly planned: number
  /** Recipients whose message stands in a state that says what became of it. */
  readonly accounted: number
  readonly byChannel: { readonly sms: States; readonly email: States }
  /** What the simulators got. */
  readonly received: { readonly sms: number; readonly email: number }
  /** Messages that a simulator got more than once. */
  readonly duplicates: number
  readonly segments: number
  /** As the provider charged it. */
  readonly cost: { readonly amount: number; readonly currency: string }
  /** Import and send together. */
  readonly seconds: number
  readonly perSecond: number
  /** The longest time that the main process did not answer, over the import, the send and the 20,000-row dry run. */
  readonly maxPauseMs: number
  readonly refusedRows: readonly { readonly file: string; readonly remark: Remark }[]
  readonly skipReasons: Readonly<Record<string, number>>
  /** Where the simulators' books and the console's differ. */
  readonly unexplained: readonly string[]
  readonly dryRun: { readonly rows: number; readonly seconds: number; readonly maxPauseMs: number }
  readonly mainPauseMs: number
}

/** The summary's figures under their agreed keys, nothing else. */
export function inFigures(s: DemoSummary) {
  const { rows, planned, accounted, byChannel, received, duplicates, segments, cost, seconds, perSecond, maxPauseMs } = s
  return { rows, planned, accounted, byChannel, received, duplicates, segments, cost, seconds, perSecond, maxPauseMs }
}

/** The summary for a person at a terminal. */
export function inWords(s: DemoSummary): string {
  const { model } = words.en
  const states = (of: States) => {
    const found = Object.entries(of) as [MessageState, number][]
    return found.map(([state, n]) => `${model.state[state].toLowerCase()} ${n}`).join(', ') || 'none'
  }
  const skips = Object.entries(s.skipReasons).map(([reason, n]) => `             ${n} × ${model.skip[reason as keyof typeof model.skip]}`)
  const refused = s.refusedRows.map(
    ({ file, remark }) => `             ${file}, row ${remark.row}${remark.column ? `, ${remark.column}` : ''}: ${reason(remark)}`,
  )
  return [
    '',
    `Rows         ${s.rows.read} read: ${s.rows.created} new, ${s.rows.updated} changed, ${s.rows.same} same, ${s.rows.skipped} left out, ${s.rows.refused} refused`,
    ...refused,
    `Recipients   ${s.planned} planned, ${s.accounted} accounted for`,
    `SMS          ${states(s.byChannel.sms)} (the simulator received ${s.received.sms})`,
    `Email        ${states(s.byChannel.email)} (the simulator received ${s.received.email})`,
    'Left out',
    ...skips,
    `Twice        ${s.duplicates}`,
    `SMS parts    ${s.segments}, cost ${s.cost.currency} ${formatMicros(Math.round(s.cost.amount * 1_000_000))}`,
    `Time         ${s.seconds} s, ${s.perSecond} messages a second; longest pause of the main process ${s.mainPauseMs} ms`,
    `Dry run      ${s.dryRun.rows} rows in ${s.dryRun.seconds} s; longest pause of the main process ${s.dryRun.maxPauseMs} ms`,
    ...s.unexplained.map((line) => `NOT EXPLAINED  ${line}`),
    s.planned === s.accounted && s.duplicates === 0 && s.unexplained.length === 0
      ? 'Every planned recipient is accounted for.'
      : 'NOT every planned recipient is accounted for.',
  ].join('\n')
}

function reason({ key, cell = '', became = '' }: Remark): string {
  const { rowProblem, rowNote } = words.en.model
  const sentence = { ...rowProblem, ...rowNote }[key]
  return sentence.replace('{{cell}}', cell).replace('{{became}}', became)
}
