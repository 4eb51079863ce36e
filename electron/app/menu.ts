/** The menu bar. */
import { app, dialog, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import type { Language } from '../../shared/model/messages/event.ts'
import { words } from '../../shared/words/index.ts'
import { fill } from './say.ts'

/** Shows the menu bar in the given language. Developer tools are there in a checkout only. */
export function showMenu(language: Language, dataFolder: string): void {
  const { menu, title, version } = words[language].desktop
  const about = () => void dialog.showMessageBox({ type: 'info', title, message: title, detail: fill(version, { version: app.getVersion() }) })
  const view: MenuItemConstructorOptions[] = [
    { role: 'zoomIn', label: menu.larger },
    { role: 'zoomOut', label: menu.smaller },
    { role: 'resetZoom', label: menu.normalSize },
    { role: 'togglefullscreen', label: menu.fullScreen },
  ]
  if (!app.isPackaged) view.push({ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: menu.file, submenu: [{ id: 'quit', role: 'quit', label: menu.quit }] },
      {
        label: menu.edit,
        submenu: [
          { role: 'undo', label: menu.undo },
          { role: 'redo', label: menu.redo },
          { type: 'separator' },
          { role: 'cut', label: menu.cut },
          { role: 'copy', label: menu.copy },
          { role: 'paste', label: menu.paste },
          { role: 'selectAll', label: menu.selectAll },
        ],
      },
      { label: menu.view, submenu: view },
      {
        label: menu.help,
        submenu: [
          { id: 'records', label: menu.records, click: () => void shell.openPath(dataFolder) },
          { id: 'about', label: menu.about, click: about },
        ],
      },
    ]),
  )
}
