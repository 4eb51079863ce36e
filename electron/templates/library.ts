/** The texts that a school can send: its own copies, else the built-in texts. */
import type { Reader } from '../../db/client.ts'
import { ownTemplates, type TemplateRow } from '../../db/queries/templates.ts'
import { type EventType, LANGUAGES, type Language } from '../../shared/model/messages/event.ts'
import type { OnChange } from '../../shared/model/messages/template.ts'
import { BUILT_IN, builtIn, type Texts } from './built-in.ts'

export type TemplateText = Texts & { readonly ownCopy: boolean; readonly updatedAt: number }
export type TemplateEntry = {
  readonly key: string
  readonly eventType: EventType
  /** Blank for a built-in text: the page has words for its name. */
  readonly name: string
  readonly builtIn: boolean
  /** Whether a bulk send offers it. A receipt needs a payment, and a result one of its own, so they are not offered. */
  readonly forSending: boolean
  /** What becomes of a waiting message when its balance has changed. */
  readonly onChange: OnChange
  readonly languages: Partial<Record<Language, TemplateText>>
}

/** Every text, the built-in ones first. */
export function listTemplates(db: Pick<Reader, 'all'>, schoolId: number): TemplateEntry[] {
  const own = Map.groupBy(ownTemplates(db, schoolId), (row) => row.key)
  const entries = BUILT_IN.map((b) => entry(b.key, own.get(b.key) ?? []))
  const others = [...own].filter(([key]) => !builtIn(key)).map(([key, rows]) => entry(key, rows))
  return [...entries, ...others]
}

/** One text in its languages, or undefined when there is none of that key. */
export function findTemplate(db: Pick<Reader, 'all'>, schoolId: number, key: string): TemplateEntry | undefined {
  const own = ownTemplates(db, schoolId, key)
  return builtIn(key) || own.length > 0 ? entry(key, own) : undefined
}

function entry(key: string, own: readonly TemplateRow[]): TemplateEntry {
  const base = builtIn(key)
  const languages: Partial<Record<Language, TemplateText>> = {}
  for (const language of LANGUAGES) {
    const mine = own.find((row) => row.language === language)
    const texts = mine ?? base?.texts[language]
    if (texts) {
      languages[language] = {
        sms: texts.sms,
        emailSubject: texts.emailSubject,
        emailText: texts.emailText,
        ownCopy: mine !== undefined,
        updatedAt: mine?.updatedAt ?? 0,
      }
    }
  }
  const eventType = base?.eventType ?? own[0]?.eventType ?? 'bulk'
  return {
    key,
    eventType,
    name: own.find((row) => row.name !== '')?.name ?? '',
    builtIn: base !== undefined,
    forSending: eventType !== 'payment_received' && eventType !== 'exam_result',
    onChange: own[0]?.onChange ?? 'rewrite',
    languages,
  }
}
