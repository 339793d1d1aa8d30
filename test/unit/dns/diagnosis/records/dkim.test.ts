import { generateKeyPairSync } from 'node:crypto'
import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { damageTo } from '../../../../../src/main/dns/diagnosis/records/dkim-damage'
import { readOctets } from '../../../../../src/main/dns/diagnosis/records/dkim-key'
import type { Finding } from '../../../../../src/preload/contract/findings'
import { CERTIFICATE, EC_KEY, ED25519_KEY, KEY, OTHER_KEY, PRIVATE_KEY, SHORT_KEY } from '../keys'
import { check, DOMAIN, expectedRecords, findingsOf, healthyBut } from '../observed'

const NAME = `mx._domainkey.${DOMAIN}`
const RIGHT = `k=rsa; p=${KEY}`

function found(texts: readonly string[], key = KEY): Finding[] {
  const expected = expectedRecords().map((record) =>
    record.name === NAME ? { ...record, value: `k=rsa; p=${key}` } : record,
  )
  const rows = healthyBut(
    [[NAME]],
    texts.map((text) => [NAME, 'TXT', text] as const),
  )
  return findingsOf(check({ rows, expected }))
}

/** The only finding, with what it offers. */
function only(...texts: string[]) {
  const findings = found(texts)
  expect(findings.map(({ code }) => code)).toHaveLength(1)
  const [{ code, sentence, fix }] = findings as [Finding]
  return {
    ...{ code, sentence, action: fix.action, cure: fix.sentence, drops: fix.drops },
    values: fix.records.map(({ value }) => value),
    replaced: fix.records.flatMap(({ replaces }) => replaces.map(({ value }) => value)),
  }
}

const p = (key: string): string => `k=rsa; p=${key}`
const pkcs1 = (key: string): string => Buffer.from(key, 'base64').subarray(24).toString('base64')

describe('the octets of a key', () => {
  it('are a key only when all of them are one', () => {
    expect(readOctets(KEY)).toEqual({ kind: 'rsa', bits: 2048 })
    expect(readOctets(SHORT_KEY)).toEqual({ kind: 'rsa', bits: 512 })
    expect(readOctets(pkcs1(KEY))).toEqual({ kind: 'rsa', bits: 2048 })
    expect(readOctets(ED25519_KEY)).toEqual({ kind: 'ed25519' })
    expect(readOctets(EC_KEY)).toEqual({ kind: 'other', called: 'an EC key' })
    expect(readOctets(CERTIFICATE)).toEqual({ kind: 'other', called: 'a certificate' })
    expect(readOctets(PRIVATE_KEY).kind).toBe('private')
    expect(readOctets(KEY.slice(0, 200))).toEqual({ kind: 'short', octets: 150, wanted: 294 })
    expect(readOctets(KEY + KEY)).toEqual({ kind: 'long', octets: 588, wanted: 294 })
    for (const none of ['', 'AAAA', KEY.slice(100), KEY.replace('M', '-')]) {
      expect(['none', 'short']).toContain(readOctets(none).kind)
    }
  })

  it('are a private key in each of its forms, whole or cut', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const forms = [
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      privateKey.export({ type: 'pkcs1', format: 'der' }),
      ec.export({ type: 'sec1', format: 'der' }),
      ec.export({ type: 'pkcs8', format: 'der' }),
    ]
    for (const der of forms) {
      expect(readOctets(der.toString('base64')).kind).toBe('private')
      expect(readOctets(der.subarray(0, 60).toString('base64')).kind).toBe('private')
    }
  })
})

describe('what happened to a DKIM key', () => {
  it.each([
    [
      'its end lost',
      KEY.slice(0, 255),
      'dkim-truncated',
      'The end of the key is missing: the DKIM record has 255 of its 392',
    ],
    ['a first half', KEY.slice(0, 200), 'dkim-truncated', 'has 200 of its 392'],
    ['a second half', KEY.slice(192), 'dkim-part-missing', 'The start of the key is missing'],
    ['its middle', KEY.slice(64, 256), 'dkim-part-missing', 'The start and the end of the key are missing'],
    [
      'a hole',
      KEY.slice(0, 64) + KEY.slice(128),
      'dkim-part-missing',
      'A part in the middle of the key is missing',
    ],
    ['one character lost', KEY.slice(0, 100) + KEY.slice(101), 'dkim-part-missing', 'has 391 of its 392'],
    [
      'two holes',
      KEY.slice(0, 64) + KEY.slice(100, 200) + KEY.slice(300),
      'dkim-part-missing',
      'A part in the middle of the key is missing',
    ],
    [
      'a hole and its end lost',
      KEY.slice(0, 64) + KEY.slice(128, 300),
      'dkim-part-missing',
      'A part in the middle and the end of the key are missing',
    ],
    ['halves swapped', KEY.slice(200) + KEY.slice(0, 200), 'dkim-disordered', 'in the wrong order'],
    [
      'the second and third piece swapped',
      KEY.slice(0, 100) + KEY.slice(200, 300) + KEY.slice(100, 200) + KEY.slice(300),
      'dkim-disordered',
      'in the wrong order',
    ],
    [
      'swapped and one lost',
      KEY.slice(200, 300) + KEY.slice(0, 200),
      'dkim-disordered',
      '92 of its 392 characters are missing',
    ],
    ['all of it twice', KEY + KEY, 'dkim-surplus', 'all of it is there a second time'],
    ['its first half twice', KEY.slice(0, 200) + KEY, 'dkim-surplus', 'second time'],
    ['its second half twice', KEY + KEY.slice(200), 'dkim-surplus', 'second time'],
    ['an overlap', KEY.slice(0, 220) + KEY.slice(180), 'dkim-surplus', 'a piece of it (40 characters)'],
    [
      'a character too many',
      `${KEY.slice(0, 50)}A${KEY.slice(50)}`,
      'dkim-surplus',
      'one extra character is inside it',
    ],
    ['signs behind it', `${KEY}.`, 'dkim-surplus', 'one extra character is behind it'],
    [
      'the web alphabet',
      KEY.replaceAll('+', '-').replaceAll('/', '_'),
      'dkim-altered',
      '- and _ in place of + and /',
    ],
    ['no plus signs', KEY.replaceAll('+', ''), 'dkim-altered', 'lost its plus signs'],
    ['blanks for plus signs', KEY.replaceAll('+', ' '), 'dkim-altered', 'lost its plus signs'],
    [
      'codes of a web address',
      KEY.replaceAll('+', '%2B').replaceAll('/', '%2F'),
      'dkim-altered',
      'written as codes',
    ],
    ['a typing error', KEY.replace('pTk7', 'pTk1'), 'dkim-altered', 'in one character'],
    ['small letters', KEY.toLowerCase(), 'dkim-case-changed', 'upper and lower case'],
    ['another key', OTHER_KEY, 'dkim-wrong-key', 'The DKIM key is whole (RSA, 2048 bits)'],
    [
      'half of another key',
      OTHER_KEY.slice(0, 200),
      'dkim-not-a-key',
      'the beginning of the key says that it has 294 octets',
    ],
    ['the second half of another key', OTHER_KEY.slice(200), 'dkim-not-a-key', 'cannot be decoded'],
    ['another key twice', OTHER_KEY + OTHER_KEY, 'dkim-not-a-key', 'there are 588'],
    [
      'base64 that is nothing',
      Buffer.from('hello, world').toString('base64'),
      'dkim-not-a-key',
      'cannot be decoded',
    ],
    ['an EC key', EC_KEY, 'dkim-key-type', 'has an EC key'],
    ['an Ed25519 key', ED25519_KEY, 'dkim-key-type', 'the key in it is of the kind ed25519'],
  ])('%s', (_, key, code, words) => {
    const told = only(p(key))
    expect(told).toMatchObject({ code, action: 'edit', values: [RIGHT], replaced: [p(key)] })
    expect(told.sentence).toContain(words)
  })

  it('is a lost = at its end where that is all', () => {
    const [finding] = found([p(SHORT_KEY.replace(/=+$/, ''))], SHORT_KEY)
    expect(finding).toMatchObject({ code: 'dkim-truncated' })
    expect(finding?.sentence).toContain('lacks the = at its end')
  })

  it.each([
    [
      'a key file',
      `v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----\n${KEY}\n-----END PUBLIC KEY-----`,
      'dkim-pem',
    ],
    ['a key file alone', `-----BEGIN PUBLIC KEY-----${KEY}-----END PUBLIC KEY-----`, 'dkim-pem'],
    ['a key file without blanks', `p=-----BEGINPUBLICKEY-----${KEY}-----ENDPUBLICKEY-----`, 'dkim-pem'],
    ['the private key', `v=DKIM1; k=rsa; p=${PRIVATE_KEY}`, 'dkim-private-key'],
    ['the private key alone', PRIVATE_KEY, 'dkim-private-key'],
    [
      'the private key as a file',
      `-----BEGIN RSA PRIVATE KEY-----${PRIVATE_KEY}-----END RSA PRIVATE KEY-----`,
      'dkim-private-key',
    ],
    [
      'the private key as a file, cut',
      `p=-----BEGIN PRIVATE KEY-----${PRIVATE_KEY.slice(0, 180)}`,
      'dkim-private-key',
    ],
    ['a line of a zone file', `mx._domainkey IN TXT "${RIGHT}"`, 'dkim-line-pasted'],
    ['the same with a TTL', `mx._domainkey.mg.example.com. 300 IN TXT ${RIGHT}`, 'dkim-line-pasted'],
    ['type and value', `TXT "${RIGHT}"`, 'dkim-line-pasted'],
    ['brackets', `( "v=DKIM1; k=rsa; " "p=${KEY}" )`, 'dkim-line-pasted'],
    ['a comment', `${RIGHT} ; ----- DKIM key mx for mg.example.com`, 'dkim-line-pasted'],
    ['a key of SSH', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 me@host', 'dkim-other-text'],
    ['no semicolon before p=', `k=rsa p=${KEY}`, 'dkim-syntax'],
    ['an SPF policy', 'v=spf1 include:mail.provider.test ~all', 'dkim-other-text'],
    ['a DMARC policy', 'v=DMARC1; p=none', 'dkim-other-text'],
    ['p= twice', `k=rsa; p=${KEY}; p=${KEY}`, 'dkim-syntax'],
    ['the version twice', `v=DKIM1; v=DKIM1; k=rsa; p=${KEY}`, 'dkim-syntax'],
    ['the whole value behind p=', `v=DKIM1; k=rsa; p=v=DKIM1; k=rsa; p=${KEY}`, 'dkim-syntax'],
    ['no p=', KEY, 'dkim-syntax'],
    ['p: for p=', `v=DKIM1; k=rsa; p:${KEY}`, 'dkim-syntax'],
    ['the version behind', `k=rsa; v=DKIM1; p=${KEY}`, 'dkim-syntax'],
    ['another version', `v=DKIM2; p=${KEY}`, 'dkim-syntax'],
    ['quotation marks', `"${RIGHT}"`, 'dkim-quoted'],
    ['backslashes', RIGHT.replace(';', '\\;'), 'dkim-escaped'],
    ['nothing behind p=', 'v=DKIM1; p=', 'dkim-revoked'],
    ['another kind', `k=ed25519; p=${KEY}`, 'dkim-key-type'],
    [
      'a certificate',
      `p=-----BEGIN CERTIFICATE-----${CERTIFICATE}-----END CERTIFICATE-----`,
      'dkim-key-type',
    ],
  ])('%s has a finding of its own', (_, text, code) => {
    expect(only(text)).toMatchObject({ code, action: 'edit', values: [RIGHT], drops: [] })
  })

  it('is told at once of a private key, and that one does not come back', () => {
    expect(only(p(PRIVATE_KEY)).cure).toMatch(/^Replace the value at once .* Stop using the key pair/)
    const pair = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const own = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    const secret = pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
    const [finding] = found([p(secret)], own)
    expect(finding).toMatchObject({ code: 'dkim-private-key', fix: { action: 'none', records: [] } })
    expect(finding?.fix.sentence).toContain('have the provider make a new key')
  })

  it('is for a person to weigh where the key may be in use', () => {
    const { drops, cure } = only(p(OTHER_KEY))
    expect(drops).toEqual(['mail that is signed with the key that stands there'])
    expect(cure).toContain(drops[0])
    expect(cure).toContain('an earlier key of the provider, or the key of another service')
    expect(cure).toContain('have the provider sign with another selector')
  })

  it('names a text of others that would go', () => {
    const { code, drops, cure } = only('some-verification=abc')
    expect({ code, drops }).toEqual({
      ...{ code: 'dkim-other-text', drops: ['any service that looks for "some-verification=abc"'] },
    })
    expect(cure).toContain(drops[0])
  })

  it('is nothing where white space is folded into the right key', () => {
    expect(found([`v=DKIM1; k=rsa;  p=${KEY.match(/.{1,64}/g)?.join(' ') ?? ''}`])).toEqual([])
    expect(found([`v=DKIM1;p=${KEY};`])).toEqual([])
  })

  const cuts = fc
    .uniqueArray(fc.integer({ min: 1, max: KEY.length - 1 }), { minLength: 1, maxLength: 5 })
    .map((places) => [0, ...places.toSorted((a, b) => a - b), KEY.length])
    .map((places) => places.slice(1).map((to, index) => KEY.slice(places[index], to)))

  it('is never "whole but another key" of pieces of the right one, in whatever order and number', () => {
    fc.assert(
      fc.property(
        cuts.chain((pieces) => fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 })),
        (pieces) => {
          const key = pieces.join('')
          if (key === KEY) return
          const codes = found([p(key)]).map(({ code }) => code)
          expect(codes).toHaveLength(1)
          if (codes[0] === 'dkim-wrong-key') expect(readOctets(key).kind).toBe('rsa')
          if (pieces.every((piece) => piece.length >= 12)) expect(damageTo(key, KEY)).not.toBeNull()
        },
      ),
    )
  })

  it('is nothing that comes from the right key where it is another whole one', () => {
    expect([OTHER_KEY, SHORT_KEY, EC_KEY, ED25519_KEY].map((key) => damageTo(key, KEY))).toEqual(
      Array(4).fill(null),
    )
  })
})

describe('several records at a selector', () => {
  it.each([
    ['a second half', KEY.slice(200)],
    ['a first half with its tags', `k=rsa; p=${KEY.slice(0, 200)}`],
    ['a second half with its tags', `v=DKIM1; k=rsa; p=${KEY.slice(200)}`],
    ['a short end', KEY.slice(-20)],
    ['quoted', `"${KEY.slice(200)}"`],
  ])('leave the right key, and a piece left over goes: %s', (_, piece) => {
    for (const texts of [
      [RIGHT, piece],
      [piece, RIGHT],
    ]) {
      const told = only(...texts)
      expect(told).toMatchObject({ code: 'dkim-several', action: 'remove', values: [piece], drops: [] })
      expect(told.sentence).toContain("The provider's key is there and whole")
      expect(told.sentence).toContain('left over from an earlier try')
    }
  })

  it('are a key in pieces where none is whole', () => {
    expect(only(`k=rsa; p=${KEY.slice(0, 200)}`, KEY.slice(200))).toMatchObject({
      ...{ code: 'dkim-split', action: 'edit', values: [RIGHT], drops: [] },
      replaced: [`k=rsa; p=${KEY.slice(0, 200)}`, KEY.slice(200)],
    })
    expect(only(p(KEY.slice(0, 200)), p(KEY.slice(200))).code).toBe('dkim-split')
    expect(only(p(KEY.slice(0, 200)), KEY.slice(300)).sentence).toContain('not the whole key either')
  })

  it('name what is signed with the other one where both are whole', () => {
    const told = only(RIGHT, p(OTHER_KEY))
    expect(told).toMatchObject({
      ...{ code: 'dkim-several', action: 'remove', values: [p(OTHER_KEY)] },
      drops: ['mail that is signed with the other key'],
    })
    expect(told.cure).toContain(told.drops[0])
    expect(told.cure).toContain('another selector')
  })

  it('name a text of others that would go, and what serves nobody not', () => {
    const told = only(RIGHT, 'some-verification=abc')
    expect(told).toMatchObject({
      action: 'remove',
      drops: ['any service that looks for "some-verification=abc"'],
    })
    expect(told.cure).toContain(told.drops[0])
    expect(only(RIGHT, 'v=spf1 -all')).toMatchObject({ action: 'remove', values: ['v=spf1 -all'], drops: [] })
  })

  it('are replaced by the one of the provider where it is not among them', () => {
    expect(only(p(OTHER_KEY), 'v=DKIM1; p=')).toMatchObject({
      ...{ code: 'dkim-several', action: 'edit', values: [RIGHT] },
      replaced: [p(OTHER_KEY), 'v=DKIM1; p='],
      drops: ['mail that is signed with the other key'],
    })
  })

  it('keep one where the right key is there twice, with other tags', () => {
    expect(only(`t=y; p=${KEY}`, `v=DKIM1; p=${KEY}`).values).toEqual([`t=y; p=${KEY}`])
    expect(only(RIGHT, `v=DKIM1; ${RIGHT}`)).toMatchObject({
      ...{ code: 'dkim-several', action: 'remove', values: [`v=DKIM1; ${RIGHT}`], drops: [] },
    })
  })
})
