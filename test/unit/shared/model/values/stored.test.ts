import { describe, expect, it } from 'vitest'
import { storedDraft } from '../../../../../shared/model/batches/draft.ts'
import { readIfAny, storedEmailAccount, storedSmsAccount } from '../../../../../shared/model/settings/accounts.ts'
import { DEFAULT_SENDING, storedSending } from '../../../../../shared/model/settings/sending.ts'
import { stored } from '../../../../../shared/model/values/stored.ts'
import { z } from '../../../../../shared/zod.ts'

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('a value that is stored as JSON', () => {
  // version 1: { name }, version 2: { first, last }, version 3: { first, last, title }
  const person = stored(
    z.strictObject({ first: z.string(), last: z.string(), title: z.string() }),
    ({ name, ...rest }) => ({ ...rest, first: String(name).split(' ')[0], last: String(name).split(' ')[1] }),
    (json) => ({ ...json, title: '' }),
  )
  const amina = { first: 'Amina', last: 'Njeri', title: '' }

  it('comes back as it went, and says its version', () => {
    expect(person.write(amina)).toEqual({ ...amina, v: 3 })
    expect(person.read(throughJson(person.write(amina)))).toEqual(amina)
  })

  it('is read whichever version wrote it, from version 1 where it says none', () => {
    expect(person.read({ name: 'Amina Njeri' })).toEqual(amina)
    expect(person.read({ v: 1, name: 'Amina Njeri' })).toEqual(amina)
    expect(person.read({ v: 2, first: 'Amina', last: 'Njeri' })).toEqual(amina)
  })

  it('is not read where a newer console wrote it, nor where it cannot be it', () => {
    expect(() => person.read({ ...amina, v: 4 })).toThrow('stored by a newer console: version 4, and this one knows 3')
    expect(() => person.read({ ...amina, v: 3, title: 7 })).toThrow(z.ZodError)
    for (const nothing of [null, undefined, 'Amina', [], { v: 0 }, { v: 'x' }]) expect(() => person.read(nothing)).toThrow(z.ZodError)
  })
})

describe('what was stored before it had versions', () => {
  it('is a draft as it is one now', () => {
    const draft = { templateKey: 'fee_statement', audience: { classes: ['Form 1'], balanceOverCents: null, includeCopies: false }, channel: 'both' }
    expect(storedDraft.read(draft)).toEqual(draft)
  })

  it('is an SMS account of the one company that there was, or of the one that it names', () => {
    const first = { username: 'school', senderId: '', baseUrl: 'https://api.example.com' }
    expect(storedSmsAccount.read(first)).toEqual({ ...first, provider: 'africas_talking' })
    const later = { provider: 'twilio', accountSid: `AC${'0'.repeat(32)}`, sender: 'SCHOOL', baseUrl: 'https://api.example.com' }
    expect(storedSmsAccount.read(later)).toEqual(later)
  })

  it('is sending settings, those that it lacks being the usual ones and those that are no more left out', () => {
    expect(storedSending.read({})).toEqual(DEFAULT_SENDING)
    expect(storedSending.read({ holdSeconds: 0, quietFrom: null, quietTo: null, colour: 'red' })).toEqual({
      ...DEFAULT_SENDING,
      holdSeconds: 0,
      quietFrom: null,
      quietTo: null,
    })
    expect(storedSending.read(throughJson(storedSending.write(DEFAULT_SENDING)))).toEqual(DEFAULT_SENDING)
  })
})

it('is no account where none was saved, or one was taken away', () => {
  expect(readIfAny(storedEmailAccount, undefined)).toBeNull()
  expect(readIfAny(storedEmailAccount, null)).toBeNull()
})
