import { constants, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { ZonedeskError } from '../../../preload/contract/failure'
import { MOST_KEY_FILE } from '../../../preload/contract/keys'

/** With this octet a key in DER begins. Source: RFC 8017 appendix A.1.2 and X.690 8.9.1. */
const DER_SEQUENCE = 0x30

/** Asks the user for a file with a private key; null when the user chose none. */
export type ChooseKeyFile = () => Promise<string | null>

/**
 * Reads a file that may hold a private key in PEM. What is in it is a secret: it stands in no sentence and no cause.
 *
 * @returns the text, of at most `MOST_KEY_FILE` bytes, without a byte order mark
 * @throws ZonedeskError `invalid` when it is no file of text of that size, `storage` when it cannot be read, both with the
 *   field `pem`
 */
export async function readKeyFile(path: string): Promise<string> {
  const name = basename(path)
  const bytes = await bytesIn(path, name).catch((cause: unknown) => {
    if (cause instanceof ZonedeskError) throw cause
    throw new ZonedeskError('storage', `${name} could not be read.`, {
      fix: 'Check that the file is there and that you may read it.',
      field: 'pem',
      cause,
    })
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // The reason is left out: it may quote the bytes.
    throw wrong(
      `${name} is not text in UTF-8, so it holds no private key in PEM.`,
      bytes[0] === DER_SEQUENCE
        ? 'It looks like a key in DER. Convert it first with: openssl rsa -inform DER -in key.der -out key.pem -traditional'
        : 'Choose a file with an RSA private key in PEM.',
    )
  } finally {
    bytes.fill(0)
  }
}

/** @throws what the system says of the file */
async function bytesIn(path: string, name: string): Promise<Buffer> {
  // A pipe would keep it waiting for whoever writes into it. Where the system has no such flag, it counts as 0.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    if (!(await file.stat()).isFile()) throw wrong(`${name} is not a file.`, 'Choose a file with the key.')
    // One byte more than is taken: what is longer is known without reading it whole.
    const bytes = Buffer.alloc(MOST_KEY_FILE + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length)
      if (bytesRead === 0) return bytes.subarray(0, length)
      length += bytesRead
      if (length === bytes.length) {
        bytes.fill(0)
        throw wrong(
          `${name} is larger than ${MOST_KEY_FILE / 1000} kB, so it is not one private key.`,
          'Choose a file that holds the private key alone.',
        )
      }
    }
  } finally {
    await file.close()
  }
}

function wrong(message: string, fix: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix, field: 'pem' })
}
