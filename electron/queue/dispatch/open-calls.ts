/** The provider's calls that are open, and what they answered until a poll has written it down. */
import type { Log } from '../../platform/ports.ts'
import type { Outcomes } from '../../providers/provider.ts'
import { createLostRun, type LostPause } from '../lost-run.ts'
import type { Claimed, Finished } from '../poll.ts'
import { nextMoment } from './poll-loop.ts'

/** Who carries a call; never rejects. */
export type Carrier<M> = { readonly name: string; send(messages: readonly M[]): Promise<Outcomes> }
/** One call to the provider: messages that share a text, or one message. */
export type Call<M> = readonly Claimed<M>[]
/** What a poll writes down of the calls. */
export type Answers = { readonly finished: readonly Finished[]; readonly lostPause: LostPause | null }

export type OpenCalls<M> = {
  count(): number
  /** No call is open, and no answer waits to be written down. */
  areQuiet(): boolean
  /** The answers that came, for a poll to write down. `now`: ms UTC. */
  take(now: number): Answers
  /** They could not be written down: the next poll takes them again, before those that came since. */
  putBack(answers: Answers): void
  /** These calls were claimed. Each holds its place until its answer came. */
  claimed(calls: readonly Call<M>[]): void
  handOver(carrier: Carrier<M> | null, calls: readonly Call<M>[]): Promise<void>
  /** Not a byte of these left. */
  withdraw(calls: readonly Call<M>[], code: string): void
}
export type OpenCallsParts<M> = {
  /** The channel's as it is now; null while it has no account. */
  readonly carrier: () => Carrier<M> | null
  readonly mayHandOver: () => boolean
  readonly onAnswer: () => void
  readonly log: Pick<Log, 'error'>
}

export function createOpenCalls<M>({ carrier, mayHandOver, onAnswer, log }: OpenCallsParts<M>): OpenCalls<M> {
  const lostRun = createLostRun()
  let open = 0
  let finished: Finished[] = []
  let lostPause: LostPause | null = null
  /** An answer that no poll has written down yet says that nothing can go. */
  let halted = false

  async function send(current: Carrier<M>, call: Call<M>) {
    let outcomes: Outcomes = new Map()
    try {
      outcomes = await current.send(call.map((c) => c.message))
    } catch (error) {
      // A provider promises never to reject. If one does all the same, nobody knows what left.
      log.error('a provider broke its promise', error, { provider: current.name })
    }
    // the fault of an account that was replaced meanwhile says nothing of the new one
    const replaced = carrier() !== current
    open--
    for (const { attempt } of call) {
      const outcome = outcomes.get(attempt.id) ?? { kind: 'unknown', code: 'no_outcome', detail: '' }
      halted ||= !replaced && outcome.kind === 'not_sent'
      finished.push({ attempt, outcome: replaced && outcome.kind === 'not_sent' ? { kind: 'not_handed', code: outcome.code } : outcome })
    }
    // one call counts once, however many numbers it carried
    lostRun.heard(call.map(({ attempt }) => outcomes.get(attempt.id)?.kind ?? 'unknown'))
    onAnswer()
  }

  function withdraw(calls: readonly Call<M>[], code: string) {
    open -= calls.length
    for (const { attempt } of calls.flat()) finished.push({ attempt, outcome: { kind: 'not_handed', code } })
    onAnswer()
  }

  return {
    count: () => open,
    areQuiet: () => open === 0 && finished.length === 0,
    take(now) {
      const answers = { finished, lostPause: lostPause ?? lostRun.pause(now, open) }
      finished = []
      lostPause = null
      halted = false
      return answers
    },
    putBack(answers) {
      finished = [...answers.finished, ...finished]
      lostPause = answers.lostPause
      halted ||= answers.finished.some(({ outcome }) => outcome.kind === 'not_sent')
    },
    claimed(calls) {
      open += calls.length
    },
    /** One call in each moment of the event loop. What a provider does before its first byte must not add up to a pause, nor its answers to a wave. */
    async handOver(current, calls) {
      for (const [i, call] of calls.entries()) {
        if (i > 0) await nextMoment()
        // what the first of them were told counts for the others too
        if (current && mayHandOver() && !halted) void send(current, call)
        else withdraw([call], halted ? 'channel_stopped' : 'stopping')
      }
    },
    withdraw(calls, code) {
      if (calls.length > 0) withdraw(calls, code)
    },
  }
}
