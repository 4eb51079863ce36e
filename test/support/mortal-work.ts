/**
 * Work on the records in a process of its own, so that a test can kill it where it stands, or have it in the way. This file is both ends:
 * started as a script, it says `begun`, does the work, and says `done`. What it does the work with takes a second to load from its sources, so
 * `program.ts` builds it.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/**
 * What the process does: opens a file with migrations, backs a mode up, commits a fee list, writes a delivery report down, or holds the file's write lock for so
 * many ms.
 */
export type Work =
  | { readonly do: 'migrate'; readonly file: string; readonly migrations: string }
  | { readonly do: 'backup'; readonly folder: string; readonly now: number }
  | { readonly do: 'import'; readonly file: string; readonly list: string; readonly schoolId: number }
  | { readonly do: 'report'; readonly file: string; readonly report: string; readonly now: number }
  | { readonly do: 'lock'; readonly file: string; readonly ms: number }

export type MortalWork = {
  /** Resolves when the process has said the word. Throws where it ended without. */
  said(word: 'begun' | 'done'): Promise<void>
  /** Kills it so many ms from now, unless it has ended by then. Answers whether it was killed. */
  killIn(ms: number): Promise<boolean>
  ended(): Promise<void>
}

/** `script` is this file, built. */
export function startWork(script: string, work: Work): MortalWork {
  const child: ChildProcess = fork(script, [JSON.stringify(work)], { execPath: process.execPath, execArgv: [] })
  const words: string[] = []
  child.on('message', (word: string) => words.push(word))
  const exit = once(child, 'exit')
  return {
    async said(word) {
      while (!words.includes(word)) {
        const [heard] = await Promise.race([once(child, 'message'), exit.then(() => [null])])
        if (heard === null && !words.includes(word)) throw new Error(`it ended before it was ${word}`)
      }
    },
    async killIn(ms) {
      await Promise.race([wait(ms), exit])
      const alive = child.exitCode === null
      child.kill('SIGKILL')
      await exit
      return alive
    },
    async ended() {
      await exit
    },
  }
}

async function run(work: Work) {
  const say = (word: string) => new Promise<void>((resolve) => process.send?.(word, () => resolve()))
  const { openDatabase } = await import('../../db/open.ts')
  switch (work.do) {
    case 'migrate': {
      await say('begun')
      openDatabase(work.file, { migrations: work.migrations }).close()
      break
    }
    case 'backup': {
      const { makeBackup } = await import('../../electron/safekeeping/backup.ts')
      await say('begun')
      await makeBackup({ folder: work.folder, mode: 'live' }, work.now)
      break
    }
    case 'import': {
      const { checkFeeList, commitFeeList } = await import('../../electron/imports/fee-list.ts')
      const { inputFor } = await import('./fee-lists.ts')
      const db = openDatabase(work.file)
      const input = await inputFor(work.list, work.schoolId)
      const checked = await checkFeeList(db, input)
      await say('begun')
      await commitFeeList(db, input, checked, 5_000)
      break
    }
    case 'report': {
      const { startApplying } = await import('../../electron/reports/export/export.ts')
      const { REPORT_COLUMNS } = await import('./large-report.ts')
      const applying = await startApplying(openDatabase(work.file), { path: work.report, name: 'report.csv' }, REPORT_COLUMNS, work.now)
      await say('begun')
      for (let end = false; !end; ) {
        const { done, total } = await applying.next()
        end = done === total
      }
      break
    }
    case 'lock': {
      const { default: Sqlite } = await import('better-sqlite3')
      const raw = new Sqlite(work.file)
      raw.exec('BEGIN IMMEDIATE')
      await say('begun')
      await wait(work.ms)
      raw.exec('COMMIT')
      raw.close()
    }
  }
  await say('done')
  if (process.connected) process.disconnect()
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) await run(JSON.parse(process.argv[2] ?? '') as Work)
