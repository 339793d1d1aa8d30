import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from '../../generated/cases'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { answerFromWire } from '../../../src/main/provider/from-wire'
import { nameFromPresentation, textFromPresentation } from '../../../src/main/provider/presentation-format'
import { recordsFromWire } from '../../../src/main/provider/records-from-wire'
import { WireAnswer } from '../../../src/main/provider/wire'
import { quotedText } from '../../../src/main/dns-hosts/character-strings'

const KEY = 'k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQD9rVPILouDJkj47mEjLdzL+b/2Yd='
const SPF = 'v=spf1 include:mailgun.org ~all'
const DMARC = 'v=DMARC1; p=none; rua=mailto:dmarc@example.com,mailto:b@example.org'

/** Any text without lone surrogates, which no octets have. */
const anyText = fc.string({ unit: 'binary', maxLength: 600 }).filter((text) => text.isWellFormed())
/** What may stand between the character-strings of one record. */
const gap = fc.constantFrom(' ', '', '\t', '   ', '\n', '\r\n\t', ' \n ')

describe('a text of the provider, in presentation format', () => {
  it('is what it was, whatever it was: quoted, in pieces of any length, escaped by any habit', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => !readsAsPolicy(text)),
        fc.array(fc.nat(80), { maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
        gap,
        fc.constantFrom('none', 'brackets', 'comment'),
        (text, lengths, habits, between, around) => {
          const written = inPieces([...text], lengths)
            .map((piece) => `"${piece.map((one) => escapedBy(habits.next().value as number, one)).join('')}"`)
            .join(between)
          expect(textFromPresentation(wrapped(written, around))).toBe(text)
        },
      ),
      { numRuns: 2000, seed: 11 },
    )
  })

  it.each([KEY, SPF, DMARC, 'v=TLSRPTv1; rua=mailto:t@example.com', 'v=STSv1; id=20260101T000000;'])(
    'is the policy or key, cut anywhere, escaped by any habit, quoted or not: %s',
    (policy) => {
      fc.assert(
        fc.property(
          fc.array(fc.nat(40), { maxLength: 4 }),
          fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
          gap,
          fc.constantFrom('none', 'brackets', 'comment'),
          fc.constantFrom('quoted', 'inner quotes alone', 'bare'),
          (lengths, habits, between, around, quotes) => {
            const cut = inPieces([...policy], quotes === 'bare' ? [] : lengths)
            const pieces = cut.map((piece) =>
              piece.map((one) => escapedBy(habits.next().value as number, one)).join(''),
            )
            const inside = pieces.join(`"${between}"`)
            if (quotes === 'quoted') {
              expect(textFromPresentation(wrapped(`"${inside}"`, around))).toBe(policy)
            } else {
              const brackets = around === 'brackets' ? `( ${inside} )` : inside
              expect(textFromPresentation(brackets)).toBe(policy)
            }
          },
        ),
        { numRuns: 500, seed: 11 },
      )
    },
  )

  it('is read as the app itself writes zone files', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(!readsAsPolicy(text))
        expect(textFromPresentation(quotedText(text))).toBe(text)
      }),
      { numRuns: 1000, seed: 11 },
    )
    for (const policy of [KEY, SPF, DMARC]) expect(textFromPresentation(quotedText(policy))).toBe(policy)
  })

  it('stays as it is where it is not certain, whatever it is', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => !/^\s*["(]/.test(text) && !/[a-z]\w*\s*=/i.test(text.replace(/["\\]/g, ''))),
        (text) => {
          expect(textFromPresentation(text)).toBe(text)
        },
      ),
      { numRuns: 1000, seed: 11 },
    )
  })

  it.each([
    ['an escaped semicolon, without quotes', String.raw`k=rsa\; p=MIGfMA0G`, 'k=rsa; p=MIGfMA0G'],
    ['an escaped semicolon as a number', String.raw`k=rsa\059\032p=MIGfMA0G`, 'k=rsa; p=MIGfMA0G'],
    [
      'escapes in DMARC',
      String.raw`v=DMARC1\; p=none\; rua=mailto:a@example.com`,
      'v=DMARC1; p=none; rua=mailto:a@example.com',
    ],
    ['an escaped tilde in SPF', String.raw`v=spf1 include:mailgun.org \~all`, SPF],
    ['escaped equals signs', String.raw`k\=rsa\; p\=MIGfMA0G`, 'k=rsa; p=MIGfMA0G'],
    ['pieces without the outer quotes', 'k=rsa; p=MIGf" "MA0G', 'k=rsa; p=MIGfMA0G'],
    ['escaped quotes around it all', String.raw`\"k=rsa\; p=MIGfMA0G\"`, 'k=rsa; p=MIGfMA0G'],
    ['two layers', String.raw`"\"k=rsa\\; p=MIGf\" \"MA0G\""`, 'k=rsa; p=MIGfMA0G'],
    [
      'the brackets, line ends and comment that key generators write',
      '( "v=DKIM1; h=sha256; k=rsa; "\n\t  "p=MIGf"\r\n\t  "MA0G" )  ; ----- DKIM key mx for example.com\n',
      'v=DKIM1; h=sha256; k=rsa; p=MIGfMA0G',
    ],
    ['a comment on each line', '( "k=rsa; " ; the kind\n "p=MIGfMA0G" ; the key\n)', 'k=rsa; p=MIGfMA0G'],
    ['brackets without quotes', String.raw`( k=rsa\; p=MIGfMA0G )`, 'k=rsa; p=MIGfMA0G'],
    ['brackets without quotes over lines', '( k=rsa;\n   p=MIGf\n   MA0G )', 'k=rsa; p=MIGfMA0G'],
    ['SPF in brackets without quotes', '( v=spf1 include:mailgun.org\n ~all )', SPF],
    ['a line end inside a quoted key', '"k=rsa; p=MIGf\n  MA0G"', 'k=rsa; p=MIGfMA0G'],
    ['a line end inside a quoted SPF', '"v=spf1 include:mailgun.org\n ~all"', SPF],
    ['a quoted key behind bare tags', 'k=rsa; p="MIGfMA0G"', 'k=rsa;p=MIGfMA0G'],
    ['no pieces between brackets', '()', '()'],
    ['a semicolon between strings, which cuts no tag off', '"k=rsa"; p=MIGfMA0G', 'k=rsa;p=MIGfMA0G'],
    ['UTF-8 as octets', String.raw`"gr\195\188n"`, 'grün'],
    ['octets that are no UTF-8', String.raw`"\255"`, '\u00ff'],
  ])('%s', (_, written, text) => {
    expect(textFromPresentation(written)).toBe(text)
  })

  it.each([
    ['a backslash in a text of another kind', String.raw`token=abc\;def`],
    ['words in quotes in SPF', 'v=spf1 "quoted" ~all'],
    ['an open quote: the rest of the key is somewhere else', '"k=rsa; p=MIGf'],
    ['an open bracket', '( "k=rsa; p=MIGf"'],
    ['a number that is no octet', String.raw`"\999"`],
    ['brackets in a note', 'k=rsa; n=key (old); p=MIGf'],
    ['a key as it is', KEY],
    ['SPF as it is', SPF],
  ])('is left alone: %s', (_, text) => {
    expect(textFromPresentation(text)).toBe(text)
  })

  it('is read in a short time however long and odd it is', () => {
    const started = performance.now()
    for (const odd of ['"', '\\', '(', '"" ', '\\"', 'a=b;', '"a" ; c\n']) {
      textFromPresentation(odd.repeat(40_000))
      nameFromPresentation(odd.repeat(40_000))
    }
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('a name of the provider, in presentation format', () => {
  it.each([
    ['mailgun.org.', 'mailgun.org'],
    ['mailgun.org..', 'mailgun.org'],
    ['"mailgun.org."', 'mailgun.org'],
    ['( mailgun.org. )', 'mailgun.org'],
    ['mailgun.org. ; the target', 'mailgun.org'],
    [String.raw`pdk1\._domainkey.mailgun.org.`, String.raw`pdk1\._domainkey.mailgun.org`],
    [String.raw`pdk1.\095domainkey.mailgun.org.`, 'pdk1._domainkey.mailgun.org'],
    [String.raw`pdk1.\_domainkey.mailgun.org.`, 'pdk1._domainkey.mailgun.org'],
    [String.raw`a\046b.example.com`, String.raw`a\.b.example.com`],
    [String.raw`ends-in-an-escaped-dot\.`, String.raw`ends-in-an-escaped-dot\.`],
    [String.raw`ends-in-a-backslash\\.`, String.raw`ends-in-a-backslash\\`],
    [String.raw`a\032b.example.com`, String.raw`a\032b.example.com`],
    ['.', '.'],
  ])('%s is %s', (written, name) => {
    expect(nameFromPresentation(written)).toBe(name)
  })

  it('of a CNAME, an MX and an owner is the plain one', () => {
    const { records } = recordsFromWire(
      [
        {
          record_type: 'CNAME',
          name: String.raw`PDK1.\095domainkey.mg.example.com.`,
          value: 'k.example.net.',
        },
        {
          record_type: 'MX',
          value: '10\tmxa.mailgun.org.',
          cached: ['10 mxa.mailgun.org.', '"5 other.example."'],
        },
        { record_type: 'MX', value: '( 10 "mxb.mailgun.org." )', priority: '20' },
        { record_type: 'MX', value: '0 .' },
        { record_type: 'TXT', value: '"a" "b"', cached: [String.raw`"k=rsa\; p=x" "y"`, 'as it is'] },
      ],
      'mg.example.com',
      'sending',
    )
    expect(records.map(({ name, value, priority, cached }) => ({ name, value, priority, cached }))).toEqual([
      { name: 'pdk1._domainkey.mg.example.com', value: 'k.example.net', priority: null, cached: [] },
      {
        name: 'mg.example.com',
        value: 'mxa.mailgun.org',
        priority: 10,
        cached: ['10 mxa.mailgun.org', '5 other.example'],
      },
      { name: 'mg.example.com', value: 'mxb.mailgun.org', priority: 20, cached: [] },
      { name: 'mg.example.com', value: '.', priority: 0, cached: [] },
      { name: 'mg.example.com', value: 'ab', priority: null, cached: ['k=rsa; p=xy', 'as it is'] },
    ])
  })
})

describe('an answer whose key is written as in a zone file', () => {
  it('gives the key as it is to be published', () => {
    const text = readFileSync(join(import.meta.dirname, '../../provider-answers/escaped-key.json'), 'utf8')
    const { records } = answerFromWire(v.parse(WireAnswer, JSON.parse(text)))
    expect(records).toHaveLength(1)
    expect(records[0]?.value).toMatch(/^k=rsa; p=MIIBIjANBgkqhkiG9w0B[A-Za-z0-9+/]+IDAQAB$/)
    expect(records[0]?.value).toHaveLength('k=rsa; p='.length + 392)
  })
})

/** Texts that are read as policies have line ends and quotes taken off that another text keeps. */
function readsAsPolicy(text: string): boolean {
  return /=/.test(text)
}

function inPieces(characters: readonly string[], lengths: readonly number[]): string[][] {
  const pieces: string[][] = []
  let at = 0
  for (const length of lengths) {
    pieces.push(characters.slice(at, at + length))
    at += length
  }
  return [...pieces, characters.slice(at)]
}

/** 0: as little as must be; 1: a backslash wherever it may stand; 2: each octet as a number. */
function escapedBy(habit: number, character: string): string {
  const mustEscape = character === '"' || character === '\\'
  if (habit === 2) {
    return [...Buffer.from(character, 'utf8')].map((octet) => `\\${String(octet).padStart(3, '0')}`).join('')
  }
  return mustEscape || (habit === 1 && !/[0-9]/.test(character)) ? `\\${character}` : character
}

function wrapped(strings: string, around: string): string {
  if (around === 'brackets') return `(\n\t${strings}\n)`
  return around === 'comment' ? `${strings} ; written by a program` : strings
}
