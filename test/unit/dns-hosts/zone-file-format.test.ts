import { describe, expect, it } from 'vitest'
import { zoneFileRecord } from '../../../src/main/dns-hosts/zone-file-format'
import { sampleRecord } from '../domains/sample-domains'
import { readZoneLine } from './zone-reader'

/** Small deterministic generator (xorshift32), so that a failure can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

function txt(value: string): ReturnType<typeof readZoneLine> {
  return readZoneLine(zoneFileRecord(sampleRecord({ value })))
}

describe('zone file', () => {
  it('writes an SPF record with an absolute owner name and a quoted text', () => {
    expect(zoneFileRecord(sampleRecord())).toBe('mg.example.com. IN TXT "v=spf1 include:mailgun.org ~all"')
  })

  it('writes an MX record with its preference and an absolute exchange', () => {
    const record = sampleRecord({ type: 'MX', value: 'mxa.mailgun.org', priority: 10, purpose: 'receiving' })
    expect(zoneFileRecord(record)).toBe('mg.example.com. IN MX 10 mxa.mailgun.org.')
  })

  it('writes a CNAME target with one trailing dot, whether it came with one or not', () => {
    for (const value of ['mailgun.org', 'mailgun.org.']) {
      const record = sampleRecord({ type: 'CNAME', name: 'email.mg.example.com', value })
      expect(zoneFileRecord(record)).toBe('email.mg.example.com. IN CNAME mailgun.org.')
    }
  })

  it('writes addresses as they are', () => {
    expect(zoneFileRecord(sampleRecord({ type: 'A', value: '192.0.2.1' }))).toBe(
      'mg.example.com. IN A 192.0.2.1',
    )
    expect(zoneFileRecord(sampleRecord({ type: 'AAAA', value: '2001:db8::1' }))).toBe(
      'mg.example.com. IN AAAA 2001:db8::1',
    )
  })

  it('makes a comment of a record whose value is not known', () => {
    expect(zoneFileRecord(sampleRecord({ value: '' }))).toMatch(/^; mg\.example\.com\. IN TXT /)
  })

  it('escapes quotes and backslashes inside a text', () => {
    expect(zoneFileRecord(sampleRecord({ value: String.raw`a"b\c` }))).toBe(
      String.raw`mg.example.com. IN TXT "a\"b\\c"`,
    )
  })

  it.each([
    [1, [1]],
    [254, [254]],
    [255, [255]],
    [256, [255, 1]],
    [510, [255, 255]],
    [511, [255, 255, 1]],
  ])('splits a text of %i octets into character-strings of %j', (length, parts) => {
    const read = txt('k'.repeat(length))
    expect(read.rdata.map((part) => part.length)).toEqual(parts)
    expect(Buffer.concat(read.rdata).toString()).toBe('k'.repeat(length))
  })

  it('counts octets and not characters or escapes when it splits', () => {
    expect(txt('"'.repeat(256)).rdata.map((part) => part.length)).toEqual([255, 1])
    expect(txt('é'.repeat(128)).rdata.map((part) => part.length)).toEqual([255, 1])
  })

  it('reads back to the same octets for any text', () => {
    const next = generator(0x5eed)
    const alphabet = [
      '"',
      '\\',
      ';',
      ' ',
      '\n',
      '\t',
      'a',
      '0',
      '9',
      'é',
      '\u{1f600}',
      '(',
      '@',
      '$',
      '\u0000',
    ]
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: 1 + next(600) }, () => alphabet[next(alphabet.length)]).join('')
      const read = txt(text)
      expect(Buffer.concat(read.rdata).equals(Buffer.from(text))).toBe(true)
      expect(read.rdata.every((part) => part.length <= 255)).toBe(true)
    }
  })

  it('keeps a hostile name or target from becoming more than one token', () => {
    const record = sampleRecord({
      type: 'CNAME',
      name: 'a b.example.com\nevil.example.com. IN A 192.0.2.66',
      value: 'x.example.com ; "',
    })
    const written = zoneFileRecord(record)
    expect(written.split('\n')).toHaveLength(1)
    const read = readZoneLine(written)
    expect(read.type).toBe('CNAME')
    expect(read.rdata.map((part) => part.toString())).toEqual(['x.example.com ; ".'])
  })
})
