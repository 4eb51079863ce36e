/** The console's clock on the page. Main says what time it is with every status; this page's own steady clock counts on from there. */
let said = { now: 0, at: 0 }

/** Takes the time (ms UTC) that main has just told. */
export function hear(now: number): void {
  said = { now, at: performance.now() }
}

/** What time (ms UTC) it is on the console's clock. */
export function consoleNow(): number {
  return said.now + performance.now() - said.at
}
