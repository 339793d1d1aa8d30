import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import { compareVersions, isVersion, mayReplace } from '../../../src/main/updates/version'

/** In the order that https://semver.org/#spec-item-11 gives. */
const IN_ORDER = [
  '0.9.0',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.2.0',
  '1.10.0',
  '2.0.0',
]

describe('versions', () => {
  it('come one after the other as Semantic Versioning says', () => {
    for (const [i, a] of IN_ORDER.entries()) {
      for (const [j, b] of IN_ORDER.entries()) {
        expect([a, b, Math.sign(compareVersions(a, b))]).toEqual([a, b, Math.sign(i - j)])
      }
    }
  })

  it('are the same whatever build they name', () => {
    expect(compareVersions('1.0.0+one', '1.0.0+two')).toBe(0)
  })

  it.each([
    '',
    '1',
    '1.0',
    'v1.0.0',
    '01.0.0',
    '1.0.0-',
    '1.0.0-01',
    '1.0.0 ',
    '1.0.0\n',
    '1.0.0-a..b',
    '9'.repeat(99),
  ])('are not made of "%s"', (text) => {
    expect(isVersion(text)).toBe(false)
    expect(() => compareVersions(text, '1.0.0')).toThrow(RangeError)
  })

  it('differ in one way only: what comes before does not come after', () => {
    const number = fc.nat({ max: 12 })
    const version = fc
      .tuple(number, number, number, fc.option(fc.constantFrom('alpha', 'alpha.1', 'beta', '1', '2.x')))
      .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre === null ? '' : `-${pre}`}`)
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0)
        expect(mayReplace(a, b) && mayReplace(b, a)).toBe(false)
      }),
    )
  })
})

describe('a running version', () => {
  it.each([
    ['0.2.0', '0.3.0', true],
    ['0.2.0', '0.2.0', false],
    ['0.2.0', '0.1.9', false],
    ['0.2.0', '0.2.0+later', false],
    ['0.2.0', '0.3.0-beta.1', false],
    ['0.3.0-beta.1', '0.3.0-beta.2', true],
    ['0.3.0-beta.2', '0.3.0-beta.1', false],
    ['0.3.0-beta.2', '0.3.0', true],
    ['0.3.0', '0.3.0-beta.2', false],
  ])('%s is replaced by %s: %s', (running, candidate, may) => {
    expect(mayReplace(candidate, running)).toBe(may)
  })
})
