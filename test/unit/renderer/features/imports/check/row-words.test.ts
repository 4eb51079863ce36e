import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { changesWords, remarkWords } from '../../../../../../renderer/features/imports/check/row-words.ts'
import { words } from '../../../../../../shared/words/index.ts'

const spoken = i18next.createInstance()
beforeAll(() => spoken.init({ lng: 'en', resources: { en: { translation: words.en } }, interpolation: { escapeValue: false } }))

describe('what is said about a row', () => {
  it('names the column as the file heads it, and the cell', () => {
    expect(remarkWords(spoken.t, { row: 7, column: 'Balance', cell: '45OO', key: 'not_money' })).toBe('Balance: “45OO” is not an amount.')
  })

  it('names no column when it is about the whole row', () => {
    expect(remarkWords(spoken.t, { row: 9, key: 'blank_row' })).toBe(words.en.model.rowProblem.blank_row)
  })

  it('says what a repaired cell became', () => {
    expect(remarkWords(spoken.t, { row: 7, column: 'Phone', cell: '712345678', key: 'zero_restored', became: '+254712345678' })).toContain('0712 345 678')
  })

  it('says each change from old to new, and that there was nothing before', () => {
    const changes = [
      { field: 'className', from: 'Form 2', to: 'Form 3' },
      { field: 'email', from: '', to: 'a@example.com' },
      { field: 'language', from: 'en', to: 'sw' },
      { field: 'dueOn', from: '', to: '2026-12-01' },
      { field: 'balance', from: '4,500', to: '9,000' },
    ]
    expect(changesWords(spoken.t, { verdict: 'change', changes }, (date) => `<${date}>`)).toEqual([
      'Class: Form 2 → Form 3',
      'Email: nothing → a@example.com',
      'Language of messages: English → Kiswahili',
      'Due date: nothing → <2026-12-01>',
    ])
    expect(changesWords(spoken.t, { verdict: 'create', changes }, String)).toEqual([])
  })
})
