/**
 * The one template engine: preview, check and sending all render here. LiquidJS with everything taken away that a message does not need:
 * no files, no loops, no assignments, no arithmetic, no code; an unknown field or filter is an error and never an empty place in a parent's SMS.
 */
import { Liquid, type Template, UndefinedVariableError } from 'liquidjs'
import type { TemplateField } from '../../shared/model/template.ts'
import { joinPlain, type PlainPart, plainParts } from './plain.ts'

const TAGS = new Set(['if', 'unless', 'case', 'comment', 'raw', '#'])
/** Words only. LiquidJS's others throw or print NaN where they get what they do not expect, and arithmetic makes 4166.6666 of an amount. */
const FILTERS = new Set(['default', 'upcase', 'downcase', 'capitalize', 'strip', 'truncate', 'truncatewords', 'split', 'first', 'last'])

const liquid = new Liquid({
  templates: {},
  strictVariables: true,
  strictFilters: true,
  // so that {% if due_date %} and "| default:" may ask for what is not there
  lenientIf: true,
  ownPropertyOnly: true,
  parseLimit: 20_000,
  // ms, of a clock on the wall: a text has no loop to be stopped, and a computer that stands still for a moment must not stop a send
  renderLimit: 30_000,
  memoryLimit: 200_000,
})
for (const tag of Object.keys(liquid.tags)) if (!TAGS.has(tag)) delete liquid.tags[tag]
for (const filter of Object.keys(liquid.filters)) if (!FILTERS.has(filter)) delete liquid.filters[filter]
// Values print themselves as a parent reads them (values.ts); these say the same aloud.
liquid.registerFilter('money', (value: unknown) => value)
liquid.registerFilter('date', (value: unknown) => value)

/** A value that prints as a person reads it and compares as a number: {% if balance > 5000 %} means shillings. */
export class Figure {
  readonly number: number
  readonly text: string
  constructor(number: number, text: string) {
    this.number = number
    this.text = text
  }
  toString() {
    return this.text
  }
  equals(other: unknown) {
    return this.number === Number(other)
  }
  gt(other: unknown) {
    return this.number > Number(other)
  }
  geq(other: unknown) {
    return this.number >= Number(other)
  }
  lt(other: unknown) {
    return this.number < Number(other)
  }
  leq(other: unknown) {
    return this.number <= Number(other)
  }
}

/** What a text is completed with. A field that is not on file is absent, never blank. */
export type Scope = Readonly<Partial<Record<TemplateField, string | number | Figure>>>

/** A text that was read once and can be rendered for many. */
export type CompiledText = { readonly parsed: Template[]; readonly plain: readonly PlainPart[] | null }

/** Reads a text. Throws what LiquidJS throws on a mistake; `checkText` says it in a person's words. */
export function compileText(text: string): CompiledText {
  const parsed = liquid.parse(text.replaceAll('\r\n', '\n'))
  return { parsed, plain: plainParts(parsed) }
}

export type Rendered = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly missing: string }

/** Renders for one family; where a needed field is absent, names it instead of leaving a hole. */
export function renderText(compiled: CompiledText, scope: Scope): Rendered {
  if (compiled.plain) {
    const joined = joinPlain(compiled.plain, scope)
    return 'missing' in joined ? { ok: false, missing: joined.missing } : { ok: true, text: joined.text.trim() }
  }
  return renderByLiquid(compiled, scope)
}

/** The same by LiquidJS, whatever the text. */
export function renderByLiquid(compiled: CompiledText, scope: Scope): Rendered {
  try {
    return { ok: true, text: String(liquid.renderSync(compiled.parsed, scope)).trim() }
  } catch (error) {
    if (error instanceof UndefinedVariableError) return { ok: false, missing: variableOf(error) }
    throw error
  }
}

function variableOf(error: UndefinedVariableError): string {
  return /undefined variable: ([\w.]+)/.exec(error.message)?.[1] ?? '?'
}

/** Every field that the text names, with the line of its first mention. */
export function fieldsOf(compiled: CompiledText): { name: string; line: number }[] {
  const { globals } = liquid.analyzeSync(compiled.parsed)
  return Object.entries(globals).map(([name, places]) => ({ name, line: places[0]?.location.row ?? 1 }))
}
