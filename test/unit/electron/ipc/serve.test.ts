import type { IpcMainInvokeEvent } from 'electron'
import { beforeEach, describe, expect, test } from 'vitest'
import { serve } from '../../../../electron/ipc/serve.ts'
import { AppError } from '../../../../shared/errors.ts'
import { contract, type Handlers } from '../../../../shared/ipc/contract.ts'
import { events } from '../../../../shared/ipc/events.ts'
import { CHANNELS, EVENTS } from '../../../../shared/ipc/names.ts'

type Listener = (event: IpcMainInvokeEvent, input: unknown) => unknown
const event = {} as IpcMainInvokeEvent
const school = { name: 'Uhuru Hills School', shortName: 'UHS', officePhone: '', paybill: '', term: 3, year: 2026 }

let logged: { what: string; error: unknown }[]
let listeners: Map<string, Listener>
const ipcMain = { handle: (channel: string, listener: Listener) => void listeners.set(channel, listener) }
const log = {
  info: () => {},
  warn: (what: string) => void logged.push({ what, error: undefined }),
  error: (what: string, error: unknown) => void logged.push({ what, error }),
}
/** Serves with the few handlers that a test is about; the others are never called. */
const served = (handlers: Partial<Handlers>, { trusted = true, checkOutputs = true } = {}) => {
  serve(ipcMain, { handlers: handlers as Handlers, log, isTrusted: () => trusted, checkOutputs })
  return async (channel: string, input: unknown) => listeners.get(channel)?.(event, input)
}
beforeEach(() => {
  logged = []
  listeners = new Map()
})

test('every channel of the contract is served, and every name is in the contract', () => {
  served({})
  expect([...listeners.keys()]).toEqual([...CHANNELS])
  expect(Object.keys(contract).sort()).toEqual([...CHANNELS].sort())
  expect(Object.keys(events).sort()).toEqual([...EVENTS].sort())
})

test('good input reaches the handler parsed, and its answer comes back', async () => {
  const got: unknown[] = []
  const save: Handlers['school:save'] = (input) => {
    got.push(input)
    return {}
  }
  const call = served({ 'school:save': save })
  expect(await call('school:save', { ...school, name: '  Uhuru Hills School ' })).toEqual({ ok: true, value: {} })
  expect(got).toEqual([school])
})

test('bytes of a file arrive as they are', async () => {
  const bytes = new Uint8Array([0, 1, 255])
  const call = served({ 'imports:receive': (input) => ({ token: 'a', name: input.name, bytes: input.bytes.byteLength }) })
  expect(await call('imports:receive', { name: 'fees.csv', bytes })).toEqual({ ok: true, value: { token: 'a', name: 'fees.csv', bytes: 3 } })
})

describe('input that is not of the contract is refused and names the fields', () => {
  const cases: [string, unknown, Record<string, string>][] = [
    ['an extra key', { ...school, isAdmin: true }, {}],
    ['a wrong type', { ...school, term: '3' }, { term: 'bad_input' }],
    ['a value out of bounds', { ...school, year: 1999, name: 'x'.repeat(81) }, { name: 'bad_input', year: 'bad_input' }],
    ['nothing', undefined, {}],
    ['a list', [school], {}],
  ]
  test.each(cases)('%s', async (_name, input, fields) => {
    const call = served({ 'school:save': () => expect.unreachable('the handler was called') })
    expect(await call('school:save', input)).toEqual({ ok: false, error: { code: 'invalid_input', key: 'bad_input', fields } })
  })
})

test.each(CHANNELS)('%s refuses junk', async (channel) => {
  const call = served({})
  for (const junk of [null, 'x', 7, { junk: 1 }]) expect(await call(channel, junk)).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
})

test('a failure that the bursar can act on is told with its key, its values and its fields', async () => {
  const call = served({
    'school:save': () => {
      throw new AppError('conflict', 'template_name_taken', { params: { name: 'X' }, fields: { name: 'template_name_taken' } })
    },
  })
  expect(await call('school:save', school)).toEqual({
    ok: false,
    error: { code: 'conflict', key: 'template_name_taken', params: { name: 'X' }, fields: { name: 'template_name_taken' } },
  })
  expect(logged).toEqual([])
})

test('any other error is logged, and the page learns nothing of its text', async () => {
  const fault = new Error('SELECT * FROM guardians: key=abc')
  const call = served({ 'school:get': () => Promise.reject(fault) })
  expect(await call('school:get', {})).toEqual({ ok: false, error: { code: 'internal', key: 'internal' } })
  expect(logged).toEqual([{ what: 'call went wrong', error: fault }])
})

test.each(['SQLITE_FULL', 'ENOSPC'])('a disk without room (%s) is told as what it is', async (code) => {
  const call = served({ 'school:get': () => Promise.reject(Object.assign(new Error('no room'), { code })) })
  expect(await call('school:get', {})).toEqual({ ok: false, error: { code: 'internal', key: 'disk_full' } })
})

test('an answer that is not of the contract is a fault where answers are checked', async () => {
  const wrong: Partial<Handlers> = { 'school:get': () => ({ ...school, term: 9 }) }
  expect(await served(wrong)('school:get', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
  expect(await served(wrong, { checkOutputs: false })('school:get', {})).toMatchObject({ ok: true })
})

test('a sender that is not trusted gets an exception and reaches no handler', async () => {
  const call = served({ 'school:get': () => expect.unreachable('the handler was called') }, { trusted: false })
  await expect(call('school:get', {})).rejects.toThrow('refused')
  expect(logged.map((l) => l.what)).toEqual(['call from an unknown sender refused'])
})
