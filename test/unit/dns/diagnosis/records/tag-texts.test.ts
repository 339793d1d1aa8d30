import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { parseDkimKey, rsaBits, servesMail } from '../../../../../src/main/dns/diagnosis/records/dkim-key'
import { parseTagList } from '../../../../../src/main/dns/diagnosis/records/tag-list'
import { KEY, SHORT_KEY } from '../keys'

describe('a tag list', () => {
  it('gives back the tags it was written from, whatever white space is around them', () => {
    const space = fc.constantFrom('', ' ', '\t', '\r\n ')
    const tag = fc.tuple(
      fc.stringMatching(/^[a-z]\w{0,5}$/),
      fc.stringMatching(/^[A-Za-z0-9+/=:@-]{0,20}$/),
      space,
    )
    fc.assert(
      fc.property(fc.uniqueArray(tag, { minLength: 1, selector: ([name]) => name }), (tags) => {
        const text = tags.map(([name, value, s]) => `${s}${name}${s}=${s}${value}${s}`).join(';')
        expect(parseTagList(text)).toMatchObject({
          tags: new Map(tags.map(([name, value]) => [name, value])),
          parts: tags.map(([name, value]) => ({ name, value })),
          faults: [],
        })
      }),
    )
  })

  it('reads any text without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { tags, faults } = parseTagList(text)
        expect(tags.size + faults.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a DKIM key record', () => {
  it('has defaults for what is left out, and folds white space in the key', () => {
    expect(parseDkimKey(`p=${KEY.slice(0, 64)}\r\n ${KEY.slice(64)}`)).toEqual({
      key: {
        ...{
          version: null,
          keyType: 'rsa',
          publicKey: KEY,
          hashes: null,
          services: ['*'],
          flags: [],
          notes: null,
        },
      },
      faults: [],
    })
  })

  it('reads every tag', () => {
    const { key } = parseDkimKey('v=DKIM1; k=rsa; h=sha1:sha256; s=email; t=y:s; n=for people; x=1; p=')
    expect(key).toEqual({
      version: 'DKIM1',
      keyType: 'rsa',
      publicKey: '',
      hashes: ['sha1', 'sha256'],
      services: ['email'],
      flags: ['y', 's'],
      notes: 'for people',
    })
  })

  it.each(['k=rsa', 'k=rsa; v=DKIM1; p=AAAA', 'v=DKIM2; p=AAAA', 'p=AAAA; p=BBBB', 'p=A"A', KEY, ''])(
    'names the fault of %j',
    (text) => expect(parseDkimKey(text).faults).toHaveLength(text === KEY || text === '' ? 2 : 1),
  )

  it.each([
    ['h=sha1; p=AAAA', false],
    ['h=sha256; p=AAAA', true],
    ['s=tlsrpt; p=AAAA', false],
    ['s=*; p=AAAA', true],
  ])('%s serves mail: %s', (text, serves) => {
    const { key } = parseDkimKey(text)
    expect(key !== null && servesMail(key)).toBe(serves)
  })

  it('measures an RSA key, and no key that is cut off', () => {
    expect([rsaBits(KEY), rsaBits(SHORT_KEY), rsaBits(KEY.slice(0, 240)), rsaBits('')]).toEqual([
      2048,
      512,
      null,
      null,
    ])
  })
})
