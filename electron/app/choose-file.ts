/** The operating system's dialog for choosing a file. */
import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { Language } from '../../shared/model/messages/event.ts'
import { words } from '../../shared/words/index.ts'

/** Asks for a fee list. Returns its path; null when the dialog was closed without a choice. */
export async function chooseFeeList(window: BrowserWindow | undefined, language: Language): Promise<string | null> {
  const { title, choose, lists, everything } = words[language].desktop.chooseFile
  const options: OpenDialogOptions = {
    title,
    buttonLabel: choose,
    properties: ['openFile'],
    filters: [
      { name: lists, extensions: ['csv', 'tsv', 'txt'] },
      { name: everything, extensions: ['*'] },
    ],
  }
  const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return canceled ? null : (filePaths[0] ?? null)
}
