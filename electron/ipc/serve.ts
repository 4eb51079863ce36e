import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { CHANNELS } from '../../shared/ipc/names.ts'
import { type AnswerOptions, answer } from './answer.ts'

export type ServeOptions = AnswerOptions & {
  /** Whether this sender may ask at all. */
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean
}

/** Answers every channel of the contract. A sender that is not trusted gets an exception, since that is an attack or a fault and no answer is owed. */
export function serve(ipcMain: Pick<IpcMain, 'handle'>, options: ServeOptions): void {
  for (const channel of CHANNELS) {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, raw: unknown) => {
      if (!options.isTrusted(event)) {
        options.log.warn('call from an unknown sender refused', { channel })
        throw new Error('refused')
      }
      return answer(channel, raw, options)
    })
  }
}
