import { describe, expect, it } from 'vitest'
import { actOf, channelsOfSend, channelsUsed, holdOf, pausedChannels, type Status, standOf, throughOf } from '../../../../../renderer/features/send/act.ts'
import type { Preview } from '../../../../../renderer/features/send/draft.ts'

const preview = (sms: number, email: number): Preview => ({
  guardians: sms + email,
  sms: { messages: sms, parts: sms, longest: 1, estimateMicros: sms * 800_000, ucs2: 0, costlyLetters: [] },
  email: { messages: email },
  languages: { en: sms + email, sw: 0 },
  leftOut: [],
  recent: 0,
  currency: 'KES',
  quietUntil: null,
  stale: null,
  clockBehind: null,
  holdSeconds: 30,
})
const open = { pause: null, detail: '', until: null, waiting: 0, holding: 0, sending: 0, nextAt: null, balance: null }
const status: Status = {
  mode: 'live',
  keyStore: 'safe',
  look: { language: 'en', textSize: 100, theme: 'light' },
  version: '0.1.0',
  online: true,
  firstRun: false,
  schoolName: 'Mlima View High School',
  term: { term: 3, year: 2026 },
  now: 0,
  zone: 'Africa/Nairobi',
  quietUntil: null,
  channels: { sms: open, email: open },
  running: null,
  holding: null,
  asking: { staleData: 0, restored: 0, balancesAsAt: null },
  alerts: 0,
  storage: 'ok',
}
const smsPaused = { sms: { ...open, pause: 'no_credit' }, email: open } as const

describe('the Send button', () => {
  it.each([
    { sms: 412, email: 0, mode: 'live', act: { key: 'sms', count: 412, sms: 412 } },
    { sms: 0, email: 1, mode: 'live', act: { key: 'email', count: 1, sms: 0 } },
    { sms: 412, email: 120, mode: 'live', act: { key: 'both', count: 120, sms: 412 } },
    { sms: 412, email: 0, mode: 'practice', act: { key: 'practiceSms', count: 412, sms: 412 } },
    { sms: 0, email: 9, mode: 'practice', act: { key: 'practiceEmail', count: 9, sms: 0 } },
    { sms: 3, email: 9, mode: 'practice', act: { key: 'practiceBoth', count: 9, sms: 3 } },
    { sms: 0, email: 0, mode: 'live', act: null },
  ] as const)('says exactly what goes: $sms SMS and $email emails, $mode', ({ sms, email, mode, act }) => {
    expect(actOf(preview(sms, email), mode)).toEqual(act)
  })
})

describe('what messages wait for', () => {
  it.each([
    { name: 'nothing', change: {}, quietUntil: null, hold: null },
    { name: 'the end of quiet hours', change: {}, quietUntil: 5, hold: 'quiet' },
    { name: 'the internet before anything else', change: { online: false, channels: smsPaused }, quietUntil: 5, hold: 'offline' },
    { name: 'nothing from the internet in practice', change: { online: false, mode: 'practice' }, quietUntil: null, hold: null },
    { name: 'a full disk', change: { storage: 'full', online: false }, quietUntil: 5, hold: 'paused' },
    { name: 'a channel that is stopped', change: { channels: smsPaused }, quietUntil: 5, hold: 'paused' },
  ] as const)('is $name', ({ change, quietUntil, hold }) => {
    expect(holdOf({ ...status, ...change }, { quietUntil }, ['sms'])).toBe(hold)
  })

  it('is nothing when one of two channels still goes', () => {
    const both = channelsUsed(preview(3, 2))
    expect(both).toEqual(['sms', 'email'])
    expect(holdOf({ ...status, channels: smsPaused }, { quietUntil: null }, both)).toBeNull()
    expect(pausedChannels({ ...status, channels: smsPaused }, both)).toEqual(['sms'])
  })

  it('is not called a pause when it is only the internet', () => {
    const away = { sms: { ...open, pause: 'offline' }, email: open } as const
    expect(pausedChannels({ ...status, channels: away }, ['sms'])).toEqual([])
  })
})

describe('the progress of a sending', () => {
  it('counts what is settled, without those left out', () => {
    expect(throughOf({ queued: 10, sending: 2, sent: 80, delivered: 3, failed: 4, unconfirmed: 1, skipped: 27 })).toEqual({ done: 88, total: 100 })
    expect(throughOf({})).toEqual({ done: 0, total: 0 })
  })
})

describe('where a send stands', () => {
  it.each([
    { states: { held: 9, skipped: 3 }, releaseAt: 1_000, stand: 'holding' },
    { states: { queued: 9 }, releaseAt: null, stand: 'going' },
    { states: { sent: 5, queued: 4 }, releaseAt: null, stand: 'going' },
    { states: { sent: 8, failed: 1, skipped: 3 }, releaseAt: null, stand: 'done' },
    { states: { cancelled: 9, skipped: 3 }, releaseAt: null, stand: 'undone' },
    { states: { sent: 1, cancelled: 8 }, releaseAt: null, stand: 'done' },
  ] as const)('$states is $stand', ({ states, releaseAt, stand }) => {
    expect(standOf({ states, releaseAt, tried: false })).toBe(stand)
  })

  it('is over, not undone, where all was cancelled after a try that may have arrived', () => {
    expect(standOf({ states: { cancelled: 9, skipped: 3 }, releaseAt: null, tried: true })).toBe('done')
  })
})

describe('the channels of a send', () => {
  it.each([
    { all: { queued: 9, skipped: 2 }, sms: { queued: 9, skipped: 2 }, used: ['sms'] },
    { all: { sent: 9, queued: 4 }, sms: { sent: 9 }, used: ['sms', 'email'] },
    { all: { queued: 4, skipped: 9 }, sms: { skipped: 9 }, used: ['email'] },
  ])('are $used where all stand at $all and the SMS at $sms', ({ all, sms, used }) => {
    expect(channelsOfSend(all, sms)).toEqual(used)
  })
})
