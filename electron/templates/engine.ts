/**
 * The template engine of preview, check and sending: LiquidJS without files, loops, assignments, arithmetic and code. An unknown field or filter is
 * an error, never an empty place in a parent's SMS.
 */
import { Liquid, type Template, UndefinedVariableError } from 'liquidjs'
import type { TemplateField } from '../../shared/model/messages/template.ts'
import { joinPlain, type PlainPart, plainParts } from './plain.ts'

const TAGS = new Set(['if', 'unless', 'case', 'comment', 'raw', '#'])
/** The allowed filters: for words only. Others throw or print NaN on unexpected values, and arithmetic makes 4166.6666 of an amount. */
const FILTERS = new Set(['default', 'upcase', 'downcase', 'capitalize', 'strip', 'truncate', 'truncatewords', 'split', 'first', 'last'])

const liquid = new Liquid({
  templates: {},
  strictVariables: true,
  strictFilters: true,
  // {% if due_date %} and "| default:" may ask for an absent field.
  lenientIf: true,
  ownPropertyOnly: true,
  parseLimit: 20_000,
  // In ms of wall time. A text has no loop that needs a limit, and a computer that stalls for a moment must not stop a send.
  renderLimit: 30_000,
  memoryLimit: 200_000,
})
for (const tag of Object.keys(liquid.tags)) if (!TAGS.has(tag)) delete liquid.tags[tag]
for (const filter of Object.keys(liquid.filters)) if (!FILTERS.has(filter)) delete liquid.filters[filter]
// Values print themselves as a parent reads them (values.ts). These filters only name that.
liquid.registerFilter('money', (value: unknown) => value)
liquid.registerFilter('date', (value: unknown) => value)

/** A value that prints as a person reads it and compares as a number: in {% if balance > 5000 %} that is shillings. */
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

/** The values of a text's fields. An unknown value is absent, never blank. */
export type Scope = Readonly<Partial<Record<TemplateField, string | number | Figure>>>

/** A text that is parsed once and rendered for many families. */
export type CompiledText = { readonly parsed: Template[]; readonly plain: readonly PlainPart[] | null }

/** Parses a text. Throws LiquidJS's error on a mistake; `checkText` turns it into our words. */
export function compileText(text: string): CompiledText {
  const parsed = liquid.parse(text.replaceAll('\r\n', '\n'))
  return { parsed, plain: plainParts(parsed) }
}

export type Rendered = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly missing: string }

/** Renders for one family. Where a needed field is absent, returns its name instead. */
export function renderText(compiled: CompiledText, scope: Scope): Rendered {
  if (compiled.plain) {
    const joined = joinPlain(compiled.plain, scope)
    return 'missing' in joined ? { ok: false, missing: joined.missing } : { ok: true, text: joined.text.trim() }
  }
  return renderByLiquid(compiled, scope)
}

/** Renders any text by LiquidJS itself. */
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
