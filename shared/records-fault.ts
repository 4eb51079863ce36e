/** What the codes of SQLite and of the file system say of the file with the records. PURE. */

/** damaged: the file is not what was written · locked: another program holds it · read_only: nothing can be written there · full: no room. */
export type RecordsFault = 'damaged' | 'locked' | 'read_only' | 'full'

const FAULTS: readonly (readonly [RegExp, RecordsFault])[] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'damaged'],
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)/, 'locked'],
  [/^(SQLITE_(READONLY|CANTOPEN|PERM)|(EACCES|EPERM|EROFS)$)/, 'read_only'],
  // a full disk can first show where the index of the write-ahead log grows
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/, 'full'],
]

/** The fault that an error's code names, or the code of what caused it; undefined for any other error. */
export function recordsFault(error: unknown): RecordsFault | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const code = 'code' in error ? String(error.code) : ''
  return FAULTS.find(([codes]) => codes.test(code))?.[1] ?? ('cause' in error ? recordsFault(error.cause) : undefined)
}
