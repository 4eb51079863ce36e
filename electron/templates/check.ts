/** Checks a text, and names its mistakes by the keys that the page has words for. PURE. */
import { LiquidError } from 'liquidjs'
import type { EventType } from '../../shared/model/messages/event.ts'
import { otherMarks } from '../../shared/model/messages/other-marks.ts'
import { EVENT_FIELDS, TEMPLATE_FIELDS, type TemplateField, type TemplateProblem } from '../../shared/model/messages/template.ts'
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
    return { compiled, problems: once([...fieldsOf(compiled).flatMap((field) => fieldProblem(field, eventType)), ...otherBrackets(text)]) }
  } catch (error) {
    if (!(error instanceof LiquidError)) throw error
    return { compiled: null, problems: once([syntaxProblem(error), ...otherBrackets(text)]) }
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

/** Known fields in brackets that this program does not read. */
function otherBrackets(text: string): TextProblem[] {
  return otherMarks(text).map(({ line, ...params }) => ({ key: 'other_brackets', params, line }))
}

/** Each mistake once a line, however often it is made there: it is put right everywhere at once. */
function once(problems: readonly TextProblem[]): TextProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
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
