import { describe, expect, it } from 'vitest'
import { answered } from '../../../../src/main/dns/wire/answered'
import { examineReply } from '../../../../src/main/dns/wire/examine-reply'
import { isAskable, writeQuery } from '../../../../src/main/dns/wire/write-query'
import { FLAGS, message, nameOctets, record, txt, type Asked } from '../../../dns-server/hostile'

const QUESTION = { name: 'example.com', type: 'TXT' } as const
const query = writeQuery(7, QUESTION, {
  recursionDesired: true,
  checkingDisabled: false,
  dnssecOk: false,
  edns: true,
})
const ASKED: Asked = { query, id: 7, question: query.subarray(12, 12 + 17), before: 0 }

describe('holding a reply against its question', () => {
  it('takes a reply with the id and the question, in any case of letters', () => {
    const question = Buffer.from(ASKED.question)
    question.write('EXAMPLE', 1)
    expect(examineReply(message(ASKED, { question }), 7, QUESTION).kind).toBe('answer')
  })

  it.each([
    ['another id', message(ASKED, { id: 8 })],
    ['a question', message(ASKED, { flags: 0 })],
    [
      'another name',
      message(ASKED, { question: Buffer.concat([nameOctets('example.org'), Buffer.from([0, 16, 0, 1])]) }),
    ],
    [
      'another type',
      message(ASKED, { question: Buffer.concat([nameOctets('example.com'), Buffer.from([0, 1, 0, 1])]) }),
    ],
    [
      'another class',
      message(ASKED, { question: Buffer.concat([nameOctets('example.com'), Buffer.from([0, 16, 0, 3])]) }),
    ],
    ['another kind of request', message(ASKED, { flags: FLAGS.qr | 0x2800 })],
    ['less than a header', Buffer.from([0, 7, 0x80])],
  ])('passes over %s, since the answer may still come', (_, reply) => {
    expect(examineReply(reply, 7, QUESTION).kind).toBe('foreign')
  })

  it('takes a refusal without question, and no success without one', () => {
    expect(examineReply(message(ASKED, { rcode: 5, question: null }), 7, QUESTION).kind).toBe('answer')
    expect(examineReply(message(ASKED, { rcode: 0, question: null }), 7, QUESTION).kind).toBe('malformed')
  })
})

describe('an answer as it is kept', () => {
  const keep = (reply: Buffer) => {
    const examined = examineReply(reply, 7, QUESTION)
    if (examined.kind !== 'answer') throw new Error(examined.kind)
    return answered(examined.message, QUESTION.name, { truncated: false, checkingDisabled: false })
  }
  const soa = (ttl: number, minimum: number) => {
    const numbers = Buffer.alloc(20)
    numbers.writeUInt32BE(minimum, 16)
    return record(6, Buffer.concat([nameOctets('ns'), nameOctets('host'), numbers]), { ttl })
  }

  it('leaves out records that belong neither to the name nor to its aliases', () => {
    const elsewhere = record(16, txt('v=spf1 +all'), { owner: nameOctets('elsewhere.net') })
    const alias = record(5, nameOctets('target.net'))
    const target = record(16, txt('true'), { owner: nameOctets('target.net') })
    const read = keep(message(ASKED, { answers: [elsewhere, target, alias] }))
    expect(read.answers.map(({ name }) => name)).toEqual(['target.net', 'example.com'])
  })

  it.each([
    ['NXDOMAIN', 3, 900, 300, 300],
    ['NODATA', 0, 60, 300, 60],
  ])(
    'takes the smaller of TTL and minimum of the SOA as negative TTL of %s',
    (_, rcode, ttl, minimum, expected) => {
      expect(keep(message(ASKED, { rcode, authority: [soa(ttl, minimum)] })).negativeTtl).toBe(expected)
    },
  )

  it('has no negative TTL without SOA, with records, and for an error', () => {
    expect(keep(message(ASKED, { rcode: 3 })).negativeTtl).toBeNull()
    expect(
      keep(message(ASKED, { answers: [record(16, txt('a'))], authority: [soa(60, 60)] })).negativeTtl,
    ).toBeNull()
    expect(keep(message(ASKED, { rcode: 2, authority: [soa(60, 60)] })).negativeTtl).toBeNull()
  })
})

describe('names in questions', () => {
  it.each(['example.com', '_dmarc.example.com', `${'a'.repeat(63)}.com`, 'xn--bcher-kva.example'])(
    'asks for %s',
    (name) => {
      expect(isAskable(name)).toBe(true)
    },
  )

  it.each([
    'a..com',
    `${'a'.repeat(64)}.com`,
    Array.from({ length: 64 }, () => 'aaa').join('.'),
    'bücher.example',
    'a b.com',
    String.raw`a\.b.com`,
  ])('does not ask for %s', (name) => {
    expect(isAskable(name)).toBe(false)
  })

  it('writes type 99 for SPF', () => {
    const message = writeQuery(
      1,
      { name: 'a', type: 'SPF' },
      { recursionDesired: false, checkingDisabled: true, dnssecOk: false, edns: false },
    )
    expect(message.toString('hex')).toBe('000100100001000000000000' + '016100' + '00630001')
  })
})
