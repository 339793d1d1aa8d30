import { decode, encode } from 'dns-packet'
import fc from '../../../generated/cases'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Answered } from '../../../../src/preload/contract/dns-answer'
import { answered } from '../../../../src/main/dns/wire/answered'
import { examineReply } from '../../../../src/main/dns/wire/examine-reply'
import { readMessage } from '../../../../src/main/dns/wire/read-message'
import { writeQuery } from '../../../../src/main/dns/wire/write-query'
import { message, nameOctets, record, txt, type Asked } from '../../../dns-server/hostile'

const QUESTION = { name: 'example.com', type: 'TXT' } as const
const PLAIN = { recursionDesired: true, checkingDisabled: false, dnssecOk: false, edns: true }

function asked(question: { name: string; type: 'TXT' | 'MX' | 'A' } = QUESTION): Asked {
  const query = writeQuery(7, question, PLAIN)
  const length = nameOctets(question.name).length + 4
  return { query, id: 7, question: query.subarray(12, 12 + length), before: 0 }
}

function answersOf(buffer: Buffer) {
  return readMessage(buffer).answers
}

describe('reading a DNS message', () => {
  it('keeps every octet of a TXT record, and its character-strings apart', () => {
    const all = Array.from({ length: 255 }, (_, octet) => String.fromCharCode(octet)).join('')
    expect(answersOf(message(asked(), { answers: [record(16, txt(all, '', 'end'))] }))).toEqual([
      { name: 'example.com', ttl: 60, type: 'TXT', strings: [all, '', 'end'], text: `${all}end` },
    ])
  })

  it('shows a dot inside a label as no separator', () => {
    const exchange = Buffer.concat([Buffer.from([15]), Buffer.from('mxa.mailgun.org'), Buffer.from([0])])
    const [mx] = answersOf(
      message(asked(), { answers: [record(15, Buffer.concat([Buffer.from([0, 10]), exchange]))] }),
    )
    expect(mx).toMatchObject({ type: 'MX', preference: 10, exchange: String.raw`mxa\.mailgun\.org` })
  })

  it('lowers the case of names and escapes what is not printable', () => {
    const [cname] = answersOf(
      message(asked(), { answers: [record(5, nameOctets('EU.Mail\u0007\u00e9.ORG'))] }),
    )
    expect(cname).toMatchObject({ target: String.raw`eu.mail\007\233.org` })
  })

  it('reads a TTL with the highest bit as zero', () => {
    const [first] = answersOf(
      message(asked(), { answers: [record(1, Buffer.from([192, 0, 2, 1]), { ttl: 0x8000_0000 })] }),
    )
    expect(first).toEqual({ name: 'example.com', ttl: 0, type: 'A', address: '192.0.2.1' })
  })

  it.each([
    ['2001:db8::1', '20010db8000000000000000000000001'],
    ['::', '00000000000000000000000000000000'],
    ['::1', '00000000000000000000000000000001'],
    ['1::', '00010000000000000000000000000000'],
    ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
    ['2001:0:0:1::1', '20010000000000010000000000000001'],
    ['2001:db8::1:0:0:1', '20010db8000000000001000000000001'],
  ])('writes %s as RFC 5952 does', (address, hex) => {
    expect(answersOf(message(asked(), { answers: [record(28, Buffer.from(hex, 'hex'))] }))).toMatchObject([
      { address },
    ])
  })

  it.each([
    ['a pointer to itself', record(5, Buffer.from([0xc0, 0x29]))],
    ['a pointer that loops with another', record(5, Buffer.from([0x01, 0x61, 0xc0, 0x29]))],
    ['a pointer forward', record(5, Buffer.from([0xc0, 0xff]))],
    ['a label that runs out of its data', record(5, Buffer.from([0x3f, 0x61]))],
    ['an unknown kind of label', record(5, Buffer.from([0x41, 0x61, 0]))],
    [
      'a name of more than 255 octets',
      record(5, nameOctets(Array.from({ length: 5 }, () => 'a'.repeat(60)).join('.'))),
    ],
    ['an address of three octets', record(1, Buffer.from([192, 0, 2]))],
    ['an address of five octets', record(1, Buffer.from([192, 0, 2, 1, 1]))],
    ['a character-string longer than its record', record(16, Buffer.from([5, 0x61]))],
    ['a TXT record without a character-string', record(16, Buffer.alloc(0))],
    ['octets after a name', record(2, Buffer.concat([nameOctets('ns.example.com'), Buffer.from([1])]))],
    [
      'a SOA that ends in its numbers',
      record(6, Buffer.concat([nameOctets('a'), nameOctets('b'), Buffer.alloc(19)])),
    ],
  ])('refuses %s', (_, octets) => {
    expect(() => readMessage(message(asked(), { answers: [octets] }))).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'bad-answer' }) as unknown,
      }) as Error,
    )
  })

  it('refuses octets after the last record, fewer records than counted, and two OPT records', () => {
    const opt = record(41, Buffer.alloc(0), { owner: Buffer.from([0]) })
    const good = message(asked())
    expect(() => readMessage(good)).not.toThrow()
    expect(() => readMessage(message(asked(), { trailing: Buffer.from([0]) }))).toThrow()
    const short = message(asked())
    short.writeUInt16BE(1, 6)
    expect(() => readMessage(short)).toThrow()
    expect(() => readMessage(message(asked(), { additional: [opt, opt] }))).toThrow()
  })

  it('passes over records of other classes', () => {
    const chaos = record(16, txt('version'))
    chaos.writeUInt16BE(3, 4)
    expect(answersOf(message(asked(), { answers: [chaos] }))).toEqual([])
  })

  it('reads the reason of an error (RFC 8914), without controls, and the upper bits of the rcode', () => {
    const text = Buffer.from('signature\u0000 expired')
    const option = Buffer.alloc(6)
    option.writeUInt16BE(15, 0)
    option.writeUInt16BE(2 + text.length, 2)
    option.writeUInt16BE(7, 4)
    const opt = record(41, Buffer.concat([option, text]), { owner: Buffer.from([0]), ttl: 0x0100_0000 })
    const read = answered(readMessage(message(asked(), { rcode: 7, additional: [opt] })), 'example.com', {
      truncated: false,
      checkingDisabled: false,
    })
    expect(read).toMatchObject({
      rcode: 23,
      rcodeName: 'BADCOOKIE',
      edns: true,
      extendedErrors: [{ code: 7, text: 'signature expired' }],
    })
  })

  it('never throws anything but its own failure, and stays inside its schema, whatever comes', () => {
    const seed = message(asked(), {
      answers: [
        record(16, txt('v=spf1 -all')),
        record(15, Buffer.concat([Buffer.from([0, 1]), nameOctets('mx')])),
      ],
      authority: [record(6, Buffer.concat([nameOctets('a'), nameOctets('b'), Buffer.alloc(20)]))],
      additional: [record(41, Buffer.alloc(0), { owner: Buffer.from([0]) })],
    })
    const change = fc.record({ at: fc.nat(seed.length - 1), octet: fc.nat(255) })
    const changed = fc.array(change, { maxLength: 12 }).map((changes) => {
      const copy = Buffer.from(seed)
      for (const { at, octet } of changes) copy[at] = octet
      return copy
    })
    const cut = fc.tuple(changed, fc.nat(seed.length)).map(([buffer, length]) => buffer.subarray(0, length))
    const anything = fc.uint8Array({ maxLength: 600 }).map((octets) => Buffer.from(octets))
    fc.assert(
      fc.property(fc.oneof(changed, cut, anything), (buffer) => {
        const reply = examineReply(buffer, 7, QUESTION)
        if (reply.kind !== 'answer') return
        const read = answered(reply.message, QUESTION.name, { truncated: false, checkingDisabled: false })
        expect(v.parse(Answered, read)).toEqual(read)
      }),
      { numRuns: 5_000 },
    )
  })

  it('does bounded work on a message made of pointers to pointers', () => {
    // 16 KB of pointers, each to the one before, and records that all begin at the last of them.
    const chain = Buffer.alloc(16_000)
    for (let at = 2; at < chain.length; at += 2) chain.writeUInt16BE(0xc000 | (12 + 12 + at - 2), at)
    const end = Buffer.from([0xc0 | ((24 + chain.length - 2) >> 8), (24 + chain.length - 2) & 0xff])
    const first = record(65_000, chain, { owner: Buffer.from([0]) })
    const many = Array.from({ length: 4_000 }, () => record(1, Buffer.from([1, 2, 3, 4]), { owner: end }))
    expect(
      examineReply(message(asked({ name: '', type: 'TXT' }), { answers: [first, ...many] }), 7, {
        name: '',
        type: 'TXT',
      }),
    ).toMatchObject({
      kind: 'malformed',
    })
  })

  it('agrees with dns-packet on messages that dns-packet writes', () => {
    const label = fc.stringMatching(/^[a-z0-9_-]{1,20}$/)
    const name = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.'))
    const ttl = fc.nat(0x7fff_ffff)
    const octets = fc.uint8Array({ maxLength: 255 }).map((array) => Buffer.from(array))
    const anyRecord = fc.oneof(
      fc.record({
        type: fc.constant('TXT' as const),
        name,
        ttl,
        data: fc.array(octets, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({ type: fc.constant('CNAME' as const), name, ttl, data: name }),
      fc.record({ type: fc.constant('A' as const), name, ttl, data: fc.ipV4() }),
      fc.record({
        type: fc.constant('MX' as const),
        name,
        ttl,
        data: fc.record({ preference: fc.nat(65_535), exchange: name }),
      }),
    )
    fc.assert(
      fc.property(name, fc.array(anyRecord, { maxLength: 5 }), (owner, answers) => {
        const buffer = encode({
          type: 'response',
          id: 7,
          flags: 0x0400,
          questions: [{ name: owner, type: 'TXT' }],
          answers,
        })
        const peer = decode(buffer)
        const own = readMessage(buffer)
        expect(own.question?.name).toBe(peer.questions?.[0]?.name)
        expect(own.answers.map(asPeer)).toEqual(
          peer.answers?.map((r) => ({
            name: r.name,
            type: r.type,
            ttl: 'ttl' in r ? r.ttl : 0,
            data: 'data' in r ? r.data : null,
          })),
        )
      }),
      { numRuns: 300 },
    )
  })
})

function asPeer(own: ReturnType<typeof readMessage>['answers'][number]): object {
  const { name, type, ttl } = own
  if (own.type === 'TXT')
    return { name, type, ttl, data: own.strings.map((text) => Buffer.from(text, 'latin1')) }
  if (own.type === 'CNAME') return { name, type, ttl, data: own.target }
  if (own.type === 'A') return { name, type, ttl, data: own.address }
  if (own.type === 'MX')
    return { name, type, ttl, data: { preference: own.preference, exchange: own.exchange } }
  throw new Error(`unexpected ${type}`)
}
