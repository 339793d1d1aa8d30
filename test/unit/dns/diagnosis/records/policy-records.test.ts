import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { bimiFaults, repairedBimi } from '../../../../../src/main/dns/diagnosis/records/bimi-record'
import { mtaStsFaults, repairedMtaSts } from '../../../../../src/main/dns/diagnosis/records/mta-sts-record'
import {
  repairedTlsReport,
  tlsReportFaults,
} from '../../../../../src/main/dns/diagnosis/records/tls-report-record'
import type { QuestionType } from '../../../../../src/preload/contract/dns-answer'
import type { Finding } from '../../../../../src/preload/contract/findings'
import { check, DOMAIN, findingsOf, healthyBut, type Row } from '../observed'

const FRESH = '20260115T120000Z'
const MARK = '[address of your logo]'
const STS = `_mta-sts.${DOMAIN}`
const TLS = `_smtp._tls.${DOMAIN}`
const LOGO = 'default._bimi.example.com'

function found(name: string, rows: readonly Row[]): Finding[] {
  return findingsOf(check({ rows: healthyBut([[name]], rows) }))
}
const texts = (name: string, ...values: string[]): Finding[] =>
  found(
    name,
    values.map((value): Row => [name, 'TXT', value]),
  )
const valuesOf = ({ fix }: Finding): string[] => fix.records.map(({ value }) => value)

/** Extensions as RFC 8460 section 3 and RFC 8461 section 3.1 write them. */
const extension = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/), fc.stringMatching(/^[!-:<>-~]{1,20}$/))
  .filter(([name]) => !/^(?:v|id|rua)$/i.test(name))
  .map(([name, value]) => `${name}=${value}`)
const blank = fc.constantFrom('', ' ', '\t', '  ')

describe('an MTA-STS record', () => {
  it.each([
    'v=STSv1; id=20260101',
    'v=STSv1;id=1',
    'v=STSv1 ; id=1 ;',
    'v=STSv1; id=20260101; ext=1;',
    'v=STSv1; ext=1; id=20260101T000000Z',
    'v=STSv1; id=1; a.b-c_d=!"#$%&',
  ])('is right: %s', (text) => {
    expect(mtaStsFaults(text)).toEqual([])
    expect(texts(STS, text)).toEqual([])
  })

  it('is right with any extensions and blanks', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9]{1,32}$/),
        fc.array(extension, { maxLength: 4 }),
        ...([fc.nat(), blank, blank, fc.constantFrom('', ';', ' ; ')] as const),
        (id, extensions, place, before, after, end) => {
          const fields = extensions.toSpliced(place % (extensions.length + 1), 0, `id=${id}`)
          expect(mtaStsFaults(['v=STSv1', ...fields].join(`${before};${after}`) + end)).toEqual([])
        },
      ),
    )
  })

  it.each([
    ['v=STSv1; id=a-b', 'id=a-b has characters other than letters and digits', `v=STSv1; id=${FRESH};`],
    ['v=STSv1; id=', 'id= has no value', `v=STSv1; id=${FRESH};`],
    ['v=STSv1', 'Nothing stands behind v=STSv1', `v=STSv1; id=${FRESH};`],
    ['v=STSv1; ext=1', 'id= is missing', `v=STSv1; id=${FRESH}; ext=1;`],
    [`v=STSv1; id=${'1'.repeat(33)}`, 'has 33 characters, but only 32 are allowed', `v=STSv1; id=${FRESH};`],
    ['v=stsv1; id=42; ext=1', 'letter by letter', 'v=STSv1; id=42; ext=1;'],
    ['v=STSv1 id=42', 'A semicolon is missing behind v=STSv1', 'v=STSv1; id=42;'],
    ['v=STSv1, id=42', 'A semicolon is missing behind v=STSv1', 'v=STSv1; id=42;'],
    ['v=STSv1; id = 42', 'has a blank beside the equals sign', 'v=STSv1; id=42;'],
    ['v=STSv1; ID=42', 'ID has to be written id', 'v=STSv1; id=42;'],
    ['v=STSv1; id="42"', 'characters other than letters', 'v=STSv1; id=42;'],
    ['"v=STSv1; id=42"', 'begin with v=STSv1', 'v=STSv1; id=42;'],
    ['v=STSv1\\; id=42\\;', 'A backslash stands behind v=STSv1', 'v=STSv1; id=42;'],
    [
      'v=STSv1; id=42; nonsense; ext=1',
      'Part 2 behind the version, "nonsense", is not name=value',
      'v=STSv1; id=42; ext=1;',
    ],
    ['v=STSv1;; id=42', 'Part 1 behind the version is empty', 'v=STSv1; id=42;'],
    ['v=STSv1; id=42; ext=', 'has no value', 'v=STSv1; id=42;'],
    ['id=42; v=STSv1', 'does not begin with v=STSv1', 'v=STSv1; id=42;'],
    ['v=STSv1; id=42; id=43', 'id= stands there twice', 'v=STSv1; id=42;'],
  ])('has a fault with its place, and a cure that keeps the rest: %s', (text, words, cure) => {
    const [finding, ...more] = texts(STS, text)
    expect(more).toEqual([])
    expect(finding).toMatchObject({ code: 'mta-sts-syntax', fix: { action: 'edit' } })
    expect(finding?.sentence).toContain(words)
    expect(valuesOf(finding!)).toEqual([cure])
    expect(mtaStsFaults(cure)).toEqual([])
  })

  it('is one in place of several, with an id that is there', () => {
    const [finding] = texts(STS, 'v=STSv1; id=1;', 'v=STSv1; id=2; ext=1')
    expect(finding?.sentence).toContain('2 records stand there, but only one is allowed')
    expect(valuesOf(finding!)).toEqual(['v=STSv1; id=2; ext=1;'])
    expect(finding?.fix.records[0]?.replaces).toHaveLength(2)
  })

  it('is not touched by a text that senders discard', () => {
    expect(texts(STS, 'v=STSv1; id=1', 'v=stsv1; id=2', 'other')).toEqual([])
  })

  it('parses after any repair', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), extension, fc.constant('id=1')), { maxLength: 5 }),
        (parts) => {
          expect(mtaStsFaults(repairedMtaSts([parts.join(';')], FRESH))).toEqual([])
        },
      ),
    )
  })
})

describe('a TLS-RPT record', () => {
  it.each([
    'v=TLSRPTv1; rua=mailto:a@example.com',
    'v=TLSRPTv1;rua=mailto:a@example.com;',
    'v=TLSRPTv1; rua=https://r.test/v1',
    'v=TLSRPTv1; rua=mailto:a@example.com,https://r.test/v1?x=1&y=2',
    'v=TLSRPTv1; rua=mailto:a@example.com , mailto:b@example.com',
    'v=TLSRPTv1; rua=mailto:a@example.com; rua=https://r.vendor.net/v1',
    'v=TLSRPTv1; rua=mailto:a@example.com?subject=tls; ext=1',
  ])('is right: %s', (text) => {
    expect(tlsReportFaults(text)).toEqual([])
    expect(texts(TLS, text)).toEqual([])
  })

  it('is right with any addresses, extensions and blanks', () => {
    const address = fc.oneof(
      fc.stringMatching(/^[a-z][a-z0-9.+_-]{0,8}$/).map((local) => `mailto:${local}@example.com`),
      fc.stringMatching(/^[a-z0-9/._-]{0,12}$/).map((path) => `https://r.example.com/${path}`),
    )
    const list = fc
      .tuple(fc.array(address, { minLength: 1, maxLength: 3 }), blank, blank)
      .map(([addresses, before, after]) => `rua=${addresses.join(`${before},${after}`)}`)
    fc.assert(
      fc.property(
        fc.array(list, { minLength: 1, maxLength: 3 }),
        fc.array(extension, { maxLength: 3 }),
        ...([blank, blank, fc.constantFrom('', ';', ' ; ')] as const),
        (lists, extensions, before, after, end) => {
          const text = ['v=TLSRPTv1', ...extensions, ...lists].join(`${before};${after}`) + end
          expect(tlsReportFaults(text)).toEqual([])
        },
      ),
    )
  })

  it.each([
    [
      'v=TLSRPTv1; rua=a@example.com',
      'the address a@example.com in rua= lacks mailto:',
      'v=TLSRPTv1; rua=mailto:a@example.com',
    ],
    [
      'v=TLSRPTv1; rua=mailto:a@example.com,b@example.com; ext=1',
      'the address b@example.com in rua= lacks mailto:',
      'v=TLSRPTv1; rua=mailto:a@example.com,mailto:b@example.com; ext=1',
    ],
    ['v=tlsrptv1; rua=mailto:a@example.com', 'letter by letter', 'v=TLSRPTv1; rua=mailto:a@example.com'],
    ['v=TLSRPTv1 rua=mailto:a@example.com', 'A semicolon is missing', 'v=TLSRPTv1; rua=mailto:a@example.com'],
    [
      'v=TLSRPTv1; rua= mailto:a@example.com',
      'a blank stands behind rua=',
      'v=TLSRPTv1; rua=mailto:a@example.com',
    ],
    [
      'v=TLSRPTv1; RUA=mailto:a@example.com',
      'RUA has to be written rua',
      'v=TLSRPTv1; rua=mailto:a@example.com',
    ],
    [
      'v=TLSRPTv1; rua=mailto://a@example.com',
      'neither mailto: and a mailbox nor https:',
      'v=TLSRPTv1; rua=mailto:a@example.com',
    ],
    [
      'v=TLSRPTv1; rua=mailto:a@example.com,',
      'two commas follow each other',
      'v=TLSRPTv1; rua=mailto:a@example.com',
    ],
    [
      'v=TLSRPTv1; rua=mailto:a@example.com; b@example.com',
      'Part 2 behind the version',
      'v=TLSRPTv1; rua=mailto:a@example.com,mailto:b@example.com',
    ],
    [
      '"v=TLSRPTv1; rua=mailto:a@example.com"',
      'begin with v=TLSRPTv1',
      'v=TLSRPTv1; rua=mailto:a@example.com',
    ],
    [
      'v=TLSRPTv1; rua=http://r.test/v1,mailto:a@example.com',
      'http: in place of https:',
      'v=TLSRPTv1; rua=mailto:a@example.com',
    ],
    ['v=TLSRPTv1; rua=', 'rua= names no address', 'v=TLSRPTv1; rua=mailto:[your mailbox]'],
    ['v=TLSRPTv1; rua=http://r.test/v1', 'http: in place of https:', 'v=TLSRPTv1; rua=mailto:[your mailbox]'],
    [
      'v=TLSRPTv1; ext=1',
      'which says where reports go, is missing',
      'v=TLSRPTv1; rua=mailto:[your mailbox]; ext=1',
    ],
  ])('has a fault with its place, and a cure that keeps the rest: %s', (text, words, cure) => {
    const [finding, ...more] = texts(TLS, text)
    expect(more).toEqual([])
    expect(finding).toMatchObject({ code: 'tls-rpt-syntax', fix: { action: 'edit' } })
    expect(finding?.sentence).toContain(words)
    expect(valuesOf(finding!)).toEqual([cure])
  })

  it('is one in place of several, with the addresses of all', () => {
    const [finding] = texts(
      TLS,
      'v=TLSRPTv1; rua=mailto:a@example.com',
      'v=TLSRPTv1; rua=https://r.test/v1; ext=1',
    )
    expect(valuesOf(finding!)).toEqual(['v=TLSRPTv1; rua=https://r.test/v1,mailto:a@example.com; ext=1'])
  })

  it('parses after any repair', () => {
    const address = fc.string({
      unit: fc.constantFrom('a', '@', '?', '#', '.', ':', '/', '!', ',', '<', '"', 'ä', ' '),
      maxLength: 8,
    })
    const part = fc.oneof(
      fc.string(),
      address,
      address.map((text) => `rua=mailto:${text}`),
      extension,
      fc.constantFrom('rua=a@b.test', 'mailto:c@d.test', 'rua='),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const repaired = repairedTlsReport([parts.join(';')], 'me@example.com')
        expect(tlsReportFaults(repaired)).toEqual([])
      }),
    )
  })
})

describe('a logo record', () => {
  it.each([
    'v=BIMI1; l=https://example.com/logo.svg',
    'v=BIMI1;l=https://example.com/logo.svg;a=https://example.com/vmc.pem;',
    'v=BIMI1; l=; a=;',
    'v=BIMI1; l=',
    'v=BIMI1; a=https://example.com/vmc.pem; l=https://example.com/logo.svg; avp=brand; x=1',
  ])('is right: %s', (text) => {
    expect(bimiFaults(text)).toEqual([])
    expect(texts(LOGO, text)).toEqual([])
  })

  it.each([
    [
      'v=BIMI1; l=http://example.com/logo.svg; avp=brand',
      'v=BIMI1; l=https://example.com/logo.svg; avp=brand',
    ],
    ['v=BIMI1; l=example.com/logo.svg; a=', 'v=BIMI1; l=https://example.com/logo.svg; a='],
    ['v=BIMI1; a=https://example.com/vmc.pem', `v=BIMI1; l=${MARK}; a=https://example.com/vmc.pem`],
    ['v=BIMI1; l=logo; a=https://example.com/vmc.pem', `v=BIMI1; l=${MARK}; a=https://example.com/vmc.pem`],
    ['v=bimi1; l=https://example.com/logo.svg; x=1', 'v=BIMI1; l=https://example.com/logo.svg; x=1'],
    ['"v=BIMI1; l=https://example.com/logo.svg"', 'v=BIMI1; l=https://example.com/logo.svg'],
    ['l=https://example.com/logo.svg; v=BIMI1', 'v=BIMI1; l=https://example.com/logo.svg'],
    ['v=BIMI1 l=https://example.com/logo.svg', 'v=BIMI1; l=https://example.com/logo.svg'],
    ['v=BIMI1; l=https://example.com/logo.svg; a=self', 'v=BIMI1; l=https://example.com/logo.svg; a='],
  ])('has a cure that keeps what can be read: %s', (text, cure) => {
    const [finding, ...more] = texts(LOGO, text)
    expect(more).toEqual([])
    expect(finding).toMatchObject({ code: 'bimi-syntax', fix: { action: 'edit' } })
    expect(valuesOf(finding!)).toEqual([cure])
    expect(bimiFaults(cure.replace(MARK, 'https://example.com/logo.svg'))).toEqual([])
    expect(repairedBimi(text, MARK)).toBe(cure)
  })

  it('is for its owner to choose of several', () => {
    const [finding] = texts(LOGO, 'v=BIMI1; l=https://a.test/1.svg', 'v=BIMI1; l=https://a.test/2.svg')
    expect(finding).toMatchObject({ code: 'bimi-syntax', fix: { action: 'none', records: [] } })
  })
})

describe('a policy behind an alias', () => {
  it.each([
    [STS, 'v=STSv1; id=1;', 'v=stsv1; id=1;'],
    [TLS, 'v=TLSRPTv1; rua=mailto:a@vendor.test', 'v=TLSRPTv1; rua=a@vendor.test'],
    [LOGO, 'v=BIMI1; l=https://vendor.test/logo.svg', 'v=BIMI1; l=http://vendor.test/logo.svg'],
  ])('is what the alias leads to, and is changed there: %s', (name, right, wrong) => {
    const at = (...rows: readonly (readonly [QuestionType, string])[]): Finding[] =>
      found(name, [
        [name, 'CNAME', 'policy.vendor.test'],
        ...rows.map(([type, value]): Row => ['policy.vendor.test', type, value]),
      ])
    expect(at(['TXT', right])).toEqual([])
    const [faulty] = at(['TXT', wrong])
    expect(faulty).toMatchObject({ fix: { action: 'none', records: [] } })
    expect(faulty?.fix.sentence).toContain('is an alias (CNAME) for policy.vendor.test')
    // A logo may stand at the domain itself, where there is no alias.
    if (name === LOGO) return
    const [missing] = at(['TXT', 'other'])
    expect(missing).toMatchObject({ fix: { action: 'none', records: [] } })
  })
})
