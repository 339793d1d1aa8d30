import { encode, type RecordType } from 'dns-packet'
import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { examineReply } from '../../../../src/main/dns/wire/examine-reply'
import { TYPE_NUMBERS } from '../../../../src/main/dns/wire/record-types'
import { isAskable, writeQuery } from '../../../../src/main/dns/wire/write-query'
import { QuestionType } from '../../../../src/preload/contract/dns-answer'
import { message, nameOctets, record, txt, type Asked } from '../../../dns-server/hostile'

const FLAGS = { recursionDesired: false, checkingDisabled: false, dnssecOk: false, edns: true }
const label = fc.stringMatching(/^[a-z0-9_-]{1,20}$/)
const name = fc.array(label, { maxLength: 6 }).map((labels) => labels.join('.'))
const type = fc.constantFrom(...QuestionType.options)

describe('a question', () => {
  it('is written octet by octet as dns-packet writes it', () => {
    fc.assert(
      fc.property(
        ...[name, type, fc.nat(0xffff)],
        ...[fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()],
        (asked, kind, id, recursionDesired, checkingDisabled, dnssecOk, edns) => {
          fc.pre(isAskable(asked))
          const flags = (recursionDesired ? 0x0120 : 0) | (checkingDisabled ? 0x0010 : 0)
          const whole = encode({
            ...{ type: 'query', id, flags, questions: [{ name: asked, type: kind as RecordType }] },
            ...(edns && {
              additionals: [
                {
                  ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, extendedRcode: 0, ednsVersion: 0 },
                  ...{ flags: dnssecOk ? 0x8000 : 0, flag_do: dnssecOk, options: [] },
                },
              ],
            }),
          })
          const own = writeQuery(
            id,
            { name: asked, type: kind },
            {
              ...{ recursionDesired, checkingDisabled, dnssecOk, edns },
            },
          )
          expect(own.toString('hex')).toBe(whole.toString('hex'))
        },
      ),
    )
  })

  it('with the longest labels is written whole', () => {
    const long = [63, 63, 63, 61].map((length) => 'a'.repeat(length)).join('.')
    const query = writeQuery(1, { name: long, type: 'TXT' }, FLAGS)
    expect(query.subarray(12, 12 + 255).equals(nameOctets(long))).toBe(true)
  })
})

describe('a reply held against the message that asked', () => {
  const asked = (question: string, kind: QuestionType): Asked => {
    const query = writeQuery(7, { name: question, type: kind }, FLAGS)
    const octets = Buffer.alloc(4)
    octets.writeUInt16BE(TYPE_NUMBERS[kind], 0)
    octets.writeUInt16BE(1, 2)
    return { query, id: 7, question: Buffer.concat([nameOctets(question), octets]), before: 0 }
  }

  it('reads as it does without it, whatever a hostile server changes in it', () => {
    fc.assert(
      fc.property(
        name,
        type,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.nat(60),
        (own, kind, changes, cut) => {
          const it = asked(own, kind)
          const reply = message(it, {
            answers: [
              record(16, txt('some text')),
              record(5, Buffer.concat([Buffer.from([3, 119, 119, 119]), Buffer.from([0xc0, 12])])),
            ],
          })
          for (const [at, octet] of changes) reply[at % reply.length] = octet
          const sent = cut > 50 ? reply.subarray(0, reply.length - (cut - 50)) : reply
          const question = { name: own, type: kind }
          expect(examineReply(sent, 7, question, it.query)).toEqual(examineReply(sent, 7, question))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('still counts the octets of a name that ends in the question', () => {
    const long = [63, 63, 63].map((length) => 'a'.repeat(length)).join('.')
    const it = asked(long, 'CNAME')
    const beyond = Buffer.concat([nameOctets('b'.repeat(63)).subarray(0, -1), Buffer.from([0xc0, 12])])
    const reply = message(it, { answers: [record(5, beyond)] })
    expect(examineReply(reply, 7, { name: long, type: 'CNAME' }, it.query)).toEqual({
      kind: 'malformed',
      why: 'A name has more than 255 octets.',
    })
  })
})
