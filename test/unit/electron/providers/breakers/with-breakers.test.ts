import { describe, expect, it } from 'vitest'
import { withBreakers } from '../../../../../electron/providers/breakers/with-breakers.ts'
import type { Outcomes, OutgoingSms, SendOutcome } from '../../../../../electron/providers/provider.ts'
import type { FailureReason } from '../../../../../shared/model/messages/message.ts'

const taken: SendOutcome = { kind: 'accepted', providerId: 'x' }
const refusal = (code = '29999', reason: FailureReason = 'provider_refused'): SendOutcome => ({ kind: 'rejected', reason, code, detail: `words of ${code}` })

/** "retry", "refused_run", "rate_limited +5" (minutes from the beginning). */
function short(outcome: SendOutcome): string {
  if (outcome.kind !== 'not_sent') return outcome.kind
  const { reason, until } = outcome.fault
  return until === null ? reason : `${reason} +${(until - NOW) / MINUTE_MS}`
}

const NOW = Date.UTC(2026, 10, 20, 7)
const MINUTE_MS = 60_000

/** An account whose calls are answered as it is told: a call is the numbers that it goes to, with an answer each. */
function account() {
  let now = NOW
  const open: ((outcomes: Outcomes) => void)[] = []
  const sender = withBreakers(
    { send: (_messages: readonly OutgoingSms[]) => new Promise<Outcomes>((answered) => open.push(answered)) },
    (message: OutgoingSms) => message.phone,
    () => now,
  )
  const begin = (families: readonly number[]) => {
    const answer = open.length
    const ended = sender.send(families.map((id) => ({ id, phone: `+2547120${String(id).padStart(5, '0')}`, body: 'Fees' })))
    return async (outcome: SendOutcome | ((family: number) => SendOutcome)) => {
      open[answer]?.(new Map(families.map((id) => [id, typeof outcome === 'function' ? outcome(id) : outcome])))
      return [...(await ended).values()].map(short)
    }
  }
  return {
    begin,
    one: async (family: number, outcome: SendOutcome) => (await begin([family])(outcome))[0],
    later(minutes: number) {
      now += minutes * MINUTE_MS
    },
  }
}
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

describe('refusals for the same reason', () => {
  it.each<FailureReason>(['provider_refused', 'account_review', 'content_refused', 'address_refused'])(
    '(%s) of three families in a row stop the channel',
    async (reason) => {
      const { one } = account()
      const told = [await one(1, refusal('7', reason)), await one(2, refusal('7', reason)), await one(3, refusal('7', reason))]
      expect(told).toEqual(['rejected', 'rejected', 'refused_run'])
    },
  )

  it('are told in the provider’s words, and wait for a person', async () => {
    const sender = withBreakers(
      { send: async (all: readonly OutgoingSms[]) => new Map(all.map(({ id }) => [id, refusal()])) },
      ({ phone }: OutgoingSms) => phone,
      () => NOW,
    )
    const told = await sender.send(upTo(3).map((id) => ({ id, phone: `+25471200000${id}`, body: 'Fees' })))
    expect(told.get(2)).toEqual({ kind: 'not_sent', code: '29999', fault: { reason: 'refused_run', detail: 'words of 29999', until: null } })
  })

  it.each<FailureReason>(['number_refused', 'number_unsupported', 'blacklisted', 'no_route', 'mailbox_unknown', 'mailbox_full'])(
    'that are a family’s own (%s) stop nothing, however many there are',
    async (reason) => {
      const { begin } = account()
      expect(new Set(await begin(upTo(100))(refusal('7', reason)))).toEqual(new Set(['rejected']))
    },
  )

  it('stop nothing where one family drew them all, nor where what was refused was refused by the console itself', async () => {
    const { one } = account()
    for (let n = 0; n < 5; n += 1) expect(await one(1, refusal())).toBe('rejected')
    for (const family of [2, 3, 4]) expect(await one(family, refusal('local'))).toBe('rejected')
  })

  it.each([
    ['another was taken in between', taken],
    ['another was refused for another reason', refusal('30000')],
  ])('are no row where %s', async (_, between) => {
    const { one } = account()
    await one(1, refusal())
    await one(2, refusal())
    await one(3, between)
    expect(await one(4, refusal())).toBe('rejected')
  })

  it('fail nobody in a call that alone holds three families', async () => {
    const { begin } = account()
    expect(new Set(await begin(upTo(100))(refusal()))).toEqual(new Set(['refused_run']))
  })

  it('are those families’ own in a call of which others were taken', async () => {
    const { begin } = account()
    const told = await begin(upTo(100))((family) => (family < 40 ? refusal() : taken))
    expect(told.filter((kind) => kind === 'rejected')).toHaveLength(40)
  })

  it('leave what the same call says of a number to that family', async () => {
    const { begin } = account()
    const told = await begin(upTo(10))((family) => (family === 4 ? refusal('403', 'number_refused') : refusal()))
    expect(told.filter((kind) => kind === 'rejected')).toHaveLength(1)
  })

  it('fail nobody more of those that were on their way when the channel stopped', async () => {
    const { begin } = account()
    const calls = upTo(8).map((family) => begin([family]))
    const told: (string | undefined)[] = []
    for (const answer of calls) told.push(...(await answer(refusal())))
    expect(told).toEqual(['rejected', 'rejected', ...Array(6).fill('refused_run')])
  })

  it('begin anew once it is resumed, so that it gets past families that alone are refused', async () => {
    const { one } = account()
    for (const family of [1, 2, 3]) await one(family, refusal())
    expect([await one(3, refusal()), await one(4, refusal()), await one(5, taken)]).toEqual(['rejected', 'rejected', 'accepted'])
  })
})

describe('temporary failures', () => {
  const busy = (code = '452', whose?: 'recipient' | 'provider'): SendOutcome => ({ kind: 'retry', code, detail: 'later', ...(whose && { whose }) })

  it('of three families in a row make the channel wait, and then for longer each time that it is tried, an hour at most', async () => {
    const { one, later } = account()
    expect([await one(1, busy()), await one(2, busy()), await one(3, busy())]).toEqual(['retry', 'retry', 'rate_limited +5'])
    later(5)
    expect(await one(4, busy())).toBe('rate_limited +20')
    later(15)
    expect(await one(5, busy('501'))).toBe('rate_limited +50')
    later(30)
    expect(await one(3, busy())).toBe('rate_limited +110')
    later(60)
    expect(await one(1, busy())).toBe('rate_limited +170')
  })

  it('begin anew with the first message that is taken', async () => {
    const { one } = account()
    for (const family of [1, 2, 3, 4]) await one(family, busy())
    await one(5, taken)
    expect([await one(6, busy()), await one(7, busy()), await one(8, busy())]).toEqual(['retry', 'retry', 'rate_limited +5'])
  })

  it('are everybody’s at once where the provider says that they are its own', async () => {
    const { one } = account()
    expect(await one(1, busy('452 4.3.1', 'provider'))).toBe('rate_limited +5')
  })

  it('are a family’s own where the provider says so, however many there are', async () => {
    const { begin } = account()
    expect(new Set(await begin(upTo(100))(busy('451 4.7.1', 'recipient')))).toEqual(new Set(['retry']))
  })

  it.each<['provider' | undefined]>([['provider'], [undefined]])('are a family’s own once others were taken since (said to be: %s)', async (whose) => {
    const { one } = account()
    for (const family of [1, 2, 3]) await one(family, busy('452', whose))
    await one(4, taken)
    for (let n = 0; n < 3; n += 1) for (const family of [1, 2, 3]) expect(await one(family, busy('452', whose))).toBe('retry')
    await one(1, taken)
    expect(await one(1, busy('452', 'provider'))).toBe('rate_limited +5')
  })

  it('are a family’s own where nobody else draws them', async () => {
    const { one } = account()
    for (let n = 0; n < 4; n += 1) expect(await one(1, busy())).toBe('retry')
  })

  it('are no row where they differ', async () => {
    const { one } = account()
    expect([await one(1, busy('451')), await one(2, busy('452')), await one(3, busy('451'))]).toEqual(['retry', 'retry', 'retry'])
  })

  it('use no attempt in a call that alone holds three families, nor of what was on its way, and make the wait no longer', async () => {
    const { begin, later } = account()
    const calls = [upTo(100), [200], [201]].map((families) => begin(families))
    for (const answer of calls) {
      expect(new Set(await answer(busy()))).toEqual(new Set(['rate_limited +5']))
      later(1)
    }
  })
})
