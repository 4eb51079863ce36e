import { Liquid } from 'liquidjs'
import { describe, expect, test } from 'vitest'
import { checkText } from '../../../../electron/templates/check.ts'
import { Figure, renderText } from '../../../../electron/templates/engine.ts'

const scope = { student: 'Amina Mfano', balance: new Figure(12_500, '12,500'), term: 3 }
const rendered = (text: string) => {
  const { compiled, problems } = checkText(text, 'bulk')
  return compiled && problems.length === 0 ? renderText(compiled, scope) : problems.map((p) => p.key)
}

describe('filters', () => {
  test.each([
    ['{{ student | upcase }}', 'AMINA MFANO'],
    ['{{ student | split: " " | first }}', 'Amina'],
    ['{{ student | truncate: 8 }}', 'Amina...'],
    ['{{ office | default: "the office" }}', 'the office'],
    ['{{ balance | money }}', '12,500'],
  ])('%s gives %s', (text, expected) => expect(rendered(text)).toEqual({ ok: true, text: expected }))

  test('none can bring a send to a stop, or a parent something that is no text: whatever it is given', () => {
    const wrong: string[] = []
    for (const filter of Object.keys(new Liquid().filters)) {
      for (const field of ['student', 'balance', 'term']) {
        for (const given of ['', ': 0', ": 'x'", ': balance', ": 'x', 'y'"]) {
          const text = `{{ ${field} | ${filter}${given} }}`
          const result = rendered(text)
          if (!Array.isArray(result) && !(result.ok && !/NaN|Infinity|\[object|undefined/.test(result.text))) wrong.push(text)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  test('an amount is never reckoned with: what it would print is no amount any more', () => {
    expect(rendered('{{ balance | divided_by: 3 }}')).toEqual(['unknown_filter'])
  })
})
