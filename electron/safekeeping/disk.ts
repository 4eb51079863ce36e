/** The disk as the queue sees it: the sent-journal, and the ballast that makes room when the disk is full. */
import { recordsFault } from '../../shared/records-fault.ts'
import type { Log } from '../platform/ports.ts'
import type { QueueDisk } from '../queue/dispatcher.ts'
import type { RecordsPlace } from './backup.ts'
import { createBallast } from './ballast.ts'
import type { SentJournal } from './journal.ts'

/** full: nothing is sent until there is room. */
export type DiskState = 'ok' | 'full'
export type DiskParts = RecordsPlace & { readonly journal: SentJournal; readonly log: Log; readonly onChange: (state: DiskState) => void }

export function createDisk({ journal, log, onChange, ...place }: DiskParts): QueueDisk {
  const ballast = createBallast(place)
  let state: DiskState = 'ok'
  let sound = false
  // One step at a time: a check during the removal of the ballast would still find it.
  let work: Promise<unknown> = Promise.resolve()
  const become = (next: DiskState) => {
    if (next === state) return
    state = next
    onChange(next)
  }
  return {
    append: journal.append,
    failed(error) {
      if (recordsFault(error) !== 'full') return
      const becomeFull = () => {
        sound = false
        become('full')
      }
      becomeFull()
      work = work.then(ballast.release).then((released) => {
        becomeFull()
        if (released) log.warn('the disk is full: the room that was kept for this is given up')
      })
    },
    worked() {
      if (sound) return
      // Until the ballast is back the disk counts as full, though answers of what is on the wire can be written.
      sound = true
      work = work.then(ballast.ensure).then((there) => {
        sound = there
        become(there ? 'ok' : 'full')
      })
    },
    state: () => state,
  }
}
