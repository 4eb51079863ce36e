/** Reads the answers of a relay, by the contract in the README, and turns them into delivery reports. PURE. */
import { z } from 'zod'
import { readMobile } from '../../../shared/model/values/phone.ts'
import { shortDetail } from '../../providers/detail.ts'
import { parsed } from '../../providers/http/answers.ts'
import { readStatus } from '../../providers/statuses.ts'
import type { Installations } from '../../safekeeping/installation.ts'
import type { DeliveryReport } from '../decide.ts'
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

/** A report as the relay lists it. `content`: null for a kind that this console does not know. */
export type RelayReport = { readonly id: string; readonly content: z.output<typeof report> | null }
export type RelayPage = { readonly reports: readonly RelayReport[]; readonly more: boolean }

/** Reads a page of a relay; null for anything else. A report that cannot be read does not stop the others. */
export function readRelayPage(body: string): RelayPage | null {
  const read = page.safeParse(parsed(body))
  if (!read.success) return null
  const { reports, more } = read.data
  return { reports: reports.map((one) => ({ id: one.id, content: report.safeParse(one).data ?? null })), more }
}

/** What a relay's report changes: a message, or the opt-out register. `phone`: E.164. */
export type RelayUpdate = { readonly kind: 'report'; readonly report: DeliveryReport } | { readonly kind: 'opt_out'; readonly phone: string }

/** A report comes within this time of its SMS. A later one may be about the SMS of another program that uses the same account. */
const NEAR_MS = 10 * 60_000
const MINUTE_MS = 60_000

/** What a relay's report changes; null where it says nothing that can be used. `installations` tell which Message-IDs are ours. */
export function readRelayReport({ content }: RelayReport, installations: Installations): RelayUpdate | null {
  if (content === null) return null
  if (content.type === 'opt_out') {
    const phone = readMobile(content.phone)
    return phone === null ? null : { kind: 'opt_out', phone }
  }
  return content.type === 'sms' ? smsUpdate(content) : emailUpdate(content, installations)
}

function smsUpdate(content: Extract<z.output<typeof report>, { type: 'sms' }>): RelayUpdate | null {
  const meaning = readStatus(content.status, content.failureReason ?? '')
  if (meaning === null) return null
  const phone = readMobile(content.phone)
  const providerId = content.messageId.trim() || null
  const words = shortDetail([content.status, content.failureReason].filter((w) => w).join(': '))
  // Most reports come within minutes. A later report on an SMS whose id was lost with its answer is left to a person.
  const between = [content.at - NEAR_MS, content.at + MINUTE_MS] as const
  return {
    kind: 'report',
    report: {
      about: { channel: 'sms', own: null, providerId, address: phone, between, text: null },
      source: 'relay',
      // The key is made of what the report says, not of its id: a relay that was set up anew numbers from the beginning.
      externalKey: `${providerId ?? content.at}|${content.status.toLowerCase()}|${(content.failureReason ?? '').toLowerCase()}`,
      ...meaning,
      code: shortDetail(content.failureReason || content.status),
      detail: words,
      at: content.at,
    },
  }
}

function emailUpdate(content: Extract<z.output<typeof report>, { type: 'email' }>, installations: Installations): RelayUpdate {
  return {
    kind: 'report',
    report: {
      about: {
        channel: 'email',
        own: ownMessage(content.messageId, installations),
        providerId: content.messageId.trim(),
        address: null,
        between: null,
        text: null,
      },
      source: 'relay',
      // The first time counts: some mail programs load a mail over and over.
      externalKey: content.event,
      verdict: content.event,
      reason: null,
      code: content.event,
      detail: '',
      at: content.at,
    },
  }
}
