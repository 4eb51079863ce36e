import { expect, test } from 'vitest'
import { createWire } from '../../standin/wire.ts'

const { encode, decode } = createWire()
const trip = (v: unknown) => decode(encode(v))

test('everything that structuredClone takes comes back the same', () => {
  const shared = { a: 1 }
  const value = {
    n: [1, -0, Number.NaN, Infinity, 10n, undefined, null],
    d: new Date(3),
    m: new Map<unknown, unknown>([[shared, new Set(['x'])]]),
    shared,
    b: new Uint16Array([1, 65535]),
    r: /x/giu,
    s: '\ud800',
    e: new TypeError('t', { cause: 'c' }),
  }
  const back = trip(value) as typeof value
  expect(back).toEqual(value)
  expect([...back.m.keys()][0]).toBe(back.shared)
  expect(Object.is(back.n[1], -0)).toBe(true)
  expect(back.e).toBeInstanceOf(TypeError)
})

test('what structuredClone refuses is refused', () => {
  expect(() => encode(() => {})).toThrow('An object could not be cloned.')
  expect(() => encode(Symbol('x'))).toThrow('An object could not be cloned.')
})

test('a prototype cannot be smuggled in', () => {
  const back = trip(JSON.parse('{"__proto__": {"polluted": true}}')) as Record<string, unknown>
  expect(Object.getPrototypeOf(back)).toBe(Object.prototype)
  expect(back.polluted).toBeUndefined()
})
