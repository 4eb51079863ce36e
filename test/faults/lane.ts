/** What a run of the suite needs: simulators in a process of their own, and a school whose accounts are theirs, with everything queued. */
import fs from 'node:fs'
import path from 'node:path'
import { inject } from 'vitest'
import { type ConsoleProcess, type Death, startConsoleProcess } from '../support/console-process.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulators-process.ts'
import { MORNING, queueSchool } from './queued-school.ts'

export type Lane = {
  readonly simulators: SimulatorProcess
  /** Copies the school as it was queued into `folder`. Answers the copy. */
  copy(folder: string): string
  /** Starts a console on a copy, at `offsetMs` from this computer's clock. */
  start(dataFolder: string, offsetMs: number, death?: Death): ConsoleProcess
}

/** The time of a console that is started now, on the morning after all was queued: the same for every start of a run. */
export const morningOffset = () => MORNING - Date.now()

/** `folder` is the lane's own. */
export async function openLane(folder: string): Promise<Lane> {
  const simulators = await startSimulatorProcess()
  const template = path.join(folder, 'queued')
  await queueSchool(template, simulators)
  return {
    simulators,
    copy(to) {
      const dataFolder = path.join(to, 'data')
      fs.cpSync(template, dataFolder, { recursive: true })
      return dataFolder
    },
    start(dataFolder, offsetMs, death) {
      const { smsUrl, apiKey } = simulators
      return startConsoleProcess({ dataFolder, smsUrl, apiKey, families: 0, offsetMs, death, program: inject('program') })
    },
  }
}
