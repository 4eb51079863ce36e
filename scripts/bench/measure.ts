/** What a measure is, and how its figure is taken from runs of a baseline and of the product that take turns. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { syncFile } from '../../db/copy.ts'
import type { Program } from './console.ts'
import type { Vitals } from './vitals.ts'

export type Figure = {
  readonly name: string
  /** What `figure` is compared with. */
  readonly bar: number
  readonly better: 'less' | 'more'
  readonly unit: string
  readonly figure: number
  readonly met: boolean
  /** What was done, in numbers. */
  readonly how: string
}
/** Why a figure could not be taken here. */
export type Skipped = { readonly name: string; readonly skipped: string }

export type Bench = {
  readonly program: Program
  /** A folder of its own for each name, gone when the bench ends. */
  folder(name: string): string
  readonly quick: boolean
  readonly runs: number
  /** Tells a person who waits. */
  say(line: string): void
  /** How the product fared in one activity. */
  fared(activity: string, vitals: Vitals): void
}

export function figure(
  name: string,
  bar: number,
  value: number,
  how: string,
  { unit = '×', better = 'less' }: { unit?: string; better?: 'less' | 'more' } = {},
): Figure {
  const rounded = Number(value.toFixed(value >= 100 ? 0 : 3))
  return { name, bar, better, unit, figure: rounded, met: better === 'less' ? rounded <= bar : rounded >= bar, how }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

/** Runs each of these in turn, as often as the bench says, so that a slow minute of the computer slows all of them. */
export async function alternate<K extends string>(bench: Bench, title: string, works: Readonly<Record<K, () => Promise<number>>>): Promise<Record<K, number>> {
  const seconds: Record<string, number[]> = {}
  for (let run = 0; run < bench.runs; run++) {
    for (const [name, work] of Object.entries<() => Promise<number>>(works)) {
      const ms = await work()
      seconds[name] = [...(seconds[name] ?? []), ms]
      bench.say(`  ${title}, run ${run + 1}: ${name} ${(ms / 1000).toFixed(2)} s`)
    }
  }
  return Object.fromEntries(Object.entries(seconds).map(([name, all]) => [name, median(all)])) as Record<K, number>
}

/** Makes `to` a copy of a folder, in place of whatever it was, and answers it. */
export function copyOf(from: string, to: string): string {
  fs.rmSync(to, { recursive: true, force: true })
  fs.cpSync(from, to, { recursive: true, mode: fs.constants.COPYFILE_FICLONE })
  // or the first to wait for the disk would wait for all of the copy
  for (const entry of fs.readdirSync(to, { recursive: true, withFileTypes: true })) if (entry.isFile()) syncFile(path.join(entry.parentPath, entry.name))
  return to
}

export function machine() {
  const [cpu] = os.cpus()
  return { cpu: cpu?.model.trim() ?? '', cores: os.cpus().length, memoryGb: Math.round(os.totalmem() / 2 ** 30), node: process.version, load: loads() }
}

export const inSeconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
export const loads = () => os.loadavg().map((load) => Number(load.toFixed(1)))
export const databaseIn = (folder: string) => path.join(folder, 'live.db')
