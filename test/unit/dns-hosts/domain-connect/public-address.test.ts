import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../../../src/main/dns-hosts/domain-connect/public-address'

const octet = fc.integer({ min: 0, max: 255 })
const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16))
const groups = (many: number): fc.Arbitrary<string> =>
  fc.array(group, { minLength: many, maxLength: many }).map((all) => all.join(':'))
const within4 = (first: readonly fc.Arbitrary<number>[]): fc.Arbitrary<string> =>
  fc
    .tuple(...first, ...Array.from({ length: 4 - first.length }, () => octet))
    .map((octets) => octets.join('.'))
const between = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max })
const is = (value: number): fc.Arbitrary<number> => fc.constant(value)

/** Every IPv4 address that leads into this computer, the network around it, or to nobody. */
const notPublic4 = fc.oneof(
  ...[within4([is(0)]), within4([is(10)]), within4([is(127)]), within4([between(224, 255)])],
  ...[within4([is(100), between(64, 127)]), within4([is(169), is(254)]), within4([is(172), between(16, 31)])],
  ...[within4([is(192), is(168)]), within4([is(192), is(0), is(0)]), within4([is(192), is(0), is(2)])],
  ...[within4([is(198), between(18, 19)]), within4([is(198), is(51), is(100)])],
  within4([is(203), is(0), is(113)]),
)
const anyIpv4 = within4([])
const asHex = (address: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

const notPublic6 = fc.oneof(
  fc.constantFrom('::', '::1', '0:0:0:0:0:0:0:1'),
  // Unique local, link-local, site-local, multicast.
  fc.tuple(between(0xfc00, 0xfdff), groups(7)).map(([first, rest]) => `${first.toString(16)}:${rest}`),
  fc.tuple(between(0xfe80, 0xfeff), groups(7)).map(([first, rest]) => `${first.toString(16)}:${rest}`),
  fc.tuple(between(0xff00, 0xffff), groups(7)).map(([first, rest]) => `${first.toString(16)}:${rest}`),
  // What carries an IPv4 address, a public one too.
  anyIpv4.map((address) => `::ffff:${address}`),
  anyIpv4.map((address) => `::ffff:${asHex(address)}`),
  anyIpv4.map((address) => `0:0:0:0:0:ffff:${asHex(address)}`),
  anyIpv4.map((address) => `::${address}`),
  anyIpv4.map((address) => `64:ff9b::${address}`),
  anyIpv4.map((address) => `64:ff9b:1::${address}`),
  fc.tuple(anyIpv4, groups(5)).map(([address, rest]) => `2002:${asHex(address)}:${rest}`),
  groups(6).map((rest) => `2001:0:${rest}`),
  groups(6).map((rest) => `2001:db8:${rest}`),
  fc.tuple(between(0x3ff0, 0x3fff), groups(6)).map(([, rest]) => `3fff:0:${rest}`),
  groups(7).map((rest) => `100:${rest}`),
)

describe('an address that may be asked', () => {
  it('is never one of this computer or of the network around it', () => {
    fc.assert(
      fc.property(fc.oneof(notPublic4, notPublic6), (address) => {
        expect(isPublicAddress(address)).toBe(false)
        expect(isPublicAddress(address.toUpperCase())).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })

  it('is never text that is no address, or one with a zone', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          anyIpv4.map((address) => `${address}%eth0`),
          groups(8).map((address) => `${address}%1`),
          between(0, 0xffffffff).map(String),
          between(0, 0xffffffff).map((value) => `0x${value.toString(16)}`),
          fc.constantFrom('127.1', '0177.0.0.1', '0x7f.0.0.1', 'localhost', '[::1]', '1.2.3', '8.8.8.8:443'),
        ),
        (text) => {
          expect(isPublicAddress(text)).toBe(false)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it.each([
    ...['1.1.1.1', '8.8.8.8', '100.63.255.255', '100.128.0.0', '172.15.0.1', '172.32.0.1', '192.167.1.1'],
    ...[
      '198.17.0.1',
      '198.20.0.1',
      '223.255.255.255',
      '2606:4700::1111',
      '2a00:1450:4001::1',
      '2001:4860::8888',
    ],
  ])('can be %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})
