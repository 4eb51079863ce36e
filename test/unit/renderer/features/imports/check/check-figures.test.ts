import { describe, expect, it } from 'vitest'
import {
  type Check,
  firstTab,
  movesTooMuch,
  onlyConfirms,
  rowsBroughtIn,
  rowsIn,
  slicesOf,
} from '../../../../../../renderer/features/imports/check/check-figures.ts'

const check = (refuse: number, noted: number): Check => ({
  checkId: 'c',
  rows: { read: 600, create: 250, change: 97, same: 240, skip: 3, refuse },
  noted,
  proposals: 0,
  zerosLost: 0,
  guardians: { create: 0, change: 0, same: 0 },
  balances: 587,
  totals: { balanceBefore: 0, balanceAfter: 0, balanceInFile: 0 },
})

describe('the rows of a check', () => {
  it('are brought in when they are new or changed', () => {
    expect(rowsBroughtIn(check(10, 0).rows)).toBe(347)
  })

  it('that changes nothing only confirm balances, where they tell any', () => {
    const same = { ...check(0, 0).rows, create: 0, change: 0 }
    expect(onlyConfirms({ rows: same, balances: 240 })).toBe(true)
    expect(onlyConfirms({ rows: same, balances: 0 })).toBe(false)
    expect(onlyConfirms(check(0, 0))).toBe(false)
  })

  it('are shown from those that want a look, or else from those that change most', () => {
    const { rows } = check(0, 0)
    expect(firstTab(check(1, 0))).toBe('look')
    expect(firstTab(check(0, 1))).toBe('look')
    expect(firstTab({ rows, noted: 0 })).toBe('create')
    expect(firstTab({ rows: { ...rows, create: 0 }, noted: 0 })).toBe('change')
    expect(firstTab({ rows: { ...rows, create: 0, change: 0 }, noted: 0 })).toBe('same')
  })

  it('to look at are the refused and the noted ones together', () => {
    expect(rowsIn('look', check(10, 37))).toBe(47)
    expect(rowsIn('same', check(10, 37))).toBe(240)
  })

  it.each([
    { refuse: 0, noted: 0, offset: 0, slices: [] },
    { refuse: 10, noted: 0, offset: 0, slices: [{ verdict: 'refuse', offset: 0, limit: 10 }] },
    { refuse: 0, noted: 37, offset: 0, slices: [{ verdict: 'noted', offset: 0, limit: 100 }] },
    {
      refuse: 10,
      noted: 137,
      offset: 0,
      slices: [
        { verdict: 'refuse', offset: 0, limit: 10 },
        { verdict: 'noted', offset: 0, limit: 90 },
      ],
    },
    { refuse: 10, noted: 137, offset: 100, slices: [{ verdict: 'noted', offset: 90, limit: 100 }] },
    { refuse: 250, noted: 5, offset: 100, slices: [{ verdict: 'refuse', offset: 100, limit: 100 }] },
    {
      refuse: 250,
      noted: 5,
      offset: 200,
      slices: [
        { verdict: 'refuse', offset: 200, limit: 50 },
        { verdict: 'noted', offset: 0, limit: 50 },
      ],
    },
  ])('to look at come refused first: $refuse refused, $noted noted, from $offset', ({ refuse, noted, offset, slices }) => {
    expect(slicesOf('look', offset, check(refuse, noted))).toEqual(slices)
  })

  it('of any other kind come in pages of a hundred, and none past the end', () => {
    expect(slicesOf('same', 200, check(0, 0))).toEqual([{ verdict: 'same', offset: 200, limit: 100 }])
    expect(slicesOf('skip', 100, check(0, 0))).toEqual([])
  })
})

describe('the sum of balances', () => {
  it.each([
    { before: 1_000_000, after: 1_500_000, tooMuch: false },
    { before: 1_000_000, after: 1_500_001, tooMuch: true },
    { before: 1_000_000, after: 499_999, tooMuch: true },
    { before: 0, after: 9_000_000, tooMuch: false },
    { before: -200, after: 200, tooMuch: true },
  ])('from $before to $after cents moves too much: $tooMuch', ({ before, after, tooMuch }) => {
    expect(movesTooMuch({ balanceBefore: before, balanceAfter: after, balanceInFile: 0 })).toBe(tooMuch)
  })
})
