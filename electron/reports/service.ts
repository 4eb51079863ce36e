/** The use cases of delivery reports: a provider's export that a person brings in, and the sources that are polled. */
import { readSetting } from '../../db/queries/settings.ts'
import { Turns } from '../../db/turns.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { MessageChannel } from '../../shared/model/messages/message.ts'
import { createHeldFiles } from '../files/held-files.ts'
import type { Context } from '../platform/context.ts'
import type { SmsProvider } from '../providers/provider.ts'
import { readInstallations } from '../safekeeping/installation.ts'
import { noCounts } from './apply.ts'
import type { ReportJobs } from './jobs.ts'
import { importBounces } from './mailbox/import-bounces.ts'
import { createPolling, type Polling, type Source } from './polling.ts'
import { pollProvider } from './provider-reports.ts'
import { pollRelay } from './relay/relay.ts'
import { addCounts, type PollResult } from './source.ts'
import { createReportSources, type ReportSources } from './sources.ts'

export type ReportDeps = {
  /** The SMS provider as it is now; null while there is none. */
  readonly smsProvider: () => SmsProvider | null
  /** A message of this channel may go (again). */
  readonly wake: (channel: MessageChannel) => void
}

export type ReportService = ReturnType<typeof createReportService>

export function createReportService(context: Context<ReportJobs>, deps: ReportDeps) {
  const { db, clock, log, emit, isOnline } = context
  const messagesChanged = () => emit('console:changed', { topics: ['messages', 'status'] })

  const polling: Polling = createPolling({
    db,
    clock,
    log,
    isOnline,
    sources: [relaySource(context, () => sources), providerSource(context, deps, messagesChanged), mailboxSource(context, () => sources)],
    onResult({ counts, trouble }, troubleChanged) {
      if (counts.delivered + counts.failed + counts.confirmed + counts.same > 0) messagesChanged()
      if (troubleChanged) emit('console:changed', { topics: ['settings'] })
      if (troubleChanged && trouble) log.warn('a source of reports is in trouble', { trouble })
    },
  })
  const sources: ReportSources = createReportSources(context, polling.stateOf)

  const { endCopying, ...exports } = exportUseCases(context, messagesChanged)

  return {
    sources,
    ...exports,

    /** Polls every source that is set up now. `trouble`: the keys of what is wrong with those that could not be polled. */
    async refresh(): Promise<Output<'reports:refresh'>> {
      const counts = noCounts()
      // Nothing is ever sent from practice, so there are no reports.
      const results: PollResult[] = context.mode === 'live' ? await polling.pollAll() : []
      for (const result of results) addCounts(counts, result.counts)
      const { delivered, failed, confirmed } = counts
      return { delivered, failed, confirmed, trouble: results.flatMap((result) => result.trouble ?? []) }
    },

    saveRelay: sources.saveRelay,
    saveMailbox: sources.saveMailbox,
    testRelay: () => sources.testRelay(polling.signal),
    testMailbox: () => sources.testMailbox(polling.signal),

    /** Whether a source reports opened mails and clicked links. */
    tracksReading: (): boolean => (readSetting(db, 'relay-account') ?? null) !== null,

    startPolling(): void {
      if (context.mode === 'live') polling.start()
    },
    /** Resolves when no source is being polled. */
    idle: polling.idle,
    /** Ends the polls under way, and whatever is being copied; nothing is written after it. */
    stop() {
      endCopying()
      return polling.stop()
    },
  }
}

function relaySource({ db, clock }: Context, sources: () => ReportSources): Source {
  return {
    name: 'relay',
    async poll(signal) {
      const account = await sources().relayAccount()
      return account && pollRelay({ db, clock, account, installations: readInstallations(db), signal })
    },
  }
}

function mailboxSource({ db, clock }: Context, sources: () => ReportSources): Source {
  return {
    name: 'mailbox',
    async poll(signal) {
      const account = await sources().mailboxAccount()
      if (!account) return null
      // The libraries that read mail are large: they are loaded only where there is a mailbox.
      const { readMailbox } = await import('./mailbox/mailbox.ts')
      return importBounces({ db, clock, account, installations: readInstallations(db), signal, read: readMailbox })
    },
  }
}

function providerSource({ db, clock }: Context, { smsProvider, wake }: ReportDeps, messagesChanged: () => void): Source {
  return {
    name: 'provider',
    async poll(signal, all) {
      const provider = smsProvider()
      if (!provider?.reports && !provider?.trace) return null
      const result = await pollProvider({ db, clock, provider, signal, all })
      if (result.requeued > 0) {
        messagesChanged()
        wake('sms')
      }
      return { ...result, idle: !result.asked }
    },
  }
}

/** Choosing, reading and applying a provider's export. One file is held at a time, and one is applied at a time. */
function exportUseCases(context: Context<ReportJobs>, messagesChanged: () => void) {
  const { worker, clock, emit } = context
  const files = createHeldFiles(context)
  const applying = new Turns()
  let lastToken: string | null = null
  const progress = (work: 'report-read' | 'report-apply') => (done: number, total: number) => emit('work:progress', { work, done, total })

  async function keepOnly<T extends { token: string } | null>(held: T): Promise<T> {
    if (held === null) return held
    if (lastToken !== null) await files.discard(lastToken)
    lastToken = held.token
    return held
  }

  return {
    endCopying: files.close,
    choose: async (): Promise<Output<'reports:choose'>> => keepOnly(await files.choose()),
    receive: async (file: Parsed<'reports:receive'>): Promise<Output<'reports:receive'>> => keepOnly(await files.receive(file)),

    /** Compares an export with the log; writes nothing. */
    async read({ token, mapping }: Parsed<'reports:read'>): Promise<Output<'reports:read'>> {
      const { path, name, bytes } = files.get(token)
      const reading = await worker.call('reports:read', { file: { path, name }, mapping, now: clock.now() }, progress('report-read'))
      return { file: { token, name, bytes }, ...reading }
    },

    /** Applies an export chunk by chunk, so that messages can leave in between. One that was cut short is finished by applying it again. */
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
          messagesChanged()
        }
      })
    },
  }
}
