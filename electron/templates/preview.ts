/** How a text looks for a real family, or for an invented one while there is nobody on file. */
import type { Reader } from '../../db/client.ts'
import { hasFamilies } from '../../db/queries/families.ts'
import { theSchool } from '../../db/queries/schools.ts'
import type { EventType } from '../../shared/model/messages/event.ts'
import { MAX_SMS_PARTS } from '../../shared/model/messages/message.ts'
import { costlyLetters, smsSize } from '../../shared/model/messages/sms-parts.ts'
import type { TemplatePreview, TemplatePreviewRequest } from '../../shared/model/messages/template.ts'
import { dayIn } from '../../shared/model/values/quiet-hours.ts'
import { type Child, loadFamilies } from '../school/families.ts'
import { checkText } from './check.ts'
import { Figure, renderText, type Scope } from './engine.ts'
import { type Days, dateInWords, fieldValues, type SchoolFacts } from './values.ts'

type Problem = TemplatePreview['problems'][number]
type Part = Problem['part']

/** Shows the texts as a family would read them, and names every mistake. Runs in the worker: it reads the families. */
export function previewTemplate(
  db: Reader,
  { eventType, language, sms, emailSubject, emailText, guardian }: TemplatePreviewRequest,
  now: number,
): TemplatePreview {
  const shown = shownFamily(db, now, language, eventType, guardian)
  const problems: Problem[] = []
  const render = (part: Part, text: string): string | null => {
    const checked = checkText(text, eventType)
    problems.push(...checked.problems.filter((p) => p.key !== 'empty').map((p) => ({ part, ...p })))
    if (!checked.compiled || checked.problems.length > 0) return null
    const rendered = renderText(checked.compiled, shown.values)
    if (rendered.ok) return rendered.text
    problems.push({ part, key: 'no_value', params: { field: rendered.missing } })
    return null
  }
  if (sms.trim() === '' && emailText.trim() === '') problems.push({ part: 'sms', key: 'empty', params: {} })
  const smsText = render('sms', sms)
  const subject = render('emailSubject', emailSubject)
  const text = render('emailText', emailText)
  const size = smsText === null ? null : smsSize(smsText)
  if (size && size.parts > MAX_SMS_PARTS) problems.push({ part: 'sms', key: 'too_many_parts', params: { parts: size.parts } })
  return {
    problems,
    guardian: shown.name,
    invented: shown.invented,
    sms: smsText === null || !size ? null : { text: smsText, ...size, costlyLetters: costlyLetters(smsText) },
    email: subject === null || text === null ? null : { subject, text },
  }
}

type Shown = { readonly name: string; readonly invented: boolean; readonly values: Scope }

const INVENTED_SCHOOL: SchoolFacts = {
  name: 'Sample High School',
  shortName: 'Sample High',
  officePhone: '0700 000 100',
  paybill: '123456',
  term: 3,
  year: 2026,
}
const FAMILIES_SHOWN = 200

/** The nth family that owes something (or any, where none does), or an invented one while there is nobody on file. */
function shownFamily(db: Reader, now: number, language: 'en' | 'sw', eventType: EventType, index: number): Shown {
  const school = theSchool(db)
  const zone = school?.zone ?? 'Africa/Nairobi'
  const days: Days = { today: dayIn(zone, now), zone }
  const picked = school && hasFamilies(db) ? pickFamily(db, school.id, eventType, index) : undefined
  const payment = { amount: new Figure(12_000, '12,000'), receipt: 'SJ12ABC345', date: dateInWords(days.today, language) }
  const extra = eventType === 'payment_received' ? payment : {}
  if (school && picked)
    return { name: picked.name, invented: false, values: { ...fieldValues(picked.name, picked.children, language, school, days), ...extra } }
  const child: Child = {
    id: 0,
    name: 'Amina Mfano',
    admNo: '4471',
    className: 'Form 2',
    stream: 'East',
    balancesAsAt: null,
    balanceCents: 1_250_000,
    invoices: [{ studentId: 0, number: '2026-T3-4471', term: 3, year: 2026, amountCents: 1_850_000, balanceCents: 1_250_000, dueOn: '2026-09-15' }],
  }
  return { name: 'Grace Mfano', invented: true, values: { ...fieldValues('Grace Mfano', [child], language, school ?? INVENTED_SCHOOL, days), ...extra } }
}

function pickFamily(db: Reader, schoolId: number, eventType: EventType, index: number) {
  const families = loadFamilies(db, schoolId, { classes: [], balanceOverCents: null, includeCopies: false }, eventType)
  const owing = families.filter((f) => f.balanceCents > 0).slice(0, FAMILIES_SHOWN)
  const from = owing.length > 0 ? owing : families
  const family = from[index % Math.max(from.length, 1)]
  return family && { name: family.guardian.name, children: family.children }
}
