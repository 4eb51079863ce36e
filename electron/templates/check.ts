/** Checks a text, and names its mistakes by the keys that the page has words for. PURE. */
import { LiquidError } from 'liquidjs'
import type { EventType } from '../../shared/model/event.ts'
import { EVENT_FIELDS, TEMPLATE_FIELDS, type TemplateField, type TemplateProblem } from '../../shared/model/template.ts'
import { type CompiledText, compileText, fieldsOf } from './engine.ts'

export type TextProblem = { readonly key: TemplateProblem; readonly params: Record<string, string | number>; readonly line?: number }
export type CheckedText =
  | { readonly compiled: CompiledText; readonly problems: readonly TextProblem[] }
  | { readonly compiled: null; readonly problems: readonly TextProblem[] }

/** The brackets of a field and a condition, as parameters: the words themselves cannot hold curly brackets. */
const OUTPUT = { open: '{{', close: '}}' }
const TAG = { open: '{%', close: '%}' }

/** Compiles a text and lists every mistake that would stop it from being sent. `compiled` is null where it cannot be parsed. */
export function checkText(text: string, eventType: EventType): CheckedText {
  if (text.trim() === '') return { compiled: null, problems: [{ key: 'empty', params: {} }] }
  try {
    const compiled = compileText(text)
    return { compiled, problems: [...fieldsOf(compiled).flatMap((field) => fieldProblem(field, eventType)), ...otherBrackets(text)] }
  } catch (error) {
    if (!(error instanceof LiquidError)) throw error
    return { compiled: null, problems: [syntaxProblem(error), ...otherBrackets(text)] }
  }
}

function fieldProblem({ name, line }: { name: string; line: number }, eventType: EventType): TextProblem[] {
  if (!isField(name)) return [{ key: 'unknown_field', params: { field: name, nearest: nearestField(name) }, line }]
  const only = EVENT_FIELDS[name]
  return only && !only.includes(eventType) ? [{ key: 'not_for_event', params: { field: name }, line }] : []
}

function syntaxProblem(error: LiquidError): TextProblem {
  // "undefined filter: bla, line:1, col:4": the position is returned apart from the sentence.
  const [, said = error.message, line] = /^(.*?)(?:, line:(\d+), col:\d+)?$/s.exec(error.message) ?? []
  const place = line ? { line: Number(line) } : {}
  const filter = /undefined filter: (\S+)/.exec(said)?.[1]
  if (filter) return { key: 'unknown_filter', params: { filter }, ...place }
  if (/(?:output|tag) .* not closed$/s.test(said)) return { key: 'not_closed', params: said.startsWith('tag') ? TAG : OUTPUT, ...place }
  return { key: 'syntax', params: { detail: said }, ...place }
}

/** What stands in double braces or in a condition is read by the engine. */
const READ = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g
/** The ways in which other programs mark a field: {name}, ${name}, [name], ((name)), %name%, <name>, <%= name %>, «name», #name#, @name, $name. */
const OTHER_MARKS =
  /\$?\{\s*[#$]?(\w+)\s*\}|<%=?\s*(\w+)\s*%>|#(\w+)#|(?<![\w.])[@$](\w+)\b(?![.@])|\[\[?\s*(\w+)\s*\]\]?|\(\(\s*(\w+)\s*\)\)|%(\w+)%|<{1,2}\s*(\w+)\s*>{1,2}|«\s*(\w+)\s*»/g

/** Known fields in brackets that this program does not read: they would go to every family as they stand. */
function otherBrackets(text: string): TextProblem[] {
  const unread = text.replace(READ, (read) => read.replace(/[^\n]/g, ' '))
  return [...unread.matchAll(OTHER_MARKS)].flatMap((match) => {
    const [found, ...names] = match
    const field = names.find((name) => name !== undefined)?.toLowerCase() ?? ''
    const line = unread.slice(0, match.index).split('\n').length
    return isField(field) ? [{ key: 'other_brackets' as const, params: { found, field, right: `{{${field}}}` }, line }] : []
  })
}

function isField(name: string): name is TemplateField {
  return (TEMPLATE_FIELDS as readonly string[]).includes(name)
}

/** The field that a misspelt name most likely means. */
export function nearestField(name: string): TemplateField {
  const far = TEMPLATE_FIELDS.map((field) => ({ field, distance: distance(name.toLowerCase(), field) }))
  return far.reduce((best, next) => (next.distance < best.distance ? next : best)).field
}

/** The Levenshtein distance of two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap))
    }
    row = next
  }
  return row[b.length] ?? 0
}
