import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Api, form } from '../api'

const NAME = 'mg.example.com'
let api: Api
beforeEach(async () => {
  api = new Api()
  await api.create(NAME)
})
afterEach(() => {
  expect(api.faults).toEqual([])
  api.dispose()
})

interface Item {
  readonly signing_domain: string
  readonly selector: string
  readonly dns_record: { readonly value: string; readonly name: string; readonly is_active: boolean }
}
interface KeyList {
  readonly items: readonly Item[]
  readonly paging: Readonly<Record<'previous' | 'first' | 'next' | 'last', string>>
}

const rsa = (bits: number) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  return {
    pem: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    key: privateKey,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}
const send = (fields: Record<string, string | Blob>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries({ signing_domain: NAME, selector: 's2', ...fields })) {
    data.append(name, value)
  }
  return api.send('POST', '/v1/dkim/keys', data)
}
const refused = async (fields: Record<string, string>) =>
  api.refusal('POST', '/v1/dkim/keys', form({ signing_domain: NAME, selector: 's2', ...fields }))
const list = async (query = '') => (await (await api.send('GET', `/v1/dkim/keys${query}`)).json()) as KeyList
const names = ({ items }: KeyList) =>
  items.map(({ signing_domain, selector }) => `${selector} ${signing_domain}`)

describe('a new key', () => {
  it.each([
    [{}, 1024],
    [{ bits: '1024' }, 1024],
    [{ bits: '2048' }, 2048],
  ])('with %j has %i bits', async (fields, bits) => {
    const answer = (await (await send(fields)).json()) as Item
    expect(answer).toMatchObject({ signing_domain: NAME, selector: 's2' })
    expect(answer.dns_record.name).toBe(`s2._domainkey.${NAME}`)
    expect(Buffer.from(answer.dns_record.value.split('p=')[1] ?? '', 'base64').length).toBe(
      bits === 1024 ? 162 : 294,
    )
  })

  it('is imported from a PEM as a form field or as an attachment, and its private half is in no answer', async () => {
    const { pem, publicKey } = rsa(2048)
    const field = (await (await send({ pem })).json()) as Item
    expect(field.dns_record.value).toBe(`k=rsa; p=${publicKey}`)
    const file = new File([pem.replaceAll('\n', '\r\n')], 'key.pem', { type: 'application/x-pem-file' })
    const attached = (await (await send({ selector: 's3', pem: file })).json()) as Item
    expect(attached.dns_record.value).toBe(`k=rsa; p=${publicKey}`)
    const told = JSON.stringify([await list(), await api.get(NAME), field, attached])
    // The first lines hold the modulus, which is public.
    for (const line of pem.split('\n').slice(8, -2)) expect(told).not.toContain(line)
  })

  it('may be what OpenSSL makes in the form that is asked for', async () => {
    const pem = execFileSync('openssl', ['genrsa', '-traditional', '2048'], { stdio: 'pipe' }).toString()
    expect((await send({ pem })).status).toBe(200)
  })
})

describe('a key that is refused', () => {
  const TAKEN =
    'pem must be an RSA private key in PKCS #1 form, without a password: -----BEGIN RSA PRIVATE KEY-----'
  const good = rsa(1024)
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const damaged = good.pem.replace(/\n(....)/, '\nAAAA')

  it.each<[string, string, string]>([
    ['no PEM', 'hello', TAKEN],
    [
      'PKCS #8',
      good.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      `${TAKEN}. The key given is in PKCS #8 form, which openssl rsa -traditional converts`,
    ],
    [
      'a password',
      good.key
        .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a secret word' })
        .toString(),
      `${TAKEN}. The key given is protected by a password`,
    ],
    [
      'PKCS #8 with a password',
      good.key
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a secret word' })
        .toString(),
      `${TAKEN}. The key given is protected by a password`,
    ],
    ['an elliptic curve', ec.export({ type: 'sec1', format: 'pem' }).toString(), TAKEN],
    [
      'a certificate around it',
      `-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n${good.pem}`,
      `${TAKEN}. It must stand alone, without a certificate or another key`,
    ],
    [
      'a certificate alone',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
      `${TAKEN}. What was given is a certificate`,
    ],
    [
      'a public key',
      '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
      `${TAKEN}. What was given is a public key`,
    ],
    ['damage', damaged, `${TAKEN}. The text between these lines cannot be read`],
    ['512 bits', rsa(512).pem, 'pem must be a key of at least 1024 bits, not 512'],
    ['too many bits', rsa(4224).pem, 'pem must be a key of at most 4096 bits, not 4224'],
  ])('for %s says what is taken and keeps nothing', async (_, pem, message) => {
    expect(await refused({ pem })).toEqual({ status: 400, message })
    expect((await list()).items).toHaveLength(1)
    // Nothing of it is in the file either.
    const kept = readdirSync(api.folder).map((file) =>
      readFileSync(join(api.folder, file)).toString('latin1'),
    )
    for (const line of pem.split('\n').slice(1, -1)) {
      if (line.length > 40) expect(kept.join('')).not.toContain(line)
    }
  })

  const SELECTOR = 'selector must be an atom: 1 to 63 letters, digits and hyphens, without a dot'
  it.each<[Record<string, string>, string]>([
    [{ selector: 'a.b' }, SELECTOR],
    [{ selector: '' }, SELECTOR],
    [{ selector: 'x'.repeat(64) }, SELECTOR],
    [{ selector: '-a' }, SELECTOR],
    [{ selector: 'mx' }, 'domain key already exists'],
    [{ selector: 'MX' }, 'domain key already exists'],
    [{ bits: '4096' }, 'bits must be one of 1024, 2048'],
  ])('for %j', async (fields, message) => {
    expect(await refused(fields)).toEqual({ status: 400, message })
  })

  it('for a missing parameter, and for a domain that is not there', async () => {
    expect(await api.refusal('POST', '/v1/dkim/keys', form({ selector: 'a' }))).toEqual({
      status: 400,
      message: "Missing parameter 'signing_domain'",
    })
    expect(await api.refusal('POST', '/v1/dkim/keys', form({ signing_domain: NAME }))).toEqual({
      status: 400,
      message: "Missing parameter 'selector'",
    })
    expect(await refused({ signing_domain: 'no.example.com' })).toEqual({
      status: 404,
      message: 'Domain not found',
    })
  })

  it('for a second one of the same selector at the same time', async () => {
    const answers = await Promise.all([send({ bits: '2048' }), send({ bits: '2048' })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
    expect((await list()).items).toHaveLength(2)
  })
})

describe('the list of keys', () => {
  const all: string[] = []
  beforeEach(async () => {
    all.length = 0
    for (const selector of ['a', 'b', 'c', 'd', 'e']) await send({ selector })
    await api.create('other.example.net')
    for (const selector of ['a', 'b', 'c', 'd', 'e', 'mx']) all.push(`${selector} ${NAME}`)
    all.push('mx other.example.net')
  })
  const follow = async (link: string) => list(new URL(link).search)

  it('has ten unless a limit says otherwise, at most 100', async () => {
    for (const count of Array(12).keys()) await send({ selector: `n${count}` })
    expect((await list()).items).toHaveLength(10)
    expect((await list('?limit=100')).items).toHaveLength(19)
    for (const limit of ['0', '101', 'x']) {
      expect(await api.refusal('GET', `/v1/dkim/keys?limit=${limit}`)).toEqual({
        status: 400,
        message: 'limit must be a whole number from 1 to 100',
      })
    }
  })

  it('is turned forwards by next until an empty page, and backwards from there', async () => {
    const forwards: string[][] = []
    let page = await list('?limit=3')
    while (page.items.length > 0) {
      forwards.push(names(page))
      page = await follow(page.paging.next)
    }
    expect(forwards).toEqual([all.slice(0, 3), all.slice(3, 6), all.slice(6)])
    const backwards: string[][] = []
    page = await follow(page.paging.previous)
    while (page.items.length > 0) {
      backwards.push(names(page))
      page = await follow(page.paging.previous)
    }
    expect(backwards.flatMap((one) => one.toReversed())).toEqual(all.toReversed())
    expect(names(await follow(page.paging.first))).toEqual(all.slice(0, 3))
    expect(names(await follow(page.paging.last))).toEqual(all.slice(-3))
  })

  it('keeps its place while keys come and go', async () => {
    const first = await list('?limit=2')
    await api.send('DELETE', `/v1/dkim/keys?signing_domain=${NAME}&selector=b`)
    await send({ selector: 'bb' })
    expect(names(await follow(first.paging.next))).toEqual([`bb ${NAME}`, `c ${NAME}`])
  })

  it('is of one domain or one selector when asked, on every page', async () => {
    expect(names(await list('?selector=mx'))).toEqual([`mx ${NAME}`, 'mx other.example.net'])
    expect(names(await list('?signing_domain=Other.example.NET.'))).toEqual(['mx other.example.net'])
    expect(names(await list(`?signing_domain=${NAME}&selector=c`))).toEqual([`c ${NAME}`])
    expect(names(await list('?signing_domain=no.example.com'))).toEqual([])
    const first = await list(`?signing_domain=${NAME}&limit=4`)
    expect(names(await follow(first.paging.next))).toEqual([`e ${NAME}`, `mx ${NAME}`])
    // A client sends parameters without a value.
    expect(names(await list('?page=&limit=&selector=mx'))).toHaveLength(2)
  })

  it('refuses a page that is of no link', async () => {
    for (const page of ['2', 'e30', '%00']) {
      expect(await api.refusal('GET', `/v1/dkim/keys?page=${page}`)).toEqual({
        status: 400,
        message: 'page must come from a link of an answer',
      })
    }
  })
})

describe('the keys of domains that share a host', () => {
  it('are those of the authority, also by the name of a domain below it', async () => {
    await api.create(`a.${NAME}`)
    await send({ selector: 's2' })
    const answer = await api.send('GET', `/v4/domains/a.${NAME}/keys`)
    expect(names((await answer.json()) as KeyList)).toEqual([`mx ${NAME}`, `s2 ${NAME}`])
    const keys = (await api.get(`a.${NAME}`)).sending_dns_records.slice(0, 2)
    expect(keys.map(({ name }) => name)).toEqual([`mx._domainkey.${NAME}`, `s2._domainkey.${NAME}`])
  })

  it('stay where another domain needs them, and go with the last', async () => {
    await api.create('a.example.org', { force_root_dkim_host: 'true' })
    await api.create('b.example.org', { force_root_dkim_host: 'true' })
    await api.send('POST', '/v1/dkim/keys', form({ signing_domain: 'example.org', selector: 's2' }))
    expect(names(await list('?signing_domain=example.org'))).toEqual(['mx example.org', 's2 example.org'])
    await api.delete('a.example.org')
    expect(names(await list('?signing_domain=example.org'))).toHaveLength(2)
    await api.delete('b.example.org')
    expect(names(await list('?signing_domain=example.org'))).toEqual([])
    expect((await api.refusal('GET', '/v4/domains/example.org/keys')).status).toBe(404)
  })

  it('may be made for a domain before it is its own authority, and wait there', async () => {
    await api.create(`a.${NAME}`)
    await send({ signing_domain: `a.${NAME}`, selector: 'own' })
    expect(await api.refusal('PUT', `/v4/domains/a.${NAME}/keys/own/activate`)).toEqual({
      status: 400,
      message: `a.${NAME} signs with the domain keys of ${NAME}`,
    })
    const changed = await api.send('PUT', `/v3/domains/a.${NAME}/dkim_authority?self=true`)
    expect(await changed.json()).toMatchObject({
      message: 'Domain DKIM authority has been changed',
      changed: true,
      sending_dns_records: [{ name: `own._domainkey.a.${NAME}` }, {}, {}],
    })
  })
})
