/** The contract of a relay, as the README writes it, and what each of its reports says. PURE. */
import { z } from 'zod'
import { readMobile } from '../../../shared/model/phone.ts'
import { shortDetail } from '../../providers/detail.ts'
import { parsed } from '../../providers/http/answers.ts'
import { readStatus } from '../../providers/statuses.ts'
import type { Names } from '../../safekeeping/names.ts'
import type { DeliveryNews } from '../decide.ts'
import { ownMessage } from '../mailbox/own-message-id.ts'

const id = z.union([z.string().min(1).max(64), z.number().int()]).transform(String)
const line = z.string().max(300)
const at = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const page = z.object({ reports: z.array(z.looseObject({ id })).max(5_000), more: z.boolean().default(false) })
const report = z.discriminatedUnion('type', [
  z.object({ type: z.literal('sms'), at, messageId: line.default(''), phone: line.default(''), status: line, failureReason: line.nullable().default('') }),
  z.object({ type: z.literal('opt_out'), at, phone: line }),
  z.object({ type: z.literal('email'), at, messageId: line, event: z.enum(['opened', 'clicked']) }),
])

/** `said`: null for a kind of report that this console does not know. */
export type RelayReport = { readonly id: string; readonly said: z.output<typeof report> | null }
export type RelayPage = { readonly reports: readonly RelayReport[]; readonly more: boolean }

/** Reads a page of a relay; null for anything else. One report that cannot be read does not stand in the way of the others. */
export function readRelayPage(body: string): RelayPage | null {
  const read = page.safeParse(parsed(body))
  if (!read.success) return null
  const { reports, more } = read.data
  return { reports: reports.map((one) => ({ id: one.id, said: report.safeParse(one).data ?? null })), more }
}

/** What a report asks for: news of a message, or a number for the opt-out register. Null where it says nothing that can be used. */
export type RelayNews = { readonly kind: 'news'; readonly news: DeliveryNews } | { readonly kind: 'opt_out'; readonly phone: string }

/** As for an export: other programs write to the same families by the same account, and what comes later than this may be of one of theirs. */
const NEAR_MS = 10 * 60_000
const MINUTE_MS = 60_000

/** Turns a report into news. `names`: of these records, by which mails know their own. */
export function newsOfRelay({ said }: RelayReport, names: Names): RelayNews | null {
  if (said === null) return null
  if (said.type === 'opt_out') {
    const phone = readMobile(said.phone)
    return phone === null ? null : { kind: 'opt_out', phone }
  }
  return said.type === 'sms' ? smsNews(said) : emailNews(said, names)
}

function smsNews(said: Extract<z.output<typeof report>, { type: 'sms' }>): RelayNews | null {
  const meaning = readStatus(said.status, said.failureReason ?? '')
  if (meaning === null) return null
  const phone = readMobile(said.phone)
  const providerId = said.messageId.trim() || null
  const words = shortDetail([said.status, said.failureReason].filter((w) => w).join(': '))
  // Most reports come within minutes. One whose answer, with the id, was lost and whose report comes later is left to a person.
  const between = [said.at - NEAR_MS, said.at + MINUTE_MS] as const
  return {
    kind: 'news',
    news: {
      about: { channel: 'sms', own: null, providerId, address: phone, between, text: null },
      source: 'relay',
      // by what it says and not by its place in the relay: a relay that was set up anew numbers from the beginning
      externalKey: `${providerId ?? said.at}|${said.status.toLowerCase()}|${(said.failureReason ?? '').toLowerCase()}`,
      ...meaning,
      code: shortDetail(said.failureReason || said.status),
      detail: words,
      at: said.at,
    },
  }
}

function emailNews(said: Extract<z.output<typeof report>, { type: 'email' }>, names: Names): RelayNews {
  return {
    kind: 'news',
    news: {
      about: { channel: 'email', own: ownMessage(said.messageId, names), providerId: said.messageId.trim(), address: null, between: null, text: null },
      source: 'relay',
      // the first time counts: some mail programs load a mail over and over
      externalKey: said.event,
      verdict: said.event,
      reason: null,
      code: said.event,
      detail: '',
      at: said.at,
    },
  }
}
