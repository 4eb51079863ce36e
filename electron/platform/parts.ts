/** The parts of a console at work: begun in order, ended in reverse, each end within a limit of its own. */

import type { Log } from './ports.ts'
import type { Clock } from './time/clock.ts'
import { within } from './time/within.ts'

type Work = () => void | Promise<void>

/**
 * What is at work between its start and its stop. `start` rejects where the console cannot open without it; a part that is at work
 * already has none. `stop` resolves when nothing of it is at work; it is harmless after a start that failed.
 */
export type Part = {
  /** For the log. */
  readonly name: string
  /** How long its stop is waited for; STOP_MS where it does not say. Then the parts under it are stopped all the same. */
  readonly stopMs?: number
} & ({ readonly start: Work; readonly stop?: Work } | { readonly start?: Work; readonly stop: Work })
/** Parts that need the stages before them, and not each other: they are stopped beside each other, the last of them first. */
export type Stage = readonly Part[]
export type Runner = {
  /** Starts one part after the other. Where one fails, whatever was started is stopped, and its error is thrown. */
  start(): Promise<void>
  /** Stops stage by stage, the last first. What fails or hangs is told to the log, and keeps no other part from stopping. Harmless twice. */
  stop(): Promise<void>
}

/** Ten seconds for the answers on their way, and this for each stage under them. All of it is less than a process that quits has (electron/app/quit.ts). */
export const STOP_MS = 1_000

export function createRunner(stages: readonly Stage[], { clock, log }: { readonly clock: Clock; readonly log: Log }): Runner {
  /** The parts that began, by stage. One that failed to begin is among them, since it may have begun half. */
  const started: Part[][] = []
  let stopping: Promise<void> | null = null

  async function stopPart(part: Part): Promise<void> {
    const { name, stopMs = STOP_MS } = part
    try {
      if (!(await within(clock, stopMs, Promise.resolve(part.stop?.())))) log.warn('a part of the console did not stop in time', { name, stopMs })
    } catch (error) {
      log.error('a part of the console did not stop in order', error, { name })
    }
  }

  async function stopAll(): Promise<void> {
    for (const stage of started.toReversed()) await Promise.all(stage.toReversed().map(stopPart))
  }

  const stop = () => {
    stopping ??= stopAll()
    return stopping
  }
  return {
    async start() {
      try {
        for (const stage of stages) {
          const begun: Part[] = []
          started.push(begun)
          for (const part of stage) {
            begun.push(part)
            await part.start?.()
          }
        }
      } catch (error) {
        await stop()
        throw error
      }
    },
    stop,
  }
}

/** A part that begins with a call whose answer ends it, as a timer or a schedule does. */
export function begun(name: string, begin: () => Work): Part {
  let end: Work = () => {}
  return {
    name,
    start() {
      end = begin()
    },
    stop: () => end(),
  }
}
