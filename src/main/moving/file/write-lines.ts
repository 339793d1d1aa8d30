import { randomBytes, randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { ZonedeskError } from '../../../preload/contract/failure'
import { sealed } from './chunks'
import { plainHeader, SCRYPT_COST, type ScryptCost } from './header'
import { fileKeys, headerProof } from './keys'

/** Characters of lines that are compressed at once. */
const BLOCK_LENGTH = 64 * 1024

/**
 * Writes lines into an encrypted file, so that its name leads to the whole of it or to what was there before. No more
 * than a few chunks are in memory at a time.
 *
 * @param lines each without its line end
 * @param signal stops it; nothing is left behind then
 * @param cost of scrypt, for tests
 * @returns octets written
 * @throws ZonedeskError `storage` when the file cannot be written; the signal's reason
 */
export async function writeLines(
  path: string,
  passphrase: string,
  lines: Iterable<string>,
  signal: AbortSignal,
  cost: ScryptCost = SCRYPT_COST,
): Promise<number> {
  const header = { cost, salt: randomBytes(16), noncePrefix: randomBytes(7) }
  const plain = plainHeader(header)
  const keys = await fileKeys(passphrase, header.salt, cost)
  const whole = Buffer.concat([plain, headerProof(keys, plain)])
  signal.throwIfAborted()
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.part`)
  try {
    const file = await open(temporary, 'wx', 0o600)
    let written = 0
    try {
      const write = async (bytes: Buffer): Promise<void> => {
        signal.throwIfAborted()
        await file.writeFile(bytes)
        written += bytes.length
      }
      await write(whole)
      const packed = createGzip()
      const unpacked = Readable.from(blocks(lines, signal))
      unpacked.on('error', (error) => packed.destroy(error))
      const content: AsyncIterable<Buffer> = unpacked.pipe(packed)
      const cipher = { key: keys.content, noncePrefix: header.noncePrefix, header: whole }
      for await (const chunk of sealed(cipher, content)) await write(chunk)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    return written
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw inSentence(error, path)
  }
}

/** Lines joined to blocks, so that neither a line nor the whole is a step of its own. */
function* blocks(lines: Iterable<string>, signal: AbortSignal): Generator<Buffer, void> {
  let block = ''
  for (const line of lines) {
    block += `${line}\n`
    if (block.length < BLOCK_LENGTH) continue
    signal.throwIfAborted()
    yield Buffer.from(block)
    block = ''
  }
  if (block !== '') yield Buffer.from(block)
}

function inSentence(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error
  const isFull = 'code' in error && error.code === 'ENOSPC'
  return new ZonedeskError(
    'storage',
    isFull ? `The disk that holds ${path} is full.` : `${path} could not be written.`,
    { fix: 'Choose a folder that you can write to and that has space left.', cause: error },
  )
}
