import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readImportedKey } from '../../../../src/main/domains/keys/import-pem'
import { ZonedeskError } from '../../../../src/preload/contract/failure'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs1 = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const pkcs8 = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const encrypted = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const

function refusal(text: string): string {
  try {
    readImportedKey(text)
  } catch (error) {
    if (!(error instanceof ZonedeskError)) throw error
    expect(error.failure).toMatchObject({ code: 'invalid', field: 'pem' })
    expect(error.failure.fix).not.toBe('')
    expect(error.cause).toBeUndefined()
    return error.failure.message
  }
  throw new Error('It was taken.')
}

describe('a private key to import', () => {
  it('is sent in PKCS #1, whichever of the two forms it had', () => {
    expect(readImportedKey(pkcs1)).toMatchObject({ bits: 2048, notes: [] })
    expect(readImportedKey(`Bag Attributes\n${pkcs8}`)).toMatchObject({ pem: pkcs1, bits: 2048 })
    expect(readImportedKey(pkcs8).notes).toHaveLength(1)
    expect(readImportedKey(pkcs1.replaceAll('\n', '\r\n')).pem).toBe(pkcs1)
  })

  it.each([
    ['nothing', ' ', 'There is no key.'],
    ['words', 'k=rsa; p=AAAA', 'This is no private key in PEM.'],
    ['a cut key', pkcs1.slice(0, 400), 'The key is cut off, or its lines are damaged.'],
    ['damage', pkcs1.replace(/\n.{64}\n/, '\n'), 'The key cannot be read: it is damaged.'],
    ['two keys', pkcs1 + pkcs8, 'There is more than one key here.'],
    [
      'a certificate beside it',
      `${pkcs1}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
      'There is a certificate beside the private key.',
    ],
    [
      'a public key',
      rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'This is a public key. The provider needs the private one to sign.',
    ],
    [
      'an encrypted key',
      rsa.privateKey.export(encrypted).toString(),
      'The key is encrypted with a passphrase.',
    ],
    [
      'another kind of key',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'This is a private key of another kind than RSA.',
    ],
    [
      'a short key',
      generateKeyPairSync('rsa', { modulusLength: 768 })
        .privateKey.export({ type: 'pkcs1', format: 'pem' })
        .toString(),
      'The key has 768 bits. Receivers take no key shorter than 1024 bits.',
    ],
  ])('is refused where it is %s, with nothing of it in the sentence', (_, text, message) => {
    expect(refusal(text)).toBe(message)
  })
})
