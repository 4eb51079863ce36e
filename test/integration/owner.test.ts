import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { ownRecords } from '../../db/owner.ts'
import { startedConsole, testPlatform } from '../support/console.ts'
import { temporaryFolder } from '../support/database.ts'

const OWNER = pathToFileURL(path.resolve(import.meta.dirname, '../../db/owner.ts')).href

/** Another process that takes the records and holds them until it is killed. */
async function otherOwner(file: string) {
  const script = `import { ownRecords } from ${JSON.stringify(OWNER)}; ownRecords(${JSON.stringify(file)}); console.log('owned'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

test('records belong to one process, and are free the moment it is killed', async () => {
  const file = path.join(temporaryFolder(), 'live.db')
  const child = await otherOwner(file)
  expect(() => ownRecords(file)).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }))
  child.kill('SIGKILL')
  await once(child, 'exit')
  ownRecords(file)()
})

test('a second console on the same folder does not start, and the first goes on', async () => {
  const dataFolder = temporaryFolder()
  const first = await startedConsole(testPlatform({ dataFolder }))
  await expect(startedConsole(testPlatform({ dataFolder }))).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
  expect(await first.session().sample.load()).toMatchObject({ students: 599 })
  await first.stop()
  await startedConsole(testPlatform({ dataFolder }))
})
