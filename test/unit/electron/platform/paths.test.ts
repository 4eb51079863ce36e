import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { consolePaths, defaultDataFolder } from '../../../../electron/platform/paths.ts'

const root = path.resolve('/opt/console')
const app = (isPackaged: boolean, appPath = root) => ({
  isPackaged,
  getAppPath: () => appPath,
  getPath: () => path.resolve('/home/office/.config/Bursar Console'),
})

test('a checkout takes the sample school from the fixtures, a package from its resources', () => {
  expect(consolePaths(app(false), '/ignored').sampleFolder).toBe(path.join(root, 'test', 'fixtures', 'sample-school'))
  expect(consolePaths(app(true), path.join(root, 'resources')).sampleFolder).toBe(path.join(root, 'resources', 'sample-school'))
})

test('migrations, the worker and the copier lie inside the package, the records outside of it', () => {
  const asar = path.join(root, 'resources', 'app.asar')
  const paths = consolePaths(app(true, asar), path.join(root, 'resources'))
  expect(paths.migrations).toBe(path.join(asar, 'db', 'migrations'))
  expect(fileURLToPath(paths.workerScript)).toBe(path.join(asar, 'dist', 'main', 'worker.js'))
  expect(fileURLToPath(paths.copierScript)).toBe(path.join(asar, 'dist', 'main', 'copier.js'))
  expect(paths.dataFolder).toBe(path.resolve('/home/office/.config/Bursar Console/records'))
})

test.each([
  ['linux', {}, '.config/Bursar Console/records'],
  ['linux', { XDG_CONFIG_HOME: '/etc/of-mine' }, '/etc/of-mine/Bursar Console/records'],
  ['darwin', {}, 'Library/Application Support/Bursar Console/records'],
  ['win32', {}, 'AppData/Roaming/Bursar Console/records'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/Bursar Console/records'],
] as const)('the folder of the window is known without a window: %s', (platform, env, folder) => {
  expect(defaultDataFolder('Bursar Console', { platform, env, home: '/home/office' })).toBe(path.resolve('/home/office', folder))
})
