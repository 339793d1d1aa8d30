import { describe, expect, it } from 'vitest'
import type { ZonedeskError } from '../../../../src/preload/contract/failure'
import { readTsigKey } from '../../../../src/main/zones/rfc2136/tsig-key'

const SECRET = 'k+9/Dh2vq1mEPm9OlxcKxFLbyRxIKzrqPqfCX3u8vAA='
const KEY = { name: 'zonedesk.example.com', algorithm: 'hmac-sha256', secret: SECRET }

function failureOf(text: string): ZonedeskError['failure'] {
  try {
    readTsigKey(text)
  } catch (error) {
    return (error as ZonedeskError).failure
  }
  throw new Error('It was taken.')
}

describe('readTsigKey', () => {
  it.each([
    ['tsig-keygen', `key "zonedesk.example.com" {\n\talgorithm hmac-sha256;\n\tsecret "${SECRET}";\n};\n`],
    ['one line, no quotes', `key zonedesk.example.com. { algorithm HMAC-SHA256; secret ${SECRET}; };`],
    [
      'comments around and in it',
      `// a key\n# of ours\nkey "Zonedesk.Example.COM" { /* new */ algorithm hmac-sha256.; # good\n secret "${SECRET}"; // end\n};`,
    ],
    ['another order', `key "zonedesk.example.com" { secret "${SECRET}"; algorithm "hmac-sha256"; };`],
    [
      'keymgr -t',
      `# hmac-sha256:zonedesk.example.com:${SECRET}\nkey:\n  - id: zonedesk.example.com\n    algorithm: hmac-sha256\n    secret: ${SECRET}\n`,
    ],
    ['nsupdate -y', `hmac-sha256:zonedesk.example.com:${SECRET}`],
    [
      'knot.conf, in quotes and another order',
      `key:\n  - id: "zonedesk.example.com"\n    secret: "${SECRET}"\n    algorithm: hmac-sha256\n`,
    ],
    ['the comment of keymgr -t', `# hmac-sha256:zonedesk.example.com:${SECRET}`],
  ])('reads a key as %s writes it, also where its line ends are lost', (_, text) => {
    expect(readTsigKey(text)).toEqual(KEY)
    expect(readTsigKey(text.replaceAll('\n', '\r\n'))).toEqual(KEY)
    expect(readTsigKey(text.replaceAll('\n', ''))).toEqual(KEY)
    expect(readTsigKey(text.replaceAll('\n', ' '))).toEqual(KEY)
  })

  it('does not take a part of a name for a field', () => {
    expect(readTsigKey(`hmac-sha256:my-secret:${SECRET}`)).toEqual({ ...KEY, name: 'my-secret' })
    expect(readTsigKey(`hmac-sha256:algorithm:${SECRET}`)).toEqual({ ...KEY, name: 'algorithm' })
  })

  it('reads a secret alone, with blanks and line ends in it, and a slash pair', () => {
    const alone = { name: null, algorithm: null }
    expect(readTsigKey(`  ${SECRET.slice(0, 20)} ${SECRET.slice(20)}\n`)).toEqual({
      ...alone,
      secret: SECRET,
    })
    expect(readTsigKey(`"${SECRET}"`)).toEqual({ ...alone, secret: SECRET })
    expect(readTsigKey('ab//cd+/')).toEqual({ ...alone, secret: 'ab//cd+/' })
    expect(readTsigKey('key "k" { algorithm hmac-sha512; secret "ab//cd+/"; };').secret).toBe('ab//cd+/')
  })

  it('reads a name without an algorithm as one', () => {
    expect(readTsigKey(`zonedesk.example.com:${SECRET}`)).toEqual({ ...KEY, algorithm: null })
  })

  it.each([
    ['secret', ''],
    ['secret', 'not base64!'],
    ['secret', SECRET.slice(0, -3)],
    ['secret', SECRET.slice(0, -1)],
    ['secret', 'key "k" { algorithm hmac-sha256; };'],
    ['secret', 'key "k" { algorithm hmac-sha256; secret ""; };'],
    ['secret', 'key "k" { algorithm hmac-sha256;'],
    [
      'secret',
      `key "a" { algorithm hmac-sha256; secret "${SECRET}"; };key "b" { algorithm hmac-sha256; secret "${SECRET}"; };`,
    ],
    ['secret', `key:  - id: a    algorithm: hmac-sha256    secret: ${SECRET.slice(1)}`],
    [
      'secret',
      `key:  - id: a    algorithm: hmac-sha256    secret: ${SECRET}  - id: b    algorithm: hmac-sha256    secret: ${SECRET}`,
    ],
    ['keyName', `key:    algorithm: hmac-sha256    secret: ${SECRET}`],
    ['algorithm', `key:  - id: a    algorithm: hmac-sha1    secret: ${SECRET}`],
    ['algorithm', `key "k" { secret "${SECRET}"; };`],
    ['algorithm', `key "k" { algorithm hmac-md5; secret "${SECRET}"; };`],
    ['algorithm', `key "k" { algorithm hmac-md5.sig-alg.reg.int; secret "${SECRET}"; };`],
    ['algorithm', `hmac-sha1:k:${SECRET}`],
    ['algorithm', `key "k" { algorithm hmac-sha384; secret "${SECRET}"; };`],
    ['algorithm', `key "k" { algorithm hmac-sha256-128; secret "${SECRET}"; };`],
    ['keyName', `key "" { algorithm hmac-sha256; secret "${SECRET}"; };`],
    ['keyName', `key "a..b" { algorithm hmac-sha256; secret "${SECRET}"; };`],
    ['keyName', `key "${'a'.repeat(64)}" { algorithm hmac-sha256; secret "${SECRET}"; };`],
    ['keyName', `key "two words" { algorithm hmac-sha256; secret "${SECRET}"; };`],
  ])('names the field %s of a text that is no key, and repeats no secret', (field, text) => {
    const failure = failureOf(text)
    expect(failure).toMatchObject({ code: 'invalid', field })
    expect(failure.fix).not.toBe('')
    expect(JSON.stringify(failure)).not.toContain(SECRET.slice(0, 12))
  })
})
