import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { CHANNELS, EVENTS } from '../../shared/ipc/names.ts'

const known = (names: readonly string[], name: string) => {
  if (!names.includes(name)) throw new Error(`unknown to the console: ${name}`)
}

const bridge: Bridge = {
  async call(channel, input) {
    known(CHANNELS, channel)
    return ipcRenderer.invoke(channel, input)
  },
  on(event, listener) {
    known(EVENTS, event)
    const heard = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload)
    ipcRenderer.on(event, heard)
    return () => void ipcRenderer.off(event, heard)
  },
}

contextBridge.exposeInMainWorld('bursar', bridge)
