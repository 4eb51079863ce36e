import type { IpcMainInvokeEvent, WebContents } from 'electron'

type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>

/** Whether a call comes from the main window's top frame, showing the console's own page; everything else is refused. */
export function isTrustedSender({ sender, senderFrame }: Sender, window: WebContents | undefined, origin: string): boolean {
  return window !== undefined && sender === window && senderFrame !== null && senderFrame.parent === null && senderFrame.origin === origin
}
