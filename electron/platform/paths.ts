/** Where the console's files lie, in a checkout and in a package. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { App } from 'electron'

export type Paths = {
  readonly dataFolder: string
  readonly migrations: string
  readonly workerScript: URL
  readonly copierScript: URL
  readonly sampleFolder: string
  readonly preload: string
  /** Folder of the built page. */
  readonly page: string
}

/** The folder that Electron gives a program for its own data, as `consolePaths` has it: for what runs without Electron. */
export function defaultDataFolder(
  name: string,
  { platform, env, home }: { readonly platform: NodeJS.Platform; readonly env: Readonly<Record<string, string | undefined>>; readonly home: string },
): string {
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    win32: env.APPDATA || path.join(home, 'AppData', 'Roaming'),
    darwin: path.join(home, 'Library', 'Application Support'),
  }
  return path.join(folders[platform] ?? (env.XDG_CONFIG_HOME || path.join(home, '.config')), name, 'records')
}

/** The console's paths. Its own files are apart from Chromium's, so that a copy of one folder is a backup. */
export function consolePaths(app: Pick<App, 'getPath' | 'getAppPath' | 'isPackaged'>, resources: string): Paths {
  const inApp = (...names: string[]) => path.join(app.getAppPath(), ...names)
  return {
    dataFolder: path.join(app.getPath('userData'), 'records'),
    migrations: inApp('db', 'migrations'),
    workerScript: pathToFileURL(inApp('dist', 'main', 'worker.js')),
    copierScript: pathToFileURL(inApp('dist', 'main', 'copier.js')),
    sampleFolder: app.isPackaged ? path.join(resources, 'sample-school') : inApp('test', 'fixtures', 'sample-school'),
    preload: inApp('dist', 'preload', 'preload.cjs'),
    page: inApp('dist', 'renderer'),
  }
}
