import { describe, expect, test } from 'vitest'
import { BUILT_IN } from '../../../../electron/templates/built-in.ts'
import { compileText, Figure, renderByLiquid, renderText, type Scope } from '../../../../electron/templates/engine.ts'

const full: Scope = {
  school: 'Nyota Ridge',
  guardian: 'Amina Wekesa',
  student: 'Baraka Wekesa',
  adm: '4001',
  class_name: 'Form 1',
  amount: new Figure(23_500, '23,500'),
  balance: new Figure(0, '0'),
  total: new Figure(0, '0'),
  lines: 'Baraka Wekesa 0',
  term: 3,
  year: 2026,
  due_date: '11 Sep 2026',
  days: new Figure(70, '70'),
  paybill: '555017',
  office: '0700 111 222',
  as_at: '20 Nov 2026',
}
const without = (...names: (keyof Scope)[]): Scope => Object.fromEntries(Object.entries(full).filter(([name]) => !names.includes(name as keyof Scope)))
const SCOPES = [full, without('due_date', 'paybill', 'office'), without('student'), without('days'), {}]

/** What both ways of rendering make of a text, for families of whom more or less is on file. */
function bothWays(text: string) {
  const compiled = compileText(text)
  return {
    plain: compiled.plain !== null,
    ours: SCOPES.map((scope) => renderText(compiled, scope)),
    liquids: SCOPES.map((scope) => renderByLiquid(compiled, scope)),
  }
}

describe('a plain text', () => {
  const builtIn = BUILT_IN.flatMap(({ key, texts }) =>
    Object.entries(texts).flatMap(([language, those]) => Object.entries(those).map(([part, text]) => ({ name: `${key} ${language} ${part}`, text }))),
  )
  test.each(builtIn)('is the same as LiquidJS makes it: $name', ({ text }) => {
    const { plain, ours, liquids } = bothWays(text)
    expect(plain).toBe(true)
    expect(ours).toEqual(liquids)
  })

  test.each([
    'Just words',
    ' {{ guardian }}  \n',
    '{{amount | money}} by {{ due_date | date }}',
    '{% if due_date -%}  due {{due_date}} {%- else %} soon {% endif %}!',
    'a {%- if paybill -%} b {%- if office -%} {{office}} {%- endif -%} c {%- endif %} d',
    '{% if balance %}{{balance}}{% endif %}',
    '{{ student }}{{ days }}',
  ])('is the same as LiquidJS makes it: %s', (text) => {
    const { plain, ours, liquids } = bothWays(text)
    expect(plain).toBe(true)
    expect(ours).toEqual(liquids)
  })

  test.each([
    '{{ guardian | upcase }}',
    '{{ due_date | default: "soon" }}',
    '{% if balance > 5000 %}much{% endif %}',
    '{% if due_date and paybill %}both{% endif %}',
    '{% if due_date %}a{% elsif paybill %}b{% endif %}',
    '{% unless due_date %}soon{% endunless %}',
    '{% case language %}{% when "sw" %}x{% endcase %}',
    '{{ "words" }} {{ 5 }}',
  ])('is left to LiquidJS where it asks for more: %s', (text) => {
    const { plain, ours, liquids } = bothWays(text)
    expect(plain).toBe(false)
    expect(ours).toEqual(liquids)
  })
})
