/** How things stand: Home's numbers, the shell's status, and the inbox of alerts. */
import { newestAlerts, seeAlerts, unseenAlerts } from '../../db/queries/alerts.ts'
import { statesOf } from '../../db/queries/batches.ts'
import { channelRow, queueCounts } from '../../db/queries/channels.ts'
import { balancesAsAt } from '../../db/queries/families.ts'
import { nextDue } from '../../db/queries/outbox.ts'
import { asking, type BatchLine, holdingBatch, runningBatch } from '../../db/queries/overview.ts'
import { theSchool } from '../../db/queries/schools.ts'
import type { Output } from '../../shared/ipc/contract.ts'
import { type MessageChannel, SETTLED } from '../../shared/model/messages/message.ts'
import type { Look } from '../../shared/model/settings/profile.ts'
import { DEFAULT_ZONE } from '../../shared/model/values/date.ts'
import { waitUntil } from '../../shared/model/values/quiet-hours.ts'
import type { Context, LogReader } from '../platform/context.ts'
import { coalesce } from '../platform/time/coalesce.ts'
import { sendingHours } from '../settings/sending.ts'
import { nameOf } from './home.ts'
import type { OverviewJobs } from './jobs.ts'

type Status = Output<'console:status'>
const ALERTS_SHOWN = 50

type Deps = { readonly reader: LogReader<OverviewJobs>; readonly storage: () => Status['storage'] }

export function createOverviewService({ db, clock, mode, secrets, version, isOnline, emit }: Context, { reader, storage }: Deps) {
  const overview = coalesce((_: null) => reader().call('overview:get', { now: clock.now() }))
  const channel = (name: MessageChannel, now: number): Status['channels']['sms'] => {
    const { pause, detail, until, balanceMicros, balanceCurrency, balanceAt } = channelRow(db, name)
    const known = balanceMicros !== null && balanceAt !== null
    const balance = known ? { micros: balanceMicros, currency: balanceCurrency ?? '', at: balanceAt } : null
    const next = nextDue(db, name)
    return { pause, detail, until, ...queueCounts(db, name), nextAt: next !== null && next > now ? next : null, balance }
  }
  const progress = (line: BatchLine): Status['running'] => {
    const sums = statesOf(db, line.batchId)
    const done = SETTLED.reduce((sum, state) => sum + (sums[state] ?? 0) - (state === 'skipped' ? (sums.skipped ?? 0) : 0), 0)
    const total = Object.values(sums).reduce((sum, n) => sum + n, 0) - (sums.skipped ?? 0)
    return { batchId: line.batchId, kind: line.kind, templateKey: line.templateKey, name: nameOf(db, line.templateKey), done, total }
  }
  return {
    async status(look: Look): Promise<Status> {
      const now = clock.now()
      const school = theSchool(db)
      const zone = school?.zone ?? DEFAULT_ZONE
      const channels = { sms: channel('sms', now), email: channel('email', now) }
      const running = runningBatch(db)
      const holding = holdingBatch(db, now)
      return {
        mode,
        keyStore: await secrets.state(),
        look,
        version,
        online: isOnline() && channels.sms.pause !== 'offline' && channels.email.pause !== 'offline',
        firstRun: school === undefined,
        schoolName: school?.name ?? null,
        term: school ? { term: school.term, year: school.year } : null,
        now,
        zone,
        quietUntil: waitUntil(now, sendingHours(db), zone),
        channels,
        running: running ? progress(running) : null,
        holding: holding ? { ...holding, name: nameOf(db, holding.templateKey) } : null,
        asking: { ...asking(db), balancesAsAt: school ? balancesAsAt(db, school.id) : null },
        alerts: unseenAlerts(db),
        storage: storage(),
      }
    },
    overview: () => overview(null),

    /** The inbox, newest first. */
    alerts: (): Output<'alerts:list'> => newestAlerts(db, ALERTS_SHOWN).map((alert) => ({ ...alert, params: { ...alert.params } })),

    /** A person has looked into the inbox. */
    async seeAlerts() {
      await db.write((tx) => seeAlerts(tx, clock.now()))
      emit('console:changed', { topics: ['status'] })
      return {}
    },
  }
}
