import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import { linkTo, readDomainLink } from '../../../src/preload/contract/domain-link'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const NAMED = { name: 'mg.example.com', accountId: null, tab: null }

function refusal(text: string): string {
  try {
    readDomainLink(text)
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure.message
    throw error
  }
  throw new Error(`It was read: ${text}`)
}

describe('a link to a domain', () => {
  it.each([
    ['zonedesk://domain/mg.example.com', NAMED],
    ['ZoneDesk://Domain/MG.Example.COM', NAMED],
    ['zonedesk://domain/mg.example.com.', NAMED],
    ['zonedesk://domain/mg.example.com/', NAMED],
    ['zonedesk://domain/mg.example.com/dns', { ...NAMED, tab: 'dns' }],
    ['zonedesk://domain/mg.example.com/History/', { ...NAMED, tab: 'history' }],
    ['zonedesk://domain/mg.example.com?account=embedded', { ...NAMED, accountId: 'embedded' }],
    ['zonedesk://domain/mg.example.com/dns?account=a-1', { ...NAMED, tab: 'dns', accountId: 'a-1' }],
    ['zonedesk://domain/a_b.example.com', { ...NAMED, name: 'a_b.example.com' }],
    ['zonedesk://domain/b%C3%BCcher.example', { ...NAMED, name: 'xn--bcher-kva.example' }],
    ['zonedesk://domain/Bücher.example', { ...NAMED, name: 'xn--bcher-kva.example' }],
  ])('is read: %s', (text, link) => {
    expect(readDomainLink(text)).toEqual(link)
  })

  it.each([
    '',
    'zonedesk:',
    'zonedesk://',
    'zonedesk://domain',
    'zonedesk://domain/',
    'zonedesk:domain/mg.example.com',
    'zonedesk:///domain/mg.example.com',
    'https://domain/mg.example.com',
    'zonedesk://verify/mg.example.com',
    'zonedesk://domain:80/mg.example.com',
    'zonedesk://user@domain/mg.example.com',
    'zonedesk://domain/mg.example.com/nonsense',
    'zonedesk://domain/mg.example.com/dns/more',
    'zonedesk://domain/mg.example.com#dns',
    'zonedesk://domain/mg.example.com?verify=1',
    'zonedesk://domain/mg.example.com?account=a&account=b',
    'zonedesk://domain/mg.example.com?account=',
    'zonedesk://domain/mg.example.com?account=..%2f..',
    'zonedesk://domain/..',
    'zonedesk://domain/mg..example.com',
    'zonedesk://domain/mg%2Fexample.com',
    'zonedesk://domain/%00',
    'zonedesk://domain/%zz',
    'zonedesk://domain/mg example.com',
    'zonedesk://domain/mg.example.com --no-sandbox',
    'zonedesk://domain/mg.example.com%0a--no-sandbox',
    'zonedesk://domain/bü:80@cher.example',
    `zonedesk://domain/${'a'.repeat(64)}.example`,
    `zonedesk://domain/${'a.'.repeat(127)}example`,
    'zonedesk://domain/<script>alert(1)</script>',
  ])('is refused with a sentence: %s', (text) => {
    expect(refusal(text)).toMatch(/^The link ".*" leads to nothing in Zonedesk\.$/)
  })

  it('is refused when it is too long, and not repeated then', () => {
    expect(refusal(`zonedesk://domain/${'a'.repeat(10_000)}`)).toBe(
      'The link is too long to be one of Zonedesk.',
    )
  })

  it('is repeated short and on one line', () => {
    const sentence = refusal(`zonedesk://domain/\u202e\n\u0007${'🦊'.repeat(400)}`)
    expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect([...sentence].length).toBeLessThan(140)
  })

  it('never throws anything but the sentence, and never reads anything but a name', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.string({ unit: 'grapheme' }).map((text) => `zonedesk://domain/${text}`),
      fc.webUrl().map((url) => url.replace(/^https?/, 'zonedesk')),
      fc
        .string({ unit: fc.constantFrom(...Array.from('/?#%&=.@:-_\\\0\nü。aB0')) })
        .map((text) => `zonedesk://domain/${text}`),
    )
    fc.assert(
      fc.property(odd, (text) => {
        try {
          const { name, accountId } = readDomainLink(text)
          expect(name).toMatch(/^[a-z0-9._-]{1,253}$/)
          expect(accountId ?? 'none').toMatch(/^[\w-]+$/)
        } catch (error) {
          expect(error).toBeInstanceOf(ZonedeskError)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('that the window copies is read back', () => {
    const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,20}[a-z0-9_])?$/)
    fc.assert(
      fc.property(fc.array(label, { minLength: 2, maxLength: 5 }), (labels) => {
        const name = labels.join('.')
        expect(readDomainLink(linkTo(name))).toEqual({ name, accountId: null, tab: null })
      }),
    )
  })
})
