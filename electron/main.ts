import { app } from 'electron'
import { runConsole } from './app/lifecycle.ts'
import { registerPageScheme } from './app/protocol.ts'
import { compose } from './compose.ts'

registerPageScheme()
app.enableSandbox()
// Two consoles on the same records would send twice; the second start shows the window of the first and ends.
if (app.requestSingleInstanceLock()) runConsole(compose)
else app.quit()
