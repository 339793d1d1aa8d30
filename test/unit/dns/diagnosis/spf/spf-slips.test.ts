import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { intendedSpf, type SpfText } from '../../../../../src/main/dns/diagnosis/spf/spf-intended'
import { isSoundSpf, mergeSpf } from '../../../../../src/main/dns/diagnosis/spf/spf-merge'
import { isSpf, parseSpf } from '../../../../../src/main/dns/diagnosis/spf/spf-policy'
import { termKey } from '../../../../../src/main/dns/diagnosis/spf/spf-terms'

const PROVIDER = 'v=spf1 include:provider.test ~all'

/** The terms that are read, in the form in which equal terms are equal; null when something is not. */
function read(text: SpfText): string | null {
  const intended = intendedSpf(text)
  if (intended === null || intended.unread.length > 0 || intended.policies.length !== 1) return null
  return intended.policies
    .flat()
    .map(({ term }) => termKey(term))
    .join(' ')
}

describe('what is meant by a text with a slip', () => {
  it.each([
    // A mechanism that is missing or another.
    ['v=spf1 192.0.2.1 2001:db8::/32 -all', 'ip4:192.0.2.1 ip6:2001:db8::/32 -all'],
    ['v=spf1 192.0.2.0/24 +198.51.100.1 -all', 'ip4:192.0.2.0/24 ip4:198.51.100.1 -all'],
    ['v=spf1 ip4:2001:db8::1 ip6:192.0.2.1/32 -all', 'ip6:2001:db8::1 ip4:192.0.2.1/32 -all'],
    ['v=spf1 ip:192.0.2.1 ipv6:2001:db8::1 -all', 'ip4:192.0.2.1 ip6:2001:db8::1 -all'],
    [
      'v=spf1 a:192.0.2.1 mx:192.0.2.2 include:192.0.2.3 -all',
      'ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3 -all',
    ],
    ['v=spf1 ip4:mail.own.test -all', 'a:mail.own.test -all'],
    ['v=spf1 ip6:[2001:db8::1] a:2001:db8::2 -all', 'ip6:2001:db8::1 ip6:2001:db8::2 -all'],
    ['v=spf1 ip4:192.0.2.0/255.255.255.0 -all', 'ip4:192.0.2.0/24 -all'],
    ['v=spf1 ip4:192.0.2.0\\24 -all', 'ip4:192.0.2.0/24 -all'],
    ['v=spf1 ip4:192.0.2.0 /24 -all', 'ip4:192.0.2.0/24 -all'],
    ['v=spf1 ip4:192.0.2.1/ -all', 'ip4:192.0.2.1 -all'],
    // Another spelling, sign or separator.
    [
      'v=spf1 inlcude:a.test includ:b.test includes:c.test -all',
      'include:a.test include:b.test include:c.test -all',
    ],
    ['v=spf1 include=a.test a=b.test ip4=192.0.2.1 -all', 'include:a.test a:b.test ip4:192.0.2.1 -all'],
    ['v=spf1 include a.test ip4 192.0.2.1 -all', 'include:a.test ip4:192.0.2.1 -all'],
    [
      'v=spf1 include: a.test ip4 :192.0.2.1 ip6 : 2001:db8::1 -all',
      'include:a.test ip4:192.0.2.1 ip6:2001:db8::1 -all',
    ],
    ['v=spf1 include::a.test ip4::192.0.2.1 -all', 'include:a.test ip4:192.0.2.1 -all'],
    ['v=spf1 redirect:a.test', 'redirect=a.test'],
    ['v=spf1 redirect = a.test', 'redirect=a.test'],
    ['v=spf1 includespf.a.test ip4192.0.2.1 -all', 'include:spf.a.test ip4:192.0.2.1 -all'],
    [
      'v=spf1 include:https://a.test/ include://b.test include:http://c.test/spf -all',
      'include:a.test include:b.test include:c.test -all',
    ],
    ['v=spf1 include:a.test. mx. -all.', 'include:a.test mx -all'],
    ['v=spf1 mx - all', 'mx -all'],
    ['v=spf1 mx \u2013all', 'mx -all'],
    ['v=spf1 mx \u223call', 'mx ~all'],
    ['v=spf1+a+mx-all', 'a mx -all'],
    ['v=spf1 +a+mx+include:a.test~all', 'a mx include:a.test ~all'],
    ['v=spf1 mx -al', 'mx -all'],
    ['v=spf1 mx --all', 'mx -all'],
    ['v=spf1 mx ~alll', 'mx ~all'],
    // Between terms.
    ['v=spf1; mx; include:a.test; -all;', 'mx include:a.test -all'],
    ['v=spf1,mx,include:a.test,-all', 'mx include:a.test -all'],
    [
      'v=spf1 include:a.test,b.test,ip4:192.0.2.1,192.0.2.2 -all',
      'include:a.test include:b.test ip4:192.0.2.1 ip4:192.0.2.2 -all',
    ],
    ['v=spf1 include:a.test, b.test -all', 'include:a.test include:b.test -all'],
    ['v=spf1 exists:%{l,-}.a.test, mx -all', 'exists:%{l,-}.a.test mx -all'],
    ['v=spf1\tmx\r\n\u00a0include:a.test\u3000-all', 'mx include:a.test -all'],
    ['v=spf1\\ mx\\032include:a.test\\; -all', 'mx include:a.test -all'],
    ['v=spf1\u200b mx include\u200b:a.test -all', 'mx include:a.test -all'],
    ['\ufeffv=spf1 mx -all', 'mx -all'],
    // Around and inside.
    ['"v=spf1 mx -all"', 'mx -all'],
    ['\u201cv=spf1 mx -all\u201d', 'mx -all'],
    ['\\"v=spf1 mx -all\\"', 'mx -all'],
    ['"v=spf1 mx" "include:a.test -all"', 'mx include:a.test -all'],
    ['"v=spf1 mx include:a.t" "est -all"', 'mx include:a.test -all'],
    ['"v=spf1 mx " "include:a.test -all"', 'mx include:a.test -all'],
    ['v=spf1 "mx" \u2018include:a.test\u2019 -all', 'mx include:a.test -all'],
    ['&quot;v=spf1 mx&nbsp;include&#58;a.test -all&quot;', 'mx include:a.test -all'],
    ['v=spf1 include:a.test\uff3c\uff10\uff13\uff12mx -all', 'include:a.test mx -all'],
    ['\uff56\uff1d\uff53\uff50\uff46\uff11 \uff4d\uff58 \uff5eall', 'mx ~all'],
    ['V=SPF1 MX INCLUDE:A.TEST -ALL', 'mx include:a.test -all'],
    ['v = spf1 mx -all', 'mx -all'],
    ['v:spf1 mx -all', 'mx -all'],
    ['spf1 mx -all', 'mx -all'],
    ['vspf1 mx -all', 'mx -all'],
    ['v=spf 192.0.2.1 -all', 'ip4:192.0.2.1 -all'],
    ['v=spf1 v=spf1 mx -all', 'mx -all'],
    ['v=spf1 mx \u2022 include:a.test | -all', 'mx include:a.test -all'],
    // Words that are character-strings.
    [['v=spf1', '+a', '+mx', 'include:a.test', '~all'], 'a mx include:a.test ~all'],
    [['v=spf1', 'a', 'mx', '-all'], 'a mx -all'],
    [['v=spf1 include:a.te', 'st', '-all'], 'include:a.test -all'],
    [['v=spf1 a', 'mx -all'], 'a mx -all'],
  ])('%j is %s', (text, terms) => expect(read(text)).toBe(terms))

  it.each([
    'v=spf1 nonsense -all',
    'v=spf1 mx al',
    'v=spf1 - include:a.test -all',
    'v=spf1 ip4:192.0.2 -all',
    'v=spf1 ip4:192.0.2.300 -all',
    'v=spf1 ip4:192.0.2.1/33 -all',
    'v=spf1 ip4:192.0.2.1-192.0.2.9 -all',
    'v=spf1 ip4:192.0.2.* -all',
    'v=spf1 include:localhost -all',
    'v=spf1 include -all',
    'v=spf1 a: mx -all',
    'v=spf1 mx mail.own.test -all',
    'v=spf1 mx ~-all',
    'v=spf1 ip6:2001:db8:0::0 :192.0.2.1 -all',
    'v=spf1 include:a.test =b.test -all',
    'v=spf1 a :192.0.2.1 -all',
    'v=spf1 mx :mail.own.test -all',
    // Either way it can be read, and not the same.
    '"v=spf1 a:a.co" "mx -all"',
  ])('is not guessed in %j', (text) => {
    expect(intendedSpf(text)?.unread).not.toEqual([])
  })

  it.each([
    'google-site-verification=abc',
    'spf2.0/pra mx -all',
    'we use spf',
    '',
    'v=DMARC1; p=none',
    'v=DKIM1; p=spf1',
  ])('takes %j for no policy', (text) => expect(intendedSpf(text)).toBeNull())

  it('reads two policies in one text as two', () => {
    expect(
      intendedSpf('v=spf1 a -all v=spf1 mx ~all')?.policies.map((terms) =>
        terms.map(({ term }) => term.text),
      ),
    ).toEqual([
      ['a', '-all'],
      ['mx', '~all'],
    ])
    expect(mergeSpf(['v=spf1 a -all v=spf1 mx ~all'], PROVIDER).text).toBe(
      'v=spf1 a mx include:provider.test ~all',
    )
  })
})

const label = fc.constantFrom('own', 'a', 'spf', '_spf', 'mail-1', 'k9', 'protection')
const domain = fc
  .tuple(label, label, fc.constantFrom('test', 'example', 'co.example', 'com', 'org'))
  .map((parts) => parts.join('.'))
const octet = fc.nat(255)
const ip4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'))
const group = fc.nat(0xffff).map((number) => number.toString(16))
const ip6 = fc.oneof(
  fc.tuple(group, group).map(([a, b]) => `2001:db8:${a}::${b}`),
  fc.array(group, { minLength: 5, maxLength: 5 }).map((groups) => ['2001', 'db8', '1', ...groups].join(':')),
)
const sign = fc.constantFrom('', '', '', '+', '~', '?')
const term = fc
  .tuple(
    sign,
    fc.oneof(
      fc.constantFrom('a', 'mx', 'a/24', 'mx//64', 'ptr'),
      domain.map((name) => `include:${name}`),
      domain.map((name) => `a:${name}`),
      domain.map((name) => `mx:${name}/28`),
      domain.map((name) => `exists:%{i}.${name}`),
      ip4.map((address) => `ip4:${address}`),
      fc.tuple(ip4, fc.integer({ min: 8, max: 32 })).map(([address, length]) => `ip4:${address}/${length}`),
      ip6.map((address) => `ip6:${address}`),
      ip6.map((address) => `ip6:${address}/64`),
    ),
  )
  .map((parts) => parts.join(''))
const ending = fc.oneof(
  fc.constantFrom('-all', '~all', '?all'),
  domain.map((name) => `redirect=${name}`),
)
const policy = fc
  .tuple(
    fc.uniqueArray(term, { minLength: 1, maxLength: 6, selector: (text) => text.replace(/^\+/, '') }),
    ending,
  )
  .map(([terms, end]) => ['v=spf1', ...terms, end].join(' '))

/** Slips of hands, forms and editors. Each changes the text, but not its meaning. */
const SLIPS: Readonly<Record<string, (text: string, pick: number) => string>> = {
  'quotes around': (text) => `"${text}"`,
  'typographic quotes around': (text) => `\u201c${text}\u201d`,
  'escaped quotes around': (text) => `\\"${text}\\"`,
  'quotes around a term': (text, pick) => atWord(text, pick, (word) => `"${word}"`),
  'semicolons between': (text) => text.replaceAll(' ', '; '),
  'commas between': (text) => text.replaceAll(' ', ', '),
  'a semicolon behind': (text) => `${text};`,
  'a tab': (text, pick) => atBlank(text, pick, '\t'),
  'a line feed': (text, pick) => atBlank(text, pick, '\r\n'),
  'a no-break space': (text, pick) => atBlank(text, pick, '\u00a0'),
  'an entity': (text, pick) => atBlank(text, pick, '&nbsp;'),
  'a written-out blank': (text, pick) => atBlank(text, pick, '\\032'),
  'many blanks': (text, pick) => atBlank(text, pick, '   '),
  'a zero-width space': (text, pick) => atBlank(text, pick, ' \u200b'),
  'a mark of order': (text) => `\ufeff${text}`,
  'full-width': (text, pick) =>
    atWord(text, pick, (word) =>
      word.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ),
  'upper case': (text, pick) =>
    atWord(text, pick, (word) => (word.includes('%') ? word : word.toUpperCase())),
  'a blank behind a colon': (text) => text.replace(/(?<= [+~?]?)(include|ip4|a|mx):/, '$1: '),
  'a blank before a colon': (text) => text.replace(/(include|ip4):/, '$1 :'),
  'a blank for a colon': (text) => text.replace(/(include|ip4):/, '$1 '),
  'an equals sign': (text) => text.replace(/\b(include|ip4|ip6|exists):/, '$1='),
  'two colons': (text) => text.replace(/\b(include|ip4):/, '$1::'),
  'an address alone': (text) => text.replace(/\bip4:/, ''),
  'an IPv6 address alone': (text) => text.replace(/\bip6:/, ''),
  'ip4 for ip6': (text) => text.replace(/\bip6:/, 'ip4:'),
  'ip6 for ip4': (text) => text.replace(/\bip4:/, 'ip6:'),
  ipv4: (text) => text.replace(/\bip([46]):/, 'ipv$1:'),
  'a web address': (text) => text.replace(/\binclude:(\S+)/, 'include:https://$1/'),
  'a dot behind': (text) => text.replace(/\b(include:[a-z0-9._-]+)/i, '$1.'),
  inlcude: (text) => text.replace(/\binclude:/, 'inlcude:'),
  'the version twice': (text) => `v=spf1 ${text}`,
  'a dash': (text) => text.replace(/ -all/, ' \u2013all'),
  'blanks around': (text) => `  ${text} `,
}

function atWord(text: string, pick: number, change: (word: string) => string): string {
  const words = text.split(' ')
  const place = pick % words.length
  return words.map((word, index) => (index === place ? change(word) : word)).join(' ')
}

function atBlank(text: string, pick: number, instead: string): string {
  const words = text.split(' ')
  const place = 1 + (pick % (words.length - 1))
  return words.reduce((all, word, index) => `${all}${index === place ? instead : ' '}${word}`)
}

describe('a policy with slips', () => {
  const slip = fc.tuple(fc.constantFrom(...Object.keys(SLIPS)), fc.nat(20))
  const key = (text: string): string => parseSpf(text).terms.map(termKey).join(' ')

  it('is as it was meant, or is not guessed at', () => {
    const unread = new Map<string, number>()
    fc.assert(
      fc.property(policy, fc.array(slip, { minLength: 1, maxLength: 3 }), (text, slips) => {
        const slipped = slips.reduce((current, [name, pick]) => SLIPS[name]?.(current, pick) ?? current, text)
        const result = read(slipped)
        // The slips together may undo each other's sense; one alone never does.
        if (result === null) unread.set(slips.map(([name]) => name).join(' + '), slips.length)
        else expect(result).toBe(key(text))
        if (slips.length === 1) expect(result).toBe(key(text))
      }),
      { numRuns: 5_000, seed: 42 },
    )
    expect(unread.size).toBeLessThan(150)
  })

  it('becomes one sound policy with every term of it', () => {
    fc.assert(
      fc.property(fc.array(policy, { minLength: 1, maxLength: 3 }), slip, (texts, [name, pick]) => {
        const slipped = texts.map((text, place) => (place === 0 ? (SLIPS[name]?.(text, pick) ?? text) : text))
        const { text, leftOut } = mergeSpf(slipped, PROVIDER)
        expect(leftOut).toEqual([])
        expect(isSoundSpf(text)).toBe(true)
        const kept = new Set(parseSpf(text).terms.map(termKey))
        for (const own of texts.flatMap((each) => parseSpf(each).terms)) {
          if (own.name === 'all') continue
          const asInclude = termKey(own).replace(/^redirect=/, 'include:')
          expect([kept.has(termKey(own)), kept.has(asInclude)]).toContain(true)
        }
        expect(kept.has('include:provider.test')).toBe(true)
        expect(text.match(/exp=|redirect=/g)?.length ?? 0).toBeLessThan(2)
      }),
      { numRuns: 2_000, seed: 7 },
    )
  })

  it('keeps its words where each became a character-string', () => {
    fc.assert(
      fc.property(policy, (text) => {
        const strings = text.split(' ')
        expect(read(strings)).toBe(key(text))
      }),
      { numRuns: 1_000, seed: 3 },
    )
  })

  it('is what receivers read where it was split anywhere', () => {
    fc.assert(
      fc.property(policy, fc.array(fc.nat(200), { maxLength: 4 }), (text, cuts) => {
        const places = [...new Set(cuts.map((cut) => cut % text.length))].toSorted((a, b) => a - b)
        const strings = [0, ...places].map((place, index) =>
          text.slice(place, [...places, text.length][index]),
        )
        expect(strings.join('')).toBe(text)
        expect(read(strings)).toBe(key(text))
        expect(isSpf(text)).toBe(true)
      }),
      { numRuns: 1_000, seed: 5 },
    )
  })
})
