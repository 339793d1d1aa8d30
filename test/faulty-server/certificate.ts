import { generateKeyPairSync, sign } from 'node:crypto'
import { isIP } from 'node:net'

/** A certificate that signs itself, and its key, both as PEM. */
export interface SelfSigned {
  readonly key: string
  readonly cert: string
}

const ECDSA_WITH_SHA256 = der(0x30, hex('06082a8648ce3d040302'))
const COMMON_NAME = hex('0603550403')
const SUBJECT_ALT_NAME = hex('0603551d11')
const BASIC_CONSTRAINTS = hex('0603551d13')
const TRUE = hex('0101ff')

/**
 * Makes a certificate of a host, valid from one time to another. Source: RFC 5280 4.1.
 *
 * @param host a name or an IPv4 address
 */
export function selfSigned(host: string, from: Date, until: Date): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from(host)))))
  const altName =
    isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host))
  const extensions = der(
    0x30,
    der(0x30, BASIC_CONSTRAINTS, TRUE, der(0x04, der(0x30, TRUE))),
    der(0x30, SUBJECT_ALT_NAME, der(0x04, der(0x30, altName))),
  )
  const content = der(
    0x30,
    der(0xa0, hex('020102')),
    hex('020101'),
    ECDSA_WITH_SHA256,
    name,
    der(0x30, utcTime(from), utcTime(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(der(0x30, content, ECDSA_WITH_SHA256, signature)),
  }
}

/** A value of ASN.1 with its tag and length (X.690 8.1). */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const { length } = value
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), value])
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

function utcTime(time: Date): Buffer {
  return der(
    0x17,
    Buffer.from(
      `${time
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2, 14)}Z`,
    ),
  )
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
