/** A power cut for a process of the console: what it had not synced is lost. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const here = import.meta.dirname

/** Compiles the model into `folder` and answers its file, or why this computer cannot. */
export function compilePowerCut(folder: string): { readonly library: string } | string {
  if (process.platform !== 'linux') return 'the power-cut model works on Linux only'
  const library = path.join(folder, 'powercut.so')
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, path.join(here, 'powercut.c'), '-ldl', '-lpthread'], { stdio: 'pipe' })
  } catch (error) {
    return `the power-cut model could not be compiled: ${error instanceof Error ? error.message.split('\n')[0] : error}`
  }
  return { library }
}

export type Power = {
  /** Environment and arguments of a process whose power will be cut. */
  readonly env: Readonly<Record<string, string>>
  readonly execArgv: readonly string[]
  /** The folder as the disk holds it, once the process is dead. */
  readonly disk: string
  /** From now on no file can be synced whose name begins so; null: all can again. */
  failSyncs(beginning: string | null): void
}

/** Puts a process that works in `dataFolder` on a power line of its own. `halfDurable`: with synchronous=NORMAL in place of FULL. */
export function powerLine(library: string, dataFolder: string, disk: string, { halfDurable = false } = {}): Power {
  fs.cpSync(dataFolder, disk, { recursive: true })
  const failing = `${disk}-fails`
  return {
    env: { LD_PRELOAD: library, PC_DIR: fs.realpathSync(dataFolder), PC_SHADOW: disk, PC_FAIL: failing },
    execArgv: halfDurable ? ['--import', pathToFileURL(path.join(here, 'half-durable.ts')).href] : [],
    disk,
    failSyncs(beginning) {
      if (beginning === null) return fs.rmSync(failing, { force: true })
      // never seen half written
      fs.writeFileSync(`${failing}.half`, beginning)
      fs.renameSync(`${failing}.half`, failing)
    },
  }
}
