import { describe, expect, it } from 'vitest'
import { words } from '../../../shared/words/index.ts'

/** Names that are the same in every language. */
const SAME_IN_BOTH = ['Africa’s Talking', 'Bursar Console']

type Tree = { readonly [key: string]: string | Tree }

function texts(tree: Tree, path = ''): Map<string, string> {
  const found = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : [...texts(value, `${path}${key}.`)],
  )
  return new Map(found)
}

const PLACEHOLDER = /\{\{\s*(.*?)\s*\}\}/g
const placeholders = (text: string) => [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1]))].sort()
/** Letters of what is left to translate: places and names are taken out. */
const letters = (text: string) => SAME_IN_BOTH.reduce((rest, name) => rest.replaceAll(name, ''), text.replace(PLACEHOLDER, '')).match(/\p{L}/gu)?.length ?? 0

const english = texts(words.en)
const swahili = texts(words.sw)
const pairs = [...english].map(([key, en]) => ({ key, en, sw: swahili.get(key) ?? '' }))

describe('words', () => {
  it('are in Swahili for the very same keys as in English', () => {
    expect(english.size).toBeGreaterThan(100)
    expect([...swahili.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('are never empty', () => {
    const empty = pairs.filter(({ en, sw }) => en.trim() === '' || sw.trim() === '').map(({ key }) => key)
    expect(empty).toEqual([])
  })

  it('take the same values in both languages', () => {
    const taken = (language: 'en' | 'sw') => pairs.map((pair) => `${pair.key}: ${placeholders(pair[language]).join(', ')}`)
    expect(taken('sw')).toEqual(taken('en'))
  })

  it('promise of a pause, a try and what is sent again no more than holds in every case', () => {
    const said = (key: string) => `${english.get(key)} ${swahili.get(key)}`
    // after the fourth nothing is tried again
    expect(said('model.attempt.retry')).not.toMatch(/again|tena/)
    // a mail provider has a limit of its own
    expect(said('model.pause.daily_cap.what')).toMatch(/mail provider.*mtoa huduma wa barua pepe/)
    expect(said('model.pause.no_credit.todo')).toMatch(/by itself within ten minutes.*wenyewe ndani ya dakika kumi/)
    expect(said('model.pause.wrong_key.todo')).toMatch(/20 minutes.*dakika 20/)
    // one that was lost, sent again and refused has failed, and may have arrived
    for (const key of ['log.retryFailedText', 'log.choose.retryText']) expect(said(key)).toMatch(/no answer.*may have arrived.*huenda.*lilifika/)
  })

  it('are translated, but for a few names', () => {
    const copied = pairs.filter(({ en, sw }) => letters(en) > 12 && en === sw).map(({ key, en }) => `${key}: ${en}`)
    expect(copied).toEqual([])
  })
})
