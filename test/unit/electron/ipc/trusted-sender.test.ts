import type { WebContents, WebFrameMain } from 'electron'
import { expect, test } from 'vitest'
import { isTrustedSender } from '../../../../electron/ipc/trusted-sender.ts'

const window = {} as WebContents
const other = {} as WebContents
const frame = (more: Partial<WebFrameMain> = {}) => ({ parent: null, origin: 'app://console', ...more }) as WebFrameMain

test.each([
  ['the top frame of the window at the console’s page', window, { sender: window, senderFrame: frame() }, true],
  ['another window', window, { sender: other, senderFrame: frame() }, false],
  ['a frame inside the page', window, { sender: window, senderFrame: frame({ parent: frame() }) }, false],
  ['another page in the window', window, { sender: window, senderFrame: frame({ origin: 'https://elsewhere.invalid' }) }, false],
  ['an origin that only begins like ours', window, { sender: window, senderFrame: frame({ origin: 'app://console.elsewhere' }) }, false],
  ['a frame that is gone', window, { sender: window, senderFrame: null }, false],
  ['no window', undefined, { sender: window, senderFrame: frame() }, false],
] as const)('%s', (_name, main, event, trusted) => {
  expect(isTrustedSender(event, main, 'app://console')).toBe(trusted)
})
