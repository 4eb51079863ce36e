import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { endTree } from '../../../scripts/lib/end-tree.ts'
import { run, TOO_LATE } from '../../../scripts/lib/run-step.ts'

const FOR_EVER = 'setInterval(() => {}, 1_000)'
/** Says its number and starts one like itself, as often as it is told to, each in a process group of its own and with the same pipe. */
const STARTS_ANOTHER = `
  const [source, more] = process.argv.slice(1)
  console.log(process.pid)
  if (more !== '0') require('node:child_process').spawn(process.execPath, ['-e', source, source, more - 1], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] })
  ${FOR_EVER}`

test('a program that does not end in its time is ended, which its answer tells apart', async () => {
  const program = (source: string, limitMs: number) => run(process.execPath, ['-e', source], { quiet: true, limitMs })
  expect(await Promise.all([program(FOR_EVER, 200), program('process.exit(3)', 60_000)])).toEqual([TOO_LATE, 3])
})

test('what a program says can be kept without being shown', async () => {
  const runs = pathToFileURL(path.resolve(import.meta.dirname, '../../../scripts/lib/run-step.ts')).href
  const source = `
    import { run } from '${runs}'
    const program = ['-e', 'console.log("from within")']
    await run(process.execPath, program, { quiet: true, heard: (text) => console.log('kept', text.trim()) })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  expect(await text(child.stdout)).toBe('kept from within\n')
})

test('a program is ended with what it has started, and with what that has started', async () => {
  const child = spawn(process.execPath, ['-e', STARTS_ANOTHER, STARTS_ANOTHER, '2'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const closed = once(child, 'close')
  const pids: number[] = []
  onTestFinished(() => pids.forEach(endTree))
  createInterface({ input: child.stdout }).on('line', (line) => pids.push(Number(line)))
  await expect.poll(() => pids.length).toBe(3)
  endTree(child.pid ?? 0)
  // the pipe closes when nobody holds it any more
  expect(await closed).toEqual([null, 'SIGKILL'])
})
