/** Both channels' messages in one list, and their counts. Runs in a worker: a search, or a count of years, walks through them all. */
import type { Reader } from '../../db/client.ts'
import { type LogCount, type LogKey, type LogLine, logCounts, logLines, undecidedCount } from '../../db/queries/log.ts'
import { theSchool } from '../../db/queries/schools.ts'
import type { LogCounts, LogCursor, LogFilter, LogPage, LogPageRequest, LogRow } from '../../shared/model/messages/log.ts'
import { CHANNELS_OUT, type MessageChannel } from '../../shared/model/messages/message.ts'
import { addCharges } from '../../shared/model/values/money.ts'

type Db = Pick<Reader, 'all' | 'get'>

/** One page of the log, newest first. */
export function logPage(db: Db, { filter, cursor, limit }: LogPageRequest): LogPage {
  const from: LogCursor = cursor ?? { sms: null, email: null }
  const lines = (channel: MessageChannel) => {
    const place = from[channel]
    if (place === 'end' || (filter.channel && filter.channel !== channel)) return []
    return logLines(db, channel, filter, place, limit + 1)
  }
  return mergeNewest(lines('sms'), lines('email'), from, limit)
}

/** How many messages match, in each state, and what they cost. */
export function logCount(db: Db, { filter }: { readonly filter: LogFilter }): LogCounts {
  const byState: LogCounts['byState'] = {}
  let total = 0
  let undecided = 0
  const costs: LogCount[] = []
  for (const channel of CHANNELS_OUT) {
    if (filter.channel && filter.channel !== channel) continue
    undecided += undecidedCount(db, channel, filter)
    for (const line of logCounts(db, channel, filter)) {
      byState[line.state] = (byState[line.state] ?? 0) + line.n
      if (filter.states && !filter.states.includes(line.state)) continue
      total += line.n
      costs.push(line)
    }
  }
  return { total, byState, undecided, costs: addCharges(costs, theSchool(db)?.currency ?? 'KES') }
}

/** Two lists that are each newest first, as one; each list keeps its own place for the next page. */
function mergeNewest(sms: readonly LogLine[], email: readonly LogLine[], from: LogCursor, limit: number): LogPage {
  const rows: LogRow[] = []
  const place = { sms: from.sms, email: from.email }
  let i = 0
  let j = 0
  while (rows.length < limit) {
    const a = sms[i]
    const b = email[j]
    if (!a && !b) break
    const channel: MessageChannel = a && (!b || a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.id >= b.id)) ? 'sms' : 'email'
    const line = (channel === 'sms' ? a : b) as LogLine
    if (channel === 'sms') i++
    else j++
    rows.push({ channel, ...line })
    place[channel] = { at: line.createdAt, id: line.id } satisfies LogKey
  }
  const left = { sms: sms.length > i, email: email.length > j }
  const next: LogCursor = { sms: left.sms ? place.sms : 'end', email: left.email ? place.email : 'end' }
  return { rows, next: left.sms || left.email ? next : null }
}
