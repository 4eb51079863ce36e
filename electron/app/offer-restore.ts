/** Offers the newest good backup when the records are damaged. It takes their place only when a person says so. */
import type { MessageBoxOptions, MessageBoxReturnValue } from 'electron'
import type { Language } from '../../shared/model/messages/event.ts'
import { DEFAULT_ZONE } from '../../shared/model/values/date.ts'
import { recordsFault } from '../../shared/records-fault.ts'
import { words } from '../../shared/words/index.ts'
import type { Log } from '../platform/ports.ts'
import type { Clock } from '../platform/time/clock.ts'
import type { Backup, RecordsPlace } from '../safekeeping/backup.ts'
import { newestGoodBackup, restoreBackup } from '../safekeeping/restore.ts'
import { fill } from './say.ts'

export type RestoreParts = {
  readonly place: RecordsPlace
  readonly language: Language
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** The system's own dialog. */
  readonly ask: (options: MessageBoxOptions) => Promise<Pick<MessageBoxReturnValue, 'response'>>
  readonly openFolder: (folder: string) => Promise<unknown>
}

/** Runs `open`. Where the records are damaged, offers a backup and runs it again. Throws what `open` threw when the offer is declined. */
export async function openOrRestore<T>(open: () => Promise<T>, parts: RestoreParts): Promise<T> {
  for (;;) {
    try {
      return await open()
    } catch (error) {
      if (recordsFault(error) !== 'damaged' || !(await offerRestore(parts))) throw error
    }
  }
}

/** Resolves to whether a backup was put in the place of the records. */
async function offerRestore(parts: RestoreParts): Promise<boolean> {
  const { place, language, clock, log, ask, openFolder } = parts
  const backup = newestGoodBackup(place)
  const { options, choices } = restoreDialog(backup, place.folder, language)
  for (;;) {
    const choice = choices[(await ask(options)).response]
    if (choice === 'folder') await openFolder(place.folder)
    else if (choice !== 'restore' || !backup) return false
    else {
      const aside = restoreBackup(place, backup, clock.now())
      log.warn('a backup took the place of damaged records', { madeAt: backup.at, aside })
      return true
    }
  }
}

type Choice = 'restore' | 'folder' | 'quit'

/** The dialog, and the choice behind each of its buttons. PURE. */
export function restoreDialog(backup: Backup | null, folder: string, language: Language): { options: MessageBoxOptions; choices: readonly Choice[] } {
  const { title, damaged } = words[language].desktop
  const at = (style: Intl.DateTimeFormatOptions) =>
    backup ? new Intl.DateTimeFormat(language === 'sw' ? 'sw-KE' : 'en-GB', { ...style, timeZone: DEFAULT_ZONE }).format(backup.at) : ''
  const params = { folder, date: at({ day: 'numeric', month: 'long', year: 'numeric' }), time: at({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) }
  const choices: readonly Choice[] = backup ? ['restore', 'folder', 'quit'] : ['folder', 'quit']
  const labels: Record<Choice, string> = { restore: fill(damaged.restore, params), folder: damaged.folder, quit: damaged.quit }
  const quit = choices.length - 1
  return {
    options: {
      type: 'warning',
      title,
      message: damaged.what,
      detail: fill(backup ? `${damaged.means}\n\n${damaged.todo}` : `${damaged.means}\n\n${damaged.nothing}`, params),
      buttons: choices.map((choice) => labels[choice]),
      defaultId: quit,
      cancelId: quit,
      noLink: true,
    },
    choices,
  }
}
