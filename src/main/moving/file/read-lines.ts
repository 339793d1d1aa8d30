import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ZonedeskError } from '../../../preload/contract/failure'
import { unsealed } from './chunks'
import { HEADER_LENGTH, parseHeader } from './header'
import { fileKeys, isProof } from './keys'
import { notReadable, tooLarge, wrongPassphrase } from './refusals'

/** Longest line, in octets; the longest that Zonedesk writes is a snapshot of a domain with all its records. */
export const MAX_LINE = 8 * 1024 * 1024
/** What any file may unpack to, in octets. */
const ALWAYS_ALLOWED = 256 * 1024 * 1024
/** A history packs to a twentieth; what packs better than to this part of it is no history. */
const MAX_RATIO = 250
/** What no file may unpack to, in octets. */
const NEVER_ALLOWED = 16 * 1024 ** 3

/** What is told of a file that is being read. */
export interface Reading {
  readonly signal: AbortSignal
  /** @param done octets of the file read so far */
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Looks at a file's header alone, before anybody types a passphrase.
 *
 * @returns the file's octets
 * @throws ZonedeskError `invalid` as `parseHeader` does, `storage` when it cannot be read
 */
export async function requireOurs(path: string): Promise<number> {
  const { bytes, size } = await headOf(path)
  parseHeader(bytes)
  return size
}

/**
 * Reads an encrypted file line by line. No more than a few chunks and one line are in memory at a time.
 *
 * @returns each line without its line end; a line whose chunk was changed never comes out
 * @throws ZonedeskError `invalid` with a sentence for each thing that can be wrong; the signal's reason
 */
export async function* readLines(
  path: string,
  passphrase: string,
  { signal, onProgress }: Reading,
): AsyncGenerator<string, void> {
  const { bytes, size } = await headOf(path)
  const header = parseHeader(bytes)
  const keys = await fileKeys(passphrase, header.salt, header.cost)
  if (!isProof(keys, header.plain, header.proof)) throw wrongPassphrase()
  const cipher = { key: keys.content, noncePrefix: header.noncePrefix, header: bytes }
  let done = HEADER_LENGTH
  const counted = async function* (): AsyncGenerator<Buffer, void> {
    const stream = createReadStream(path, { start: HEADER_LENGTH, highWaterMark: 256 * 1024 })
    for await (const part of stream as AsyncIterable<Buffer>) {
      signal.throwIfAborted()
      done += part.length
      onProgress?.(done, size)
      yield part
    }
  }
  const packed = Readable.from(unsealed(cipher, counted()), { objectMode: false })
  const unpacked = createGunzip()
  packed.on('error', (error) => unpacked.destroy(error))
  try {
    yield* linesIn(packed.pipe(unpacked) as AsyncIterable<Buffer>, Math.max(ALWAYS_ALLOWED, size * MAX_RATIO))
  } catch (error) {
    throw inSentence(error, path, signal)
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

async function* linesIn(content: AsyncIterable<Buffer>, most: number): AsyncGenerator<string, void> {
  const limit = Math.min(most, NEVER_ALLOWED)
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let total = 0
  let parts: Buffer[] = []
  let length = 0
  const line = (end: Buffer): string => {
    const whole = parts.length === 0 ? end : Buffer.concat([...parts, end])
    parts = []
    length = 0
    return decoder.decode(whole)
  }
  for await (const block of content) {
    total += block.length
    if (total > limit) throw tooLarge()
    let start = 0
    for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, start)) {
      yield line(block.subarray(start, end))
      start = end + 1
    }
    const rest = block.subarray(start)
    length += rest.length
    if (length > MAX_LINE) throw tooLarge()
    if (rest.length > 0) parts.push(rest)
  }
  if (length > 0) throw notReadable('the last line has no end')
}

async function headOf(path: string): Promise<{ readonly bytes: Buffer; readonly size: number }> {
  try {
    const { size } = await stat(path)
    const file = await open(path, 'r')
    try {
      const bytes = Buffer.alloc(HEADER_LENGTH)
      const { bytesRead } = await file.read(bytes, 0, HEADER_LENGTH, 0)
      return { bytes: bytes.subarray(0, bytesRead), size }
    } finally {
      await file.close()
    }
  } catch (error) {
    throw unreadable(error, path)
  }
}

function inSentence(error: unknown, path: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  if (error instanceof ZonedeskError || !(error instanceof Error)) return error
  if ('syscall' in error) return unreadable(error, path)
  const code = 'code' in error ? String(error.code) : ''
  // The chunks were whole, so whoever wrote them did not write what Zonedesk writes.
  if (code.startsWith('Z_') || code.startsWith('ERR_ENCODING')) return notReadable(error)
  return error
}

function unreadable(cause: unknown, path: string): ZonedeskError {
  return new ZonedeskError('storage', `${path} could not be read.`, {
    fix: 'Check that the file is there and that you may read it.',
    cause,
  })
}
