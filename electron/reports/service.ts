/** Reports of delivery: a provider's export brought in by hand, and the sources that are asked in their time. */
import { readSetting } from '../../db/queries/settings.ts'
import { Turns } from '../../db/turns.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { MessageChannel } from '../../shared/model/message.ts'
import { createHeldFiles } from '../files/held-files.ts'
import type { Context } from '../platform/context.ts'
import type { SmsProvider } from '../providers/provider.ts'
import { namesOf } from '../safekeeping/names.ts'
import { nothingYet } from './apply.ts'
import { takeReturned } from './mailbox/returned-mail.ts'
import { createPolling, type Source } from './polling.ts'
import { readProvider } from './provider.ts'
import { readRelay } from './relay/relay.ts'
import { addCounts } from './source.ts'
import { createReportSources } from './sources.ts'

export type ReportDeps = {
  /** The SMS provider as it is now; null while there is none. */
  readonly smsProvider: () => SmsProvider | null
  /** A message of this channel may go (again). */
  readonly wake: (channel: MessageChannel) => void
}

export type ReportService = ReturnType<typeof createReportService>

export function createReportService(context: Context, { smsProvider, wake }: ReportDeps) {
  const { db, worker, clock, log, emit, isOnline } = context
  const files = createHeldFiles(context)
  const applying = new Turns()
  let lastToken: string | null = null
  const changed = () => emit('console:changed', { topics: ['messages', 'status'] })
  const progress = (work: 'report-read' | 'report-apply') => (done: number, total: number) => emit('work:progress', { work, done, total })

  const relay: Source = {
    name: 'relay',
    async round(signal) {
      const account = await sources.relayAccount()
      return account && readRelay({ db, clock, account, names: namesOf(db), signal })
    },
  }
  const mailbox: Source = {
    name: 'mailbox',
    async round(signal) {
      const account = await sources.mailboxAccount()
      if (!account) return null
      // loaded only where there is a mailbox: reading mail is a large part
      const { readMailbox } = await import('./mailbox/mailbox.ts')
      return takeReturned({ db, clock, account, names: namesOf(db), signal, read: readMailbox })
    },
  }
  const provider: Source = {
    name: 'provider',
    async round(signal, all) {
      const sms = smsProvider()
      if (!sms?.reports && !sms?.trace) return null
      const answer = await readProvider({ db, clock, provider: sms, signal, all })
      if (answer.requeued > 0) {
        changed()
        wake('sms')
      }
      return { ...answer, idle: !answer.asked }
    },
  }
  const polling = createPolling({
    db,
    clock,
    log,
    isOnline,
    sources: [relay, provider, mailbox],
    onRound({ counts, trouble }, troubleChanged) {
      if (counts.delivered + counts.failed + counts.confirmed + counts.same > 0) changed()
      if (troubleChanged) emit('console:changed', { topics: ['settings'] })
      if (troubleChanged && trouble) log.warn('a source of reports is in trouble', { trouble })
    },
  })
  const sources = createReportSources(context, polling.asked)

  /** One report file is looked at at a time. */
  async function keepOnly<T extends { token: string } | null>(held: T): Promise<T> {
    if (held === null) return held
    if (lastToken !== null) await files.discard(lastToken)
    lastToken = held.token
    return held
  }

  return {
    sources,
    choose: async (): Promise<Output<'reports:choose'>> => keepOnly(await files.choose()),
    receive: async (file: Parsed<'reports:receive'>): Promise<Output<'reports:receive'>> => keepOnly(await files.receive(file)),

    /** Reads an export against the log; writes nothing. */
    async read({ token, mapping }: Parsed<'reports:read'>): Promise<Output<'reports:read'>> {
      const { path, name, bytes } = files.get(token)
      const reading = await worker.call('reports:read', { file: { path, name }, mapping, now: clock.now() }, progress('report-read'))
      return { file: { token, name, bytes }, ...reading }
    },

    /** Writes down what the export says, batch by batch, so that messages can leave in between. One that was cut short is finished by applying it again. */
    async apply({ token, mapping }: Parsed<'reports:apply'>): Promise<Output<'reports:apply'>> {
      const { path, name } = files.get(token)
      return applying.take(async () => {
        await worker.call('reports:start-applying', { file: { path, name }, mapping, now: clock.now() })
        try {
          for (;;) {
            const { done, total, counts } = await worker.call('reports:apply-next', null)
            progress('report-apply')(done, total)
            if (done === total) return counts
          }
        } finally {
          changed()
        }
      })
    },

    /** Asks every source that is set up now. `trouble`: keys of what is wrong with those that could not be asked. */
    async refresh(): Promise<Output<'reports:refresh'>> {
      const counts = nothingYet()
      // nothing was ever sent from practice, so nobody has news of it
      const rounds = context.mode === 'live' ? await polling.askAll() : []
      for (const round of rounds) addCounts(counts, round.counts)
      const { delivered, failed, confirmed } = counts
      return { delivered, failed, confirmed, trouble: rounds.flatMap((round) => round.trouble ?? []) }
    },

    saveRelay: sources.saveRelay,
    saveMailbox: sources.saveMailbox,
    testRelay: () => sources.testRelay(polling.signal),
    testMailbox: () => sources.testMailbox(polling.signal),

    /** Whether something tells of opened mails and pressed links. */
    tracksReading: (): boolean => (readSetting(db, 'relay-account') ?? null) !== null,

    startPolling(): void {
      if (context.mode === 'live') polling.start()
    },
    /** Resolves when no source is being asked. */
    idle: polling.idle,
    /** Ends the asking, and whatever is being read; nothing is written after it. */
    stop() {
      files.close()
      return polling.stop()
    },
  }
}
