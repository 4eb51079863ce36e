import { expect, test } from 'vitest'
import { decideReport } from '../../../../electron/reports/decide.ts'
import { CHANNELS_OUT, canMove, MESSAGE_STATES, type MessageState, REPORT_VERDICTS, type ReportVerdict } from '../../../../shared/model/messages/message.ts'

type Tried = 'never' | 'failed' | 'unanswered'
const decided = (channel: 'sms' | 'email', state: MessageState, verdict: ReportVerdict, tried: Tried = 'never') => {
  const decision = decideReport({ channel, state, tried }, verdict)
  return decision.kind === 'move' ? decision.to : decision.kind
}

test('a report moves an SMS only as its words allow', () => {
  const table = Object.fromEntries(
    (['sent', 'unconfirmed', 'failed', 'delivered', 'queued', 'sending', 'held'] as const).map((state) => [
      state,
      (['delivered', 'failed', 'on_the_way'] as const).map((verdict) => decided('sms', state, verdict)),
    ]),
  )
  expect(table).toEqual({
    sent: ['delivered', 'failed', 'nothing'],
    unconfirmed: ['delivered', 'failed', 'sent'],
    failed: ['evidence', 'evidence', 'nothing'],
    delivered: ['evidence', 'evidence', 'nothing'],
    queued: ['evidence', 'evidence', 'nothing'],
    sending: ['later', 'later', 'later'],
    held: ['nothing', 'nothing', 'nothing'],
  })
})

test('what failed arrived after all only where a try of it can have, and what is said of an earlier try is kept and moves nothing', () => {
  expect((['never', 'failed', 'unanswered'] as const).map((tried) => decided('sms', 'failed', 'delivered', tried))).toEqual([
    'evidence',
    'delivered',
    'delivered',
  ])
  for (const state of MESSAGE_STATES) {
    for (const verdict of REPORT_VERDICTS) {
      expect(decideReport({ channel: 'sms', state, tried: 'unanswered' }, verdict, true)).toEqual({ kind: 'evidence' })
    }
  }
})

test('an email comes back or goes out, and never counts as delivered', () => {
  expect(MESSAGE_STATES.flatMap((state) => REPORT_VERDICTS.map((verdict) => decided('email', state, verdict)))).not.toContain('delivered')
  expect(decided('email', 'sent', 'failed')).toBe('failed')
  expect(decided('email', 'sent', 'on_the_way')).toBe('evidence')
  expect(decided('email', 'unconfirmed', 'opened')).toBe('sent')
  expect(decided('email', 'sent', 'clicked')).toBe('evidence')
  expect(decided('sms', 'sent', 'opened')).toBe('nothing')
})

test('what waits to be sent once more is settled by what is heard of the first time, and what was never handed over by nothing', () => {
  const table = (channel: 'sms' | 'email', state: MessageState, tried: Tried) =>
    (['delivered', 'failed', 'on_the_way', 'opened'] as const).map((verdict) => decided(channel, state, verdict, tried))
  for (const state of ['queued', 'held'] as const) {
    expect(table('sms', state, 'unanswered')).toEqual(['delivered', 'evidence', 'sent', 'nothing'])
    expect(table('sms', state, 'failed')).toEqual(['delivered', 'evidence', 'nothing', 'nothing'])
    expect(table('email', state, 'unanswered')).toEqual(['sent', 'evidence', 'sent', 'sent'])
    expect(table('email', state, 'failed')).toEqual(['evidence', 'evidence', 'nothing', 'evidence'])
    expect([...table('sms', state, 'never'), ...table('email', state, 'never')]).not.toContain('sent')
  }
  for (const state of ['cancelled', 'skipped', 'expired'] as const) expect(table('sms', state, 'unanswered')[0]).toBe('evidence')
})

test('every move that a report makes is one that a message may make', () => {
  for (const channel of CHANNELS_OUT) {
    for (const state of MESSAGE_STATES) {
      for (const verdict of REPORT_VERDICTS) {
        for (const tried of ['never', 'failed', 'unanswered'] as const) {
          const decision = decideReport({ channel, state, tried }, verdict)
          if (decision.kind === 'move') expect([channel, state, decision.to, canMove(state, decision.to)]).toEqual([channel, state, decision.to, true])
        }
      }
    }
  }
})
