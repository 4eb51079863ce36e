import { expect, test } from 'vitest'
import { MigrationError, NewerDatabaseError } from '../../../../db/migrate.ts'
import { sayFailure } from '../../../../electron/app/say.ts'
import { startFailure } from '../../../../electron/app/start-failure.ts'
import { AppError } from '../../../../shared/errors.ts'

const damaged = Object.assign(new Error('file is not a database'), { name: 'SqliteError', code: 'SQLITE_NOTADB' })

test.each([
  ['records of a newer console', new NewerDatabaseError('live.db'), 'database_newer'],
  ['a file that is no database', damaged, 'database_damaged'],
  ['a migration that met a damaged file', new MigrationError('live.db', undefined, damaged), 'database_damaged'],
  ['a migration that met a full disk', new MigrationError('live.db', undefined, { code: 'SQLITE_FULL' }), 'disk_full'],
  ['a migration with a mistake in it', new MigrationError('live.db', undefined, Object.assign(new Error(), { code: 'SQLITE_ERROR' })), 'database_not_updated'],
  ['a disk without room', Object.assign(new Error('database or disk is full'), { name: 'SqliteError', code: 'SQLITE_FULL' }), 'disk_full'],
  ['a file that another program holds', Object.assign(new Error('database is locked'), { name: 'SqliteError', code: 'SQLITE_BUSY' }), 'records_locked'],
  [
    'a folder that may not be written in',
    Object.assign(new Error('attempt to write a readonly database'), { name: 'SqliteError', code: 'SQLITE_READONLY_DIRECTORY' }),
    'records_read_only',
  ],
  ['a folder that may not be made', Object.assign(new Error('permission denied'), { code: 'EACCES' }), 'records_read_only'],
  ['a failure that names itself', new AppError('not_found', 'file_gone'), 'file_gone'],
  ['anything else', new TypeError('x is not a function'), 'internal'],
])('%s', (_name, error, key) => {
  expect(startFailure(error, '/records').key).toBe(key)
})

test('the dialog says what happened, what it means and what to do, with the place, in both languages', () => {
  const failure = startFailure(damaged, '/records')
  const english = sayFailure(failure, 'en')
  const swahili = sayFailure(failure, 'sw')
  for (const said of [english, swahili]) {
    expect(said.text).toContain('/records')
    expect(`${said.headline}${said.text}`).not.toContain('{{')
  }
  expect(swahili.headline).not.toBe(english.headline)
})
