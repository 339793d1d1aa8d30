import { createCipheriv, createDecipheriv } from 'node:crypto'
import { cutShort, notWhole } from './refusals'

/** Octets of content in each chunk but the last. */
export const CHUNK_LENGTH = 64 * 1024
/** Octets of the tag that follows a chunk's content. */
const TAG_LENGTH = 16
const SEALED_LENGTH = CHUNK_LENGTH + TAG_LENGTH

/** What the chunks of one file have in common. */
export interface ChunkCipher {
  /** AES-256. */
  readonly key: Buffer
  readonly noncePrefix: Buffer
  /** The whole header, which every chunk is bound to. */
  readonly header: Buffer
}

/**
 * Encrypts content chunk by chunk: the number of the chunk, and whether it is the last, are part of its nonce, so that
 * none can be left out, moved or come after the end (the STREAM construction, https://eprint.iacr.org/2015/189).
 */
export async function* sealed(
  cipher: ChunkCipher,
  content: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  let waiting: Buffer = Buffer.alloc(0)
  let counter = 0
  for await (const part of content) {
    waiting = waiting.length === 0 ? part : Buffer.concat([waiting, part])
    let start = 0
    // The last chunk is known only at the end, so a full one waits for what follows it.
    for (; waiting.length - start > CHUNK_LENGTH; start += CHUNK_LENGTH) {
      yield seal(cipher, counter++, false, waiting.subarray(start, start + CHUNK_LENGTH))
    }
    if (start > 0) waiting = waiting.subarray(start)
  }
  yield seal(cipher, counter, true, waiting)
}

/**
 * Decrypts what {@link sealed} made. Nothing of a chunk comes out before its tag is found right.
 *
 * @throws ZonedeskError `invalid` at the first chunk that is not what was written, and when the last one is missing
 */
export async function* unsealed(
  cipher: ChunkCipher,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  let waiting: Buffer = Buffer.alloc(0)
  let counter = 0
  for await (const part of chunks) {
    waiting = waiting.length === 0 ? part : Buffer.concat([waiting, part])
    let start = 0
    for (; waiting.length - start > SEALED_LENGTH; start += SEALED_LENGTH) {
      const content = open(cipher, counter, false, waiting.subarray(start, start + SEALED_LENGTH))
      if (content === null) throw notWhole(`chunk ${counter} does not open`)
      counter += 1
      yield content
    }
    if (start > 0) waiting = waiting.subarray(start)
  }
  const last = open(cipher, counter, true, waiting)
  if (last === null) throw endMissing(cipher, counter, waiting)
  yield last
}

/** A whole chunk that is not the last stands at the end where the end is missing; so does a part of one. */
function endMissing(cipher: ChunkCipher, counter: number, rest: Buffer): Error {
  if (rest.length < SEALED_LENGTH) return cutShort()
  return open(cipher, counter, false, rest) === null
    ? notWhole(`chunk ${counter}, the last one, does not open`)
    : cutShort()
}

function seal(cipher: ChunkCipher, counter: number, isLast: boolean, content: Buffer): Buffer {
  const gcm = createCipheriv('aes-256-gcm', cipher.key, nonceOf(cipher, counter, isLast))
  gcm.setAAD(cipher.header)
  return Buffer.concat([gcm.update(content), gcm.final(), gcm.getAuthTag()])
}

/** Null when it is not what was written. */
function open(cipher: ChunkCipher, counter: number, isLast: boolean, chunk: Buffer): Buffer | null {
  if (chunk.length < TAG_LENGTH) return null
  const gcm = createDecipheriv('aes-256-gcm', cipher.key, nonceOf(cipher, counter, isLast), {
    authTagLength: TAG_LENGTH,
  })
  gcm.setAAD(cipher.header)
  gcm.setAuthTag(chunk.subarray(-TAG_LENGTH))
  const content = gcm.update(chunk.subarray(0, -TAG_LENGTH))
  try {
    return Buffer.concat([content, gcm.final()])
  } catch {
    return null
  }
}

function nonceOf({ noncePrefix }: ChunkCipher, counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  noncePrefix.copy(nonce, 0)
  nonce.writeUInt32BE(counter, 7)
  nonce[11] = isLast ? 1 : 0
  return nonce
}
