/** What is to be queued, and why: an order of any kind, resolved against the records into whom it is for and which texts it is written from. */
import type { Reader } from '../../db/client.ts'
import { guardianIds, guardiansOfChild, guardiansWithWishes } from '../../db/queries/families.ts'
import { type SchoolRow, theSchool } from '../../db/queries/schools.ts'
import { type Subject, subjectOf } from '../../db/queries/subjects.ts'
import { AppError } from '../../shared/errors.ts'
import type { About, Cause, ReachOnFile } from '../../shared/model/batches/cause.ts'
import type { ChannelChoice, Draft } from '../../shared/model/batches/draft.ts'
import type { Texts } from '../templates/built-in.ts'
import { findTemplate, type TemplateEntry } from '../templates/library.ts'
import { draftSources } from './draft.ts'
import type { PlanRequest } from './plan.ts'
import { planRequest } from './request.ts'
import { EVENT_OF } from './subject.ts'

/** A test message, whole: it is written by nobody's records. */
export type TestMessage =
  | { readonly channel: 'sms'; readonly phone: string; readonly body: string }
  | { readonly channel: 'email'; readonly email: string; readonly subject: string; readonly body: string }

/** `own`: words for this guardian alone, with the same fields as a template. */
export type SingleText = { readonly templateKey: string } | { readonly own: Texts }

/** A batch that is written from the records. */
export type FamilyOrder =
  | { readonly kind: 'bulk'; readonly draftId: string; readonly draft: Draft }
  | { readonly kind: 'single'; readonly draftId: string; readonly guardianId: number; readonly channel: ChannelChoice; readonly text: SingleText }
  /** `templateKey`: the event's own text, unless another is named. */
  | { readonly kind: 'event'; readonly about: About; readonly channel: ChannelChoice; readonly includeCopies: boolean; readonly templateKey?: string }
  | { readonly kind: 'rule_run'; readonly rule: string; readonly occurrence: string; readonly draft: Draft }
export type TestOrder = { readonly kind: 'test'; readonly testId: string; readonly message: TestMessage }
export type BatchOrder = FamilyOrder | TestOrder

export function causeOf(order: BatchOrder): Cause {
  switch (order.kind) {
    case 'bulk':
    case 'single':
      return { kind: order.kind, draftId: order.draftId }
    case 'event':
      return { kind: 'event', about: order.about }
    case 'rule_run':
      return { kind: 'rule_run', rule: order.rule, occurrence: order.occurrence }
    case 'test':
      return { kind: 'test', testId: order.testId }
  }
}

/** Whether a person asked for it and waits for the answer: what is doubtful is asked at once, else when a message's turn comes. */
export function isAttended({ kind }: Pick<BatchOrder, 'kind'>): boolean {
  return kind === 'bulk' || kind === 'single'
}

type BatchText = Pick<TemplateEntry, 'eventType' | 'languages' | 'onChange'> & { readonly key: string | null }
export type ResolvedOrder = {
  readonly school: SchoolRow
  readonly text: BatchText
  readonly channel: ChannelChoice
  readonly reach: ReachOnFile
  readonly subject: Subject | null
  readonly request: PlanRequest
  /** Whom it may be for, by name. */
  readonly guardians: readonly number[]
}

/** Throws AppError school_missing, template_missing or template_broken, and Error for a record that is not on file. */
export function resolveOrder(db: Reader, order: FamilyOrder, now: number): ResolvedOrder {
  switch (order.kind) {
    case 'bulk':
    case 'rule_run': {
      const { channel, audience } = order.draft
      const { school, template, request } = draftSources(db, order.draft, now)
      const reach = { to: 'families', audience } as const
      return { school, text: template, channel, reach, subject: null, request, guardians: guardianIds(db, school.id) }
    }
    case 'single': {
      const { guardianId, channel } = order
      const school = schoolOnFile(db)
      const text = 'own' in order.text ? ownText(db, guardianId, order.text.own) : templateOnFile(db, school, order.text.templateKey)
      const request = planRequest(text, school, { channel, audience: ANY_BALANCE }, now)
      return { school, text, channel, reach: { to: 'guardian', guardianId }, subject: null, request, guardians: [guardianId] }
    }
    case 'event': {
      const { about, channel, includeCopies } = order
      const school = schoolOnFile(db)
      const subject = subjectOf(db, about)
      if (!subject) throw new Error(`${about.of} ${about.id} is not on file`)
      const text = templateOnFile(db, school, order.templateKey ?? EVENT_OF[about.of])
      const request = planRequest({ ...text, eventType: EVENT_OF[about.of] }, school, { channel, audience: ANY_BALANCE, subject }, now)
      const guardians = guardiansOfChild(db, subject.studentId, includeCopies)
      const reach = { to: 'child', studentId: subject.studentId, includeCopies } as const
      return { school, text: { ...text, eventType: EVENT_OF[about.of] }, channel, reach, subject, request, guardians }
    }
  }
}

const ANY_BALANCE = { balanceOverCents: null }

function schoolOnFile(db: Reader): SchoolRow {
  const school = theSchool(db)
  if (!school) throw new AppError('not_configured', 'school_missing')
  return school
}

function templateOnFile(db: Reader, school: SchoolRow, key: string): BatchText {
  const template = findTemplate(db, school.id, key)
  if (!template) throw new AppError('not_found', 'template_missing')
  return template
}

/** In the language that the guardian reads: it was written for nobody else. */
function ownText(db: Reader, guardianId: number, texts: Texts): BatchText {
  const language = guardiansWithWishes(db, [guardianId], 'bulk')[0]?.language ?? 'en'
  return { key: null, eventType: 'bulk', onChange: 'rewrite', languages: { [language]: { ...texts, ownCopy: true, updatedAt: 0 } } }
}
