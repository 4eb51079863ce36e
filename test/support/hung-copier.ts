/** In the place of the copier: writes its process id into the copy and then waits at a pipe that nobody writes to, as it would for a drive that is gone. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import type { CopyRequest } from '../../electron/platform/ports.ts'

process.on('message', (message) => {
  const { to } = message as CopyRequest
  execFileSync('mkfifo', [`${to}.pipe`])
  fs.writeFileSync(to, String(process.pid))
  fs.readFileSync(`${to}.pipe`)
})
