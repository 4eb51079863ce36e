/** Who of an audience gets what, and who is left out for which reason. PURE: the same families and texts give the same plan. */
import type { Subject } from '../../db/queries/subjects.ts'
import type { ChannelChoice } from '../../shared/model/batches/draft.ts'
import type { EventType, Language } from '../../shared/model/messages/event.ts'
import { MAX_SMS_PARTS, type MessageChannel, type SkipReason } from '../../shared/model/messages/message.ts'
import { smsSize } from '../../shared/model/messages/sms-parts.ts'
import type { Child, Family } from '../school/families.ts'
import { type CompiledText, renderText, type Scope } from '../templates/engine.ts'
import { type Days, fieldValues, type SchoolFacts } from '../templates/values.ts'
import { subjectValues, whyNotTold } from './subject.ts'

export type CompiledTemplate = {
  readonly sms: CompiledText | null
  readonly emailSubject: CompiledText | null
  readonly emailText: CompiledText | null
  /** Whether it is only true for as long as the balance stands: it says a figure, or goes to families because of it. */
  readonly saysBalance: Readonly<Record<MessageChannel, boolean>>
}
export type PlanRequest = {
  readonly eventType: EventType
  readonly channel: ChannelChoice
  /** The texts by language; one language at least. */
  readonly texts: Partial<Record<Language, CompiledTemplate>>
  readonly school: SchoolFacts
  readonly days: Days
  /** The one record that it is about; null: it is about whatever the family owes, or about no record. */
  readonly subject: Subject | null
}

type Common = { readonly family: Family; readonly children: readonly Child[]; readonly language: Language }
/** What the children of the message owed (cents) when it was written; null: its text does not speak of it. */
type Said = { readonly balanceCents: number | null }
export type PlannedSms = Common &
  Said & {
    readonly channel: 'sms'
    readonly to: string
    readonly text: string
    readonly encoding: 'gsm7' | 'ucs2'
    readonly parts: number
  }
export type PlannedEmail = Common & Said & { readonly channel: 'email'; readonly to: string; readonly subject: string; readonly text: string }
export type PlannedMessage = PlannedSms | PlannedEmail
export type LeftOut = Common & { readonly channel: MessageChannel; readonly reason: SkipReason; readonly missing: string | null }
export type Plan = { readonly messages: readonly PlannedMessage[]; readonly leftOut: readonly LeftOut[] }

/** Events that only make sense for somebody who owes. */
export const REMINDERS: readonly EventType[] = ['payment_reminder', 'arrears_warning', 'arrears_critical']
const ARREARS: readonly EventType[] = ['arrears_warning', 'arrears_critical']

/** Plans every family in turn; `onFamily` hears how many are done. */
export function planMessages(families: readonly Family[], request: PlanRequest, onFamily: (done: number) => void = () => {}): Plan {
  const messages: PlannedMessage[] = []
  const leftOut: LeftOut[] = []
  const plan = planner(request, repeatedAddresses(families))
  families.forEach((family, i) => {
    for (const outcome of plan(family)) {
      if ('reason' in outcome) leftOut.push(outcome)
      else messages.push(outcome)
    }
    onFamily(i + 1)
  })
  return { messages, leftOut }
}

/** Plans one family after the other. `shared`: the addresses that several guardians have, at which somebody could hear the same thing twice. */
export function planner(request: PlanRequest, shared: ReadonlySet<string | null>): (family: Family) => (PlannedMessage | LeftOut)[] {
  const said = new SaidAlready()
  return (family) =>
    planFamily(family, request).map((outcome) => {
      if ('reason' in outcome || !shared.has(outcome.to) || !said.covers(outcome)) return outcome
      return { ...common(outcome), channel: outcome.channel, reason: 'same_number', missing: null }
    })
}

/** The addresses that several of these families have. */
export function repeatedAddresses(families: readonly Family[]): Set<string | null> {
  const all = families.flatMap(({ guardian: { phone, email } }) => [phone, email])
  const once = new Set<string | null>()
  return new Set(all.filter((one) => once.size === once.add(one).size))
}

/** What one family would get, by channel, or why it would not. */
export function planFamily(family: Family, request: PlanRequest): (PlannedMessage | LeftOut)[] {
  const { guardian } = family
  const language = request.texts[guardian.language] ? guardian.language : (Object.keys(request.texts)[0] as Language)
  const reminder = REMINDERS.includes(request.eventType)
  const children = childrenToldOf(family, request.eventType)
  const shared = { family, children, language }
  const channels = channelsFor(family, request.channel)
  const out = (reason: SkipReason): LeftOut[] => [{ ...shared, channel: channels[0] ?? 'sms', reason, missing: null }]
  const { subject, days } = request
  const over = subject && whyNotTold(subject)
  if (over) return out(over)
  if (reminder && family.balanceCents <= 0) return out('nothing_owed')
  const ofFamily = fieldValues(guardian.name, children, language, request.school, days)
  const values = subject ? { ...ofFamily, ...subjectValues(subject, language, days) } : ofFamily
  if (ARREARS.includes(request.eventType) && values.days === undefined) return out('not_late')
  if (channels.length === 0) return out(reasonForNone(family))
  return channels.map((channel) => {
    const refusal = contactRefusal(family, channel)
    if (refusal) return { ...shared, channel, reason: refusal, missing: null }
    return channel === 'sms' ? planSms(shared, request, values) : planEmail(shared, request, values)
  })
}

/** The children that a message of this event is about: a reminder speaks only of those who owe. */
export function childrenToldOf({ children }: Pick<Family, 'children'>, eventType: EventType): readonly Child[] {
  const owing = REMINDERS.includes(eventType) ? children.filter((c) => c.balanceCents > 0) : []
  return owing.length > 0 ? owing : children
}

/** The channels that this family should hear by; none when nothing at all is on file for the ones asked for. */
function channelsFor({ guardian }: Family, choice: ChannelChoice): MessageChannel[] {
  const number = guardian.phoneKind !== 'none'
  const mail = guardian.email !== null
  const canSms = guardian.phoneKind === 'mobile' && guardian.smsEnabled === 1 && guardian.phoneSuppressed === null
  switch (choice) {
    case 'sms':
      return number ? ['sms'] : []
    case 'email':
      return mail ? ['email'] : []
    case 'both':
      return [...(number ? (['sms'] as const) : []), ...(mail ? (['email'] as const) : [])]
    case 'preferred':
      return canSms || (!mail && number) ? ['sms'] : mail ? ['email'] : []
  }
}

function reasonForNone({ guardian }: Family): SkipReason {
  if (guardian.phoneKind === 'none' && guardian.email === null) return 'no_contact'
  return guardian.phoneKind === 'none' ? 'no_phone' : 'no_email'
}

function contactRefusal({ guardian }: Family, channel: MessageChannel): SkipReason | null {
  if (!guardian.wanted || !(channel === 'sms' ? guardian.smsEnabled : guardian.emailEnabled)) return 'opted_out'
  const suppressed = channel === 'sms' ? guardian.phoneSuppressed : guardian.emailSuppressed
  if (suppressed) return suppressed
  if (channel === 'email') return null
  switch (guardian.phoneKind) {
    case 'mobile':
      return null
    case 'landline':
      return 'landline'
    case 'foreign':
      return 'foreign_number'
    case 'bad':
      return 'bad_phone'
    case 'none':
      return 'no_phone'
  }
}

function planSms(shared: Common, { texts }: PlanRequest, values: Scope): PlannedSms | LeftOut {
  const text = texts[shared.language]?.sms
  const rendered = text ? renderText(text, values) : ({ ok: false, missing: 'sms' } as const)
  if (!rendered.ok) return { ...shared, channel: 'sms', reason: 'missing_value', missing: rendered.missing }
  const { encoding, parts } = smsSize(rendered.text)
  if (parts > MAX_SMS_PARTS) return { ...shared, channel: 'sms', reason: 'too_long', missing: null }
  const balanceCents = said(shared, texts[shared.language]?.saysBalance.sms)
  return { ...shared, channel: 'sms', to: shared.family.guardian.phone ?? '', text: rendered.text, encoding, parts, balanceCents }
}

function planEmail(shared: Common, { texts }: PlanRequest, values: Scope): PlannedEmail | LeftOut {
  const mine = texts[shared.language]
  const subject = mine?.emailSubject ? renderText(mine.emailSubject, values) : ({ ok: false, missing: 'email' } as const)
  const text = mine?.emailText ? renderText(mine.emailText, values) : ({ ok: false, missing: 'email' } as const)
  if (!subject.ok) return { ...shared, channel: 'email', reason: 'missing_value', missing: subject.missing }
  if (!text.ok) return { ...shared, channel: 'email', reason: 'missing_value', missing: text.missing }
  // a subject is one line, whatever a name on file holds
  const to = shared.family.guardian.email ?? ''
  return { ...shared, channel: 'email', to, subject: subject.text.replace(/\s+/g, ' '), text: text.text, balanceCents: said(shared, mine?.saysBalance.email) }
}

function said({ children }: Common, saysBalance: boolean | undefined): number | null {
  return saysBalance ? children.reduce((sum, c) => sum + c.balanceCents, 0) : null
}

const common = ({ family, children, language }: Common): Common => ({ family, children, language })

/** Keeps one address from hearing the same thing twice: the same words, or news of children that it was told of already. */
class SaidAlready {
  readonly #texts = new Set<string>()
  readonly #children = new Map<string, Set<number>>()

  covers(message: PlannedMessage): boolean {
    const address = `${message.channel} ${message.to}`
    const told = this.#children.get(address) ?? new Set<number>()
    const text = `${address} ${message.text}`
    if (this.#texts.has(text) || (told.size > 0 && message.children.every((c) => told.has(c.id)))) return true
    this.#texts.add(text)
    this.#children.set(address, new Set([...told, ...message.children.map((c) => c.id)]))
    return false
  }
}
