import type { WebContents } from 'electron'
import type { Emit } from '../platform/ports.ts'

/** Tells the page of the window there is; silent when there is none (any more), since an event only says that something changed. */
export function emitTo(page: () => Pick<WebContents, 'send' | 'isDestroyed'> | undefined): Emit {
  return (event, payload) => {
    const contents = page()
    if (contents && !contents.isDestroyed()) contents.send(event, payload)
  }
}
