/** Files that are dropped on the page: it reads them itself, since it never tells the main process of a path. */
import { FILE_SECONDS, MAX_FILE_BYTES } from '../../../shared/model/school/file.ts'
import { Failure } from './api.ts'

const MEGABYTE = 1024 * 1024
export const MOST_MEGABYTES = MAX_FILE_BYTES / MEGABYTE

/** The bytes of a dropped file. One that is too big is refused before it is read; a drive that does not answer in time is not waited for. Throws {@link Failure}. */
export async function readDropped(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const { name, size } = file
  if (size > MAX_FILE_BYTES) {
    throw new Failure({ code: 'invalid_input', key: 'file_too_big', params: { name, size: Math.ceil(size / MEGABYTE), most: MOST_MEGABYTES } })
  }
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Failure({ code: 'not_found', key: 'file_too_slow', params: { name, seconds: FILE_SECONDS } })),
    FILE_SECONDS * 1_000,
  )
  try {
    return { name, bytes: new Uint8Array(await Promise.race([file.arrayBuffer(), late.promise])) }
  } catch (error) {
    throw error instanceof Failure ? error : new Failure({ code: 'not_found', key: 'file_unreadable', params: { name } })
  } finally {
    clearTimeout(timer)
  }
}
