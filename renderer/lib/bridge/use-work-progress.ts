import { useState } from 'react'
import type { EventPayload } from '../../../shared/ipc/events.ts'
import { useBridgeEvent } from './use-bridge-event.ts'

type Progress = EventPayload<'work:progress'>

/** How far a long piece of work is; null until it says so, and again when `running` turns false. */
export function useWorkProgress(work: Progress['work'], running: boolean): Progress | null {
  const [progress, setProgress] = useState<Progress | null>(null)
  useBridgeEvent('work:progress', (event) => {
    if (event.work === work) setProgress(event)
  })
  if (!running && progress) setProgress(null)
  return running ? progress : null
}
