import { describe, expect, it } from 'vitest'
import { problemsOf, sendingOf, type Values, valuesOf } from '../../../../../../renderer/features/settings/sending/sending-values.ts'
import { contract } from '../../../../../../shared/ipc/contract.ts'
import type { SendingSettings } from '../../../../../../shared/model/settings/sending.ts'

const usual: SendingSettings = {
  quietFrom: '22:00',
  quietTo: '07:00',
  pricePerPartMicros: 800_000,
  windowFrom: null,
  windowTo: null,
  senderKind: 'transactional',
  holdSeconds: 30,
  staleDays: 3,
  expireDays: 5,
  gapMinutes: 0,
  smsPerSecond: null,
  smsPerDay: null,
  emailPerMinute: null,
  emailPerDay: 400,
  spendPerDayMicros: null,
  spendPerMonthMicros: null,
}
const strict: SendingSettings = {
  ...usual,
  quietFrom: null,
  quietTo: null,
  pricePerPartMicros: 7_900,
  windowFrom: '07:30',
  windowTo: '18:00',
  senderKind: 'promotional',
  holdSeconds: 45,
  gapMinutes: 120,
  smsPerSecond: 5,
  smsPerDay: 300,
  emailPerMinute: 30,
  emailPerDay: null,
  spendPerDayMicros: 2_500_500_000,
  spendPerMonthMicros: 40_000_000_000,
}
const typed = (changes: Partial<Values>): Values => ({ ...valuesOf(usual), ...changes })

describe('the form of the sending settings', () => {
  it.each([
    ['the usual settings', usual],
    ['settings with every limit', strict],
  ])('gives back %s as it got them', (_, sending) => {
    expect(sendingOf(valuesOf(sending))).toEqual(sending)
    expect(problemsOf(valuesOf(sending))).toEqual({})
  })

  it('takes times and amounts as people type them', () => {
    const values = typed({ quietFrom: '9.30', quietTo: '545', spendPerDay: '1500.5', gapMinutes: '' })
    expect(problemsOf(values)).toEqual({})
    expect(sendingOf(values)).toMatchObject({ quietFrom: '09:30', quietTo: '05:45', spendPerDayMicros: 1_500_500_000, gapMinutes: 0 })
  })

  it.each<[string, Partial<Values>, object]>([
    ['a time that is none', { quietTo: 'seven' }, { quietTo: 'time' }],
    ['quiet hours without length', { quietFrom: '07:00' }, { quietTo: 'sameTime' }],
    ['school hours over midnight', { window: true, windowFrom: '19:00', windowTo: '07:00' }, { windowTo: 'order' }],
    ['school hours that are all quiet', { window: true, windowFrom: '05:00', windowTo: '07:00' }, { windowTo: 'neverOpen' }],
    [
      'promotional SMS at school hours that networks refuse',
      { quiet: false, window: true, windowFrom: '18:00', windowTo: '20:00', senderKind: 'promotional' },
      { windowTo: 'neverOpen' },
    ],
    ['quiet hours over all promotional hours', { quietFrom: '08:00', quietTo: '18:00', senderKind: 'promotional' }, { quietTo: 'neverOpen' }],
    ['an age that is missing', { staleDays: '' }, { staleDays: 'whole' }],
    ['an age that is too high', { expireDays: 31 }, { expireDays: 'whole' }],
    ['half a message', { smsPerDay: 2.5 }, { smsPerDay: 'whole' }],
    ['a limit of nothing', { emailPerMinute: 0 }, { emailPerMinute: 'whole' }],
    ['a price that is missing', { price: '' }, { price: 'amount' }],
    ['an amount that is too high', { spendPerDay: 1_000_001 }, { spendPerDay: 'amount' }],
    ['a day that may cost less than one long SMS', { price: 0.8, spendPerDay: 4.7 }, { spendPerDay: 'oneSms' }],
    ['a month that may cost less than a day', { spendPerDay: 500, spendPerMonth: 400 }, { spendPerMonth: 'monthLess' }],
  ])('refuses %s', (_, changes, problems) => {
    expect(problemsOf(typed(changes))).toEqual(problems)
  })

  it('does not look at times that are switched off', () => {
    expect(problemsOf(typed({ quiet: false, quietFrom: 'x', windowTo: 'y' }))).toEqual({})
  })

  it.each<[string, Partial<Values>]>([
    [
      'lowest',
      {
        staleDays: 1,
        expireDays: 1,
        gapMinutes: 0,
        price: 0,
        spendPerDay: 1,
        spendPerMonth: 1,
        smsPerSecond: 1,
        smsPerDay: 1,
        emailPerMinute: 1,
        emailPerDay: 1,
      },
    ],
    [
      'highest',
      {
        staleDays: 90,
        expireDays: 30,
        gapMinutes: 1_440,
        price: 1_000,
        spendPerDay: 1_000_000,
        spendPerMonth: 1_000_000,
        smsPerSecond: 1_000,
        smsPerDay: 1_000_000,
        emailPerMinute: 10_000,
        emailPerDay: 1_000_000,
      },
    ],
  ])('takes the %s values that the contract takes', (_, changes) => {
    expect(problemsOf(typed(changes))).toEqual({})
    expect(contract['sending:save'].input.safeParse(sendingOf(typed(changes))).success).toBe(true)
  })
})
