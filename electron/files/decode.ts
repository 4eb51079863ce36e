/** From a file on disk to UTF-8 text: refuses what is no text at all, and finds the encoding of what is. */
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import iconv from 'iconv-lite'
import { AppError } from '../../shared/errors.ts'
import { MAX_FILE_BYTES } from '../../shared/model/school/file.ts'
import type { Encoding } from '../../shared/model/school/import.ts'
import { chunksOf, FileFaultError, fileFailure } from '../platform/plain-file.ts'

/** The whole file as UTF-8 without a byte-order mark; `sha256` is of the bytes on disk. */
export type DecodedFile = { readonly text: Buffer; readonly encoding: Encoding; readonly sha256: string }

/** How much of a file is looked at to tell what it is. */
const SAMPLE_BYTES = 64 * 1024
const MARKS: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
]
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1')
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])
const PDF = Buffer.from('%PDF', 'latin1')

/**
 * Reads a file of at most MAX_FILE_BYTES, in the encoding given or the one found: byte-order mark, strict UTF-8, UTF-16 by its zero bytes, else
 * Windows-1252 (what Excel's "CSV" is). Throws AppError file_gone, file_unreadable, file_not_plain, file_too_big, file_empty, file_spreadsheet,
 * file_web_page or file_binary.
 */
export async function decodeFile(path: string, name: string, wanted?: Encoding): Promise<DecodedFile> {
  const bytes = readBounded(path, name)
  const marked = MARKS.find(([, mark]) => startsWith(bytes, mark))
  const encoding = wanted ?? marked?.[0] ?? encodingOf(bytes)
  refuseForeign(bytes, encoding, name)
  const body = marked && marked[0] === encoding ? bytes.subarray(marked[1].length) : bytes
  const text = encoding === 'utf-8' && isUtf8(body) ? body : Buffer.from(iconv.decode(body, encoding))
  refuseBlank(text, name)
  return { text, encoding, sha256: createHash('sha256').update(bytes).digest('hex') }
}

function readBounded(path: string, name: string): Buffer {
  try {
    return Buffer.concat([...chunksOf(path, MAX_FILE_BYTES)])
  } catch (error) {
    throw error instanceof FileFaultError ? fileFailure(name, error.fault, MAX_FILE_BYTES, error) : error
  }
}

function encodingOf(bytes: Buffer): Encoding {
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  const zeros = [0, 0]
  sample.forEach((b, i) => {
    if (b === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  // Names and digits in UTF-16 have a zero in every other byte; a few stray zeros are a binary file.
  const many = sample.length / 4
  if (odd > many && even < odd / 10) return 'utf-16le'
  if (even > many && odd < even / 10) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}

function refuseForeign(bytes: Buffer, encoding: Encoding, name: string) {
  const params = { name }
  if (startsWith(bytes, ZIP) || startsWith(bytes, OLE)) throw new AppError('invalid_input', 'file_spreadsheet', { params })
  if (startsWith(bytes, PDF)) throw new AppError('invalid_input', 'file_binary', { params })
  if (!encoding.startsWith('utf-16') && bytes.includes(0)) throw new AppError('invalid_input', 'file_binary', { params })
  const head = iconv.decode(bytes.subarray(0, 1_000), encoding).trimStart()
  if (/^<(!doctype|html|head|meta|table|\?xml)/i.test(head)) throw new AppError('invalid_input', 'file_web_page', { params })
}

function refuseBlank(text: Buffer, name: string) {
  if (!/\S/.test(text.toString('utf8', 0, SAMPLE_BYTES)) && !/\S/.test(text.toString('utf8')))
    throw new AppError('invalid_input', 'file_empty', { params: { name } })
}

const startsWith = (bytes: Buffer, mark: Buffer) => bytes.subarray(0, mark.length).equals(mark)
