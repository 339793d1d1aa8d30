import Database from 'better-sqlite3'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { matchesSmtpPassword } from '../../../src/main/embedded/requests/smtp-password'
import { forEachSwitch, SWITCHES } from '../../../src/main/embedded/store/switches'
import { optionOf, optionsWith } from '../../../src/preload/contract/option-shapes'
import { Api, API_KEY, form, published, recordsOf, textLike } from './api'

let api: Api
let clock: number

beforeEach(() => {
  clock = Date.UTC(2011, 9, 13, 18, 2, 0)
  api = new Api({ now: () => clock })
})
afterEach(() => {
  expect(api.faults).toEqual([])
  api.dispose()
})

function stored(sql: string): unknown {
  const db = new Database(api.path, { readonly: true })
  try {
    return db.prepare(sql).pluck().get()
  } finally {
    db.close()
  }
}

describe('creating a domain', () => {
  it('answers every field and the records to publish', async () => {
    const { domain, ...rest } = await api.create('mg.example.com')
    expect(domain).toEqual({
      ...forEachSwitch(() => false),
      id: textLike(/^[0-9a-f]{24}$/),
      name: 'mg.example.com',
      state: 'unverified',
      type: 'custom',
      created_at: 'Thu, 13 Oct 2011 18:02:00 GMT',
      smtp_login: 'postmaster@mg.example.com',
      spam_action: 'disabled',
      wildcard: false,
      require_tls: false,
      skip_verification: false,
      is_disabled: false,
      disabled: null,
      use_automatic_sender_security: false,
      web_prefix: 'email',
      web_scheme: 'http',
      encrypt_incoming_message: false,
      webhooks_redact_pii: false,
      message_ttl: 259_200,
      tracking_host: 'mailgun.org',
    })
    const unseen = { valid: 'unknown', cached: [], is_active: true }
    const dkim = {
      ...unseen,
      record_type: 'TXT',
      name: 'mx._domainkey.mg.example.com',
      value: textLike(/^k=rsa; p=MIGf[A-Za-z0-9+/]+=*$/),
      is_active: false,
    }
    expect(rest).toEqual({
      message: 'Domain DNS records have been created',
      sending_dns_records: [
        dkim,
        { record_type: 'TXT', name: 'mg.example.com', value: 'v=spf1 include:mailgun.org ~all', ...unseen },
        { record_type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org', ...unseen },
      ],
      receiving_dns_records: [
        { record_type: 'MX', value: 'mxa.mailgun.org', priority: '10', ...unseen },
        { record_type: 'MX', value: 'mxb.mailgun.org', priority: '10', ...unseen },
      ],
    })
    expect(await api.get('mg.example.com')).toEqual({ domain, ...rest, message: undefined })
  })

  it('takes a password without a value for none, as the provider does', async () => {
    expect((await api.create('mg.example.com', { smtp_password: '' })).domain.name).toBe('mg.example.com')
  })

  it('takes every setting that is on or off, changes it, and says how it is', async () => {
    const settings = optionsWith('answered')
      .map(optionOf)
      .filter(({ kind }) => kind === 'switch')
    expect(settings.map(({ api: name }) => name).toSorted()).toEqual([...SWITCHES].toSorted())
    for (const { api: name, update } of settings) {
      const domain = `${name.replaceAll('_', '-')}.example.com`
      expect((await api.create(domain, { [name]: 'yes' })).domain).toMatchObject({ [name]: true })
      expect((await api.get(domain)).domain).toMatchObject({ [name]: true })
      if (!update) continue
      expect((await api.update(domain, { [name]: 'no' })).domain).toMatchObject({ [name]: false })
    }
  })

  it('takes every option', async () => {
    const { domain, sending_dns_records } = await api.create('mg.example.com', {
      smtp_password: 'five5',
      spam_action: 'block',
      wildcard: 'yes',
      force_dkim_authority: 'true',
      dkim_key_size: '2048',
      dkim_selector: 'S1',
      ips: '192.0.2.1, 2001:db8::1',
      pool_id: 'pool',
      web_scheme: 'https',
      web_prefix: 'Links',
      require_tls: 'TRUE',
      skip_verification: 'true',
      encrypt_incoming_message: 'yes',
      webhooks_redact_pii: 'true',
      archive_to: 'https://archive.example.net/in',
      message_ttl: '604800',
      a_parameter_nobody_knows: 'x',
    })
    expect(domain).toMatchObject({
      spam_action: 'block',
      wildcard: true,
      web_scheme: 'https',
      web_prefix: 'links',
      require_tls: true,
      skip_verification: true,
      encrypt_incoming_message: true,
      webhooks_redact_pii: true,
      archive_to: 'https://archive.example.net/in',
      message_ttl: 604_800,
      state: 'unverified',
    })
    expect(sending_dns_records.map(({ name }) => name)).toEqual([
      's1._domainkey.mg.example.com',
      'mg.example.com',
      'links.mg.example.com',
    ])
  })

  it('converts the name as it is typed', async () => {
    expect((await api.create(' BÜCHER.example. ')).domain.name).toBe('xn--bcher-kva.example')
    expect((await api.get('xn--bcher-kva.example')).domain.name).toBe('xn--bcher-kva.example')
    expect((await api.get('XN--bcher-kva.Example.')).domain.name).toBe('xn--bcher-kva.example')
  })

  it('takes multipart, urlencoded and JSON bodies and the query alike', async () => {
    const path = '/v4/domains'
    const json = JSON.stringify({ name: 'c.example.com', wildcard: true, message_ttl: 60, archive_to: null })
    const answers = await Promise.all([
      api.send('POST', path, form({ name: 'a.example.com', wildcard: 'true' })),
      api.send('POST', path, new URLSearchParams({ name: 'b.example.com', wildcard: 'true' })),
      api.send('POST', path, json, { 'content-type': 'application/json; charset=utf-8' }),
      api.send('POST', `${path}?name=d.example.com&wildcard=true`),
      api.send('POST', `${path}?name=x.example.com&wildcard=true`, form({ name: 'e.example.com' })),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    for (const letter of ['a', 'b', 'c', 'd', 'e']) {
      expect((await api.get(`${letter}.example.com`)).domain.wildcard).toBe(true)
    }
  })

  it.each([
    [{ name: '' }, 'The domain name is empty. Enter a name such as mg.example.com.'],
    [
      { name: 'co.uk' },
      '"co.uk" is a public suffix, under which others register their own domains. Enter a domain under it, such as example.co.uk.',
    ],
    [
      { name: '192.0.2.1' },
      '"192.0.2.1" is an IP address, not a domain name. Enter the name of the domain that sends mail, such as mg.example.com.',
    ],
    [{ smtp_password: 'four' }, 'Password is too short. It must be between 5 and 32 characters.'],
    [{ smtp_password: 'x'.repeat(33) }, 'Password is too long. It must be between 5 and 32 characters.'],
    [{ spam_action: 'delete' }, 'spam_action must be one of disabled, block, tag'],
    [{ wildcard: '1' }, 'wildcard must be true, false, yes or no'],
    [{ force_dkim_authority: 'maybe' }, 'force_dkim_authority must be true, false, yes or no'],
    [{ dkim_key_size: '4096' }, 'dkim_key_size must be one of 1024, 2048'],
    [
      { dkim_selector: 'foo.bar' },
      'dkim_selector must be an atom: 1 to 63 letters, digits and hyphens, without a dot',
    ],
    [{ web_prefix: 'a.b' }, 'web_prefix must be an atom: 1 to 63 letters, digits and hyphens, without a dot'],
    [{ web_scheme: 'ftp' }, 'web_scheme must be one of http, https'],
    [{ ips: '192.0.2.1,here' }, 'ips must be IP addresses separated by commas'],
    [{ pool_id: ' ' }, 'pool_id must not be empty'],
    [{ archive_to: 'ftp://example.net' }, 'archive_to must be an http or https URL'],
    [{ archive_to: 'example.net' }, 'archive_to must be an http or https URL'],
    [{ message_ttl: '0' }, 'message_ttl must be a whole number from 1 to 604800'],
    [{ message_ttl: '604801' }, 'message_ttl must be a whole number from 1 to 604800'],
    [{ message_ttl: '1e3' }, 'message_ttl must be a whole number from 1 to 604800'],
    [
      { dkim_host_name: 'bad_host.com' },
      'dkim_host_name is not a host name. The label "bad_host" has an underscore, which a host name cannot have (RFC 952, RFC 1123 2.1). Use a hyphen, or leave the underscore out.',
    ],
    [{ dkim_host_name: 'example.net' }, 'dkim_host_name must be mg.example.com or a domain it belongs to'],
    [
      { dkim_host_name: 'mg.example.com', force_dkim_authority: 'yes' },
      'dkim_host_name cannot be used together with force_dkim_authority or force_root_dkim_host',
    ],
    [
      { dkim_host_name: 'mg.example.com', force_root_dkim_host: 'yes' },
      'dkim_host_name cannot be used together with force_dkim_authority or force_root_dkim_host',
    ],
  ])('refuses %j and keeps nothing', async (fields, message) => {
    const body = form({ name: 'mg.example.com', ...fields })
    expect(await api.refusal('POST', '/v4/domains', body)).toEqual({ status: 400, message })
    expect((await api.list()).total).toBe(0)
    expect(stored('SELECT count(*) FROM dkim_keys')).toBe(0)
  })

  it('refuses a name that is missing or taken, in whatever spelling', async () => {
    await api.create('mg.example.com')
    expect(await api.refusal('POST', '/v4/domains', form({}))).toEqual({
      status: 400,
      message: "Missing parameter 'name'",
    })
    expect(await api.refusal('POST', '/v4/domains', form({ name: 'MG.example.com.' }))).toEqual({
      status: 400,
      message: 'This domain name is already taken',
    })
  })

  it('makes one domain of many requests for the same name at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => api.send('POST', '/v4/domains', form({ name: 'mg.example.com' }))),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400, 400])
    expect((await api.list()).total).toBe(1)
  })

  it('lets requests that need the same key at once share one', async () => {
    const names = ['a', 'b', 'c'].map((label) => `${label}.example.com`)
    const answers = await Promise.all(names.map((name) => api.create(name, { force_root_dkim_host: 'true' })))
    const keys = new Set(answers.map(({ sending_dns_records }) => sending_dns_records[0]?.value))
    expect(keys.size).toBe(1)
    expect(stored('SELECT count(*) FROM dkim_keys')).toBe(1)
  })
})

describe('an SMTP password', () => {
  it('is kept only as a salted hash, and never answered', async () => {
    const password = 'correct horse battery'
    const created = await api.create('mg.example.com', { smtp_password: password })
    const first = stored('SELECT smtp_password_hash FROM domains')
    await api.update('mg.example.com', { smtp_password: password })
    const second = stored('SELECT smtp_password_hash FROM domains')
    if (typeof first !== 'string' || typeof second !== 'string') throw new Error('no hash is stored')
    expect(first).not.toBe(second)
    expect(await matchesSmtpPassword(password, second)).toBe(true)
    expect(await matchesSmtpPassword('another password', second)).toBe(false)
    expect(JSON.stringify([created, await api.get('mg.example.com')])).not.toContain(password)
    for (const file of readdirSync(api.folder)) {
      expect(readFileSync(join(api.folder, file)).includes(password)).toBe(false)
    }
  })

  it('may have 5 to 32 characters, however many bytes they take', async () => {
    for (const [index, password] of ['12345', 'x'.repeat(32), '🔑'.repeat(32)].entries()) {
      await api.create(`mg${index}.example.com`, { smtp_password: password })
    }
    expect((await api.list()).total).toBe(3)
  })
})

describe('the DKIM authority', () => {
  it('is inherited from the nearest registered parent, with its key', async () => {
    const root = await api.create('example.com', { dkim_selector: 'pic' })
    const child = await api.create('mg.example.com')
    const grandchild = await api.create('a.mg.example.com')
    expect(child.sending_dns_records[0]).toEqual(root.sending_dns_records[0])
    expect(grandchild.sending_dns_records[0]).toEqual(root.sending_dns_records[0])
    expect(child.sending_dns_records[1]?.name).toBe('mg.example.com')
    expect((await api.list('?authority=example.com&sort=name')).names).toEqual([
      'a.mg.example.com',
      'example.com',
      'mg.example.com',
    ])
  })

  it('is the domain itself when forced, also for its own children', async () => {
    await api.create('example.com')
    const forced = await api.create('mg.example.com', { force_dkim_authority: 'true' })
    const child = await api.create('a.mg.example.com')
    expect(forced.sending_dns_records[0]?.name).toBe('mx._domainkey.mg.example.com')
    expect(child.sending_dns_records[0]).toEqual(forced.sending_dns_records[0])
    expect((await api.list('?authority=mg.example.com&sort=name')).names).toEqual([
      'a.mg.example.com',
      'mg.example.com',
    ])
  })

  it('does not come from a domain that only ends alike, or from beyond a public suffix', async () => {
    await api.create('example.com')
    const other = await api.create('anexample.com')
    expect(other.sending_dns_records[0]?.name).toBe('mx._domainkey.anexample.com')
    const foreign = await api.create('foo.github.io')
    await api.create('github.io')
    const sibling = await api.create('bar.github.io')
    expect(foreign.sending_dns_records[0]?.name).toBe('mx._domainkey.foo.github.io')
    expect(sibling.sending_dns_records[0]?.name).toBe('mx._domainkey.bar.github.io')
  })

  it('publishes at the organizational domain when asked, registered or not', async () => {
    const child = await api.create('a.mg.example.co.uk', { force_root_dkim_host: 'true' })
    expect(child.sending_dns_records[0]?.name).toBe('mx._domainkey.example.co.uk')
    const root = await api.create('example.co.uk')
    expect(root.sending_dns_records[0]).toEqual(child.sending_dns_records[0])
    const second = await api.create('b.example.co.uk', { force_root_dkim_host: 'true' })
    expect(second.sending_dns_records[0]).toEqual(child.sending_dns_records[0])
    expect((await api.list('?authority=example.co.uk&sort=name')).names).toEqual([
      'b.example.co.uk',
      'example.co.uk',
    ])
  })

  it('publishes at a named host: the domain itself or one it belongs to', async () => {
    await api.create('example.com')
    const own = await api.create('a.mg.example.com', {
      dkim_host_name: 'mg.example.com',
      dkim_selector: 'k1',
    })
    expect(own.sending_dns_records[0]?.name).toBe('k1._domainkey.mg.example.com')
    expect((await api.list('?authority=a.mg.example.com')).names).toEqual(['a.mg.example.com'])
  })

  it('makes a new key for a selector its host does not have', async () => {
    const root = await api.create('example.com')
    const child = await api.create('mg.example.com', { dkim_selector: 's2' })
    expect(child.sending_dns_records[0]?.name).toBe('s2._domainkey.example.com')
    expect(child.sending_dns_records[0]?.value).not.toBe(root.sending_dns_records[0]?.value)
  })

  it('cannot be deleted while it is used, and its key goes with its last user', async () => {
    await api.create('example.com')
    await api.create('mg.example.com')
    expect(await api.refusal('DELETE', '/v3/domains/example.com')).toEqual({
      status: 400,
      message: 'Domain is used as the DKIM authority of mg.example.com and cannot be deleted',
    })
    expect(await api.delete('mg.example.com')).toBe('Domain will be deleted in the background')
    expect(stored('SELECT count(*) FROM dkim_keys')).toBe(1)
    expect(await api.delete('example.com')).toBe('Domain will be deleted in the background')
    expect((await api.list()).total).toBe(0)
    expect(stored('SELECT count(*) FROM dkim_keys')).toBe(0)
  })
})

describe('the list', () => {
  beforeEach(async () => {
    for (const name of ['b.example.com', 'c.example.net', 'a.example.com']) {
      clock += 1_000
      await api.create(name, { use_automatic_sender_security: 'true' })
    }
  })

  it('has the newest first, whatever the clock did', async () => {
    clock = 0
    await api.create('d.example.com')
    expect((await api.list()).names).toEqual([
      'd.example.com',
      'a.example.com',
      'c.example.net',
      'b.example.com',
    ])
  })

  it.each([
    ['?sort=name', ['a.example.com', 'b.example.com', 'c.example.net'], 3],
    ['?sort=name:asc', ['a.example.com', 'b.example.com', 'c.example.net'], 3],
    ['?sort=name:desc', ['c.example.net', 'b.example.com', 'a.example.com'], 3],
    ['?limit=2', ['a.example.com', 'c.example.net'], 3],
    ['?limit=2&skip=2', ['b.example.com'], 3],
    ['?skip=99', [], 3],
    ['?search=EXAMPLE.com&sort=name', ['a.example.com', 'b.example.com'], 2],
    ['?search=', ['a.example.com', 'c.example.net', 'b.example.com'], 3],
    ['?search=%25', [], 0],
    ['?search=_', [], 0],
    ['?state=unverified&limit=1', ['a.example.com'], 3],
    ['?state=active', [], 0],
    ['?authority=C.example.net', ['c.example.net'], 1],
    ['?authority=nobody.example', [], 0],
    [
      '?state=unverified&authority=nobody.example&sort=name',
      ['a.example.com', 'b.example.com', 'c.example.net'],
      3,
    ],
    ['?include_subaccounts=true', ['a.example.com', 'c.example.net', 'b.example.com'], 3],
    ['?unknown=1', ['a.example.com', 'c.example.net', 'b.example.com'], 3],
  ])('answers %s', async (query, names, total) => {
    expect(await api.list(query)).toEqual({ names, total })
  })

  it('shows each domain as it is now, and again the same', async () => {
    const before = await api.items('?sort=name')
    expect(await api.items('?sort=name')).toEqual(before)
    const note = { code: 'c', note: 'n', permanently: false, reason: 'r' }
    const steps: (() => unknown)[] = [
      () => api.update('b.example.com', { wildcard: 'true' }),
      () => {
        api.service.backOffice.disable('c.example.net', note)
      },
      () => api.delete('a.example.com'),
      () => api.create('a.example.com', { spam_action: 'tag' }),
    ]
    for (const step of steps) {
      await step()
      const now = await api.items('?sort=name')
      expect(now).toEqual(await Promise.all(now.map(async ({ name }) => (await api.get(name)).domain)))
    }
  })

  it.each([
    ['?limit=0', 'limit must be a whole number from 1 to 1000'],
    ['?limit=1001', 'limit must be a whole number from 1 to 1000'],
    ['?limit=ten', 'limit must be a whole number from 1 to 1000'],
    ['?skip=-1', 'skip must be a whole number of at least 0'],
    ['?state=lost', 'state must be one of active, unverified, disabled'],
    ['?sort=created', 'sort must be one of name, name:asc, name:desc'],
    ['?include_subaccounts=2', 'include_subaccounts must be true, false, yes or no'],
  ])('refuses %s', async (query, message) => {
    expect(await api.refusal('GET', `/v4/domains${query}`)).toEqual({ status: 400, message })
  })
})

describe('updating a domain', () => {
  beforeEach(async () => {
    await api.create('mg.example.com', { encrypt_incoming_message: 'true' })
  })

  it('changes what is named, leaves the rest, and answers the new records', async () => {
    const before = await api.get('mg.example.com')
    const after = await api.update('mg.example.com', {
      spam_action: 'tag',
      web_scheme: 'https',
      web_prefix: 'zed',
      wildcard: 'yes',
      require_tls: 'yes',
      skip_verification: 'yes',
      mailfrom_host: 'bounce.mg.example.com',
      message_ttl: '3600',
      webhooks_redact_pii: 'yes',
      archive_to: 'http://archive.example.net/',
    })
    expect(after.message).toBe('Domain has been updated')
    expect(after.domain).toEqual({
      ...before.domain,
      spam_action: 'tag',
      web_scheme: 'https',
      web_prefix: 'zed',
      wildcard: true,
      require_tls: true,
      skip_verification: true,
      mailfrom_host: 'bounce.mg.example.com',
      message_ttl: 3_600,
      webhooks_redact_pii: true,
      archive_to: 'http://archive.example.net/',
    })
    expect(after.sending_dns_records[2]?.name).toBe('zed.mg.example.com')
    api.restart()
    expect((await api.get('mg.example.com')).domain).toEqual(after.domain)
  })

  it('changes nothing when nothing is named', async () => {
    const before = await api.get('mg.example.com')
    expect(await api.update('mg.example.com', {})).toEqual({ ...before, message: 'Domain has been updated' })
  })

  it('takes the archive address away when it is empty', async () => {
    await api.update('mg.example.com', { archive_to: 'http://archive.example.net/' })
    expect((await api.update('mg.example.com', { archive_to: '' })).domain).not.toHaveProperty('archive_to')
  })

  it('swaps the DKIM text record and the CNAME pair, with the same key on the way back', async () => {
    const before = await api.get('mg.example.com')
    const secured = await api.update('mg.example.com', { use_automatic_sender_security: 'true' })
    expect(published(secured).map(({ type, name }) => `${type} ${name}`)).toEqual([
      'TXT mg.example.com',
      'CNAME pdk1._domainkey.mg.example.com',
      'CNAME pdk2._domainkey.mg.example.com',
      'CNAME email.mg.example.com',
      'MX mg.example.com',
      'MX mg.example.com',
    ])
    const back = await api.update('mg.example.com', { use_automatic_sender_security: 'false' })
    expect(recordsOf(back)).toEqual(recordsOf(before))
  })

  it.each([
    [{ smtp_password: '1234' }, 'Password is too short. It must be between 5 and 32 characters.'],
    [{ spam_action: 'x' }, 'spam_action must be one of disabled, block, tag'],
    [{ mailfrom_host: 'Bounce.example.com' }, 'mailfrom_host must be in lower case'],
    [{ message_ttl: '-5' }, 'message_ttl must be a whole number from 1 to 604800'],
    [{ encrypt_incoming_message: 'no' }, 'Encryption of incoming messages cannot be turned off'],
    [
      { wildcard: 'yes', web_prefix: '-' },
      'web_prefix must be an atom: 1 to 63 letters, digits and hyphens, without a dot',
    ],
  ])('refuses %j and changes nothing', async (changes, message) => {
    const before = await api.get('mg.example.com')
    expect(await api.refusal('PUT', '/v4/domains/mg.example.com', form(changes))).toEqual({
      status: 400,
      message,
    })
    expect(await api.get('mg.example.com')).toEqual(before)
  })
})

describe('the deprecated calls', () => {
  beforeEach(async () => {
    await api.create('mg.example.com')
  })

  it.each([
    ['message_ttl', '60', 'Domain message TTL settings updated.', 60],
    ['mailfrom_host', 'bounce.example.com', 'success', 'bounce.example.com'],
    ['web_prefix', 'zed', 'Domain web prefix updated', 'zed'],
  ])('set %s by form or by query', async (field, value, message, expected) => {
    const path = `/v3/domains/mg.example.com/${field}`
    for (const send of [
      () => api.send('PUT', path, form({ [field]: value })),
      () => api.send('PUT', `${path}?${field}=${value}`),
    ]) {
      const response = await send()
      expect([response.status, await response.json()]).toEqual([200, { message }])
      expect((await api.get('mg.example.com')).domain[field]).toBe(expected)
    }
    expect(await api.refusal('PUT', path)).toEqual({ status: 400, message: `Missing parameter '${field}'` })
    expect(await api.refusal('PUT', `/v3/domains/no.example.com/${field}?${field}=${value}`)).toEqual({
      status: 404,
      message: 'Domain not found',
    })
  })

  it('change only their own setting', async () => {
    await api.send(
      'PUT',
      '/v3/domains/mg.example.com/web_prefix',
      form({ web_prefix: 'zed', wildcard: 'yes' }),
    )
    expect((await api.get('mg.example.com')).domain).toMatchObject({ web_prefix: 'zed', wildcard: false })
  })
})

describe('disabled domains and sandboxes', () => {
  it('shows why a domain is disabled, refuses to delete it, and lets it come back', async () => {
    await api.create('mg.example.com')
    const note = { code: 'blacklisted', note: 'for debugging', permanently: true, reason: 'bad customer' }
    api.service.backOffice.disable('mg.example.com', note)
    expect((await api.get('mg.example.com')).domain).toMatchObject({
      state: 'disabled',
      is_disabled: true,
      disabled: note,
    })
    expect((await api.list('?state=disabled')).names).toEqual(['mg.example.com'])
    expect(await api.refusal('DELETE', '/v3/domains/mg.example.com')).toEqual({
      status: 403,
      message: 'A disabled domain cannot be deleted',
    })
    expect((await api.update('mg.example.com', { use_automatic_sender_security: 'yes' })).domain.state).toBe(
      'disabled',
    )
    api.service.backOffice.enable('mg.example.com')
    expect((await api.get('mg.example.com')).domain).toMatchObject({ state: 'unverified', disabled: null })
    await api.delete('mg.example.com')
  })

  it('keeps a sandbox: active, nothing to publish, not to be deleted', async () => {
    const name = await api.service.backOffice.addSandbox()
    expect(name).toMatch(/^sandbox[0-9a-f]{32}\.mailgun\.org$/)
    const sandbox = await api.verify(name)
    expect(sandbox.domain).toMatchObject({ type: 'sandbox', state: 'active' })
    expect(recordsOf(sandbox)).toEqual([])
    expect(await api.refusal('DELETE', `/v3/domains/${name}`)).toEqual({
      status: 400,
      message: 'A sandbox domain cannot be deleted',
    })
    expect((await api.list()).names).toEqual([name])
  })
})

describe('requests that are not answered', () => {
  it('is plain text without credentials and JSON with wrong ones, before anything else is looked at', async () => {
    for (const [credentials, body] of [
      ['', 'Forbidden'],
      [`Bearer ${API_KEY}`, 'Forbidden'],
      [`Basic ${btoa('api:wrong')}`, 'Forbidden'],
      [`Basic ${btoa(`someone:${API_KEY}`)}`, 'Forbidden'],
      [`Basic ${btoa(`api:${API_KEY}x`)}`, 'Forbidden'],
      [`Basic ${btoa('api:')}`, 'Forbidden'],
      ['Basic', 'Forbidden'],
    ] as const) {
      for (const [method, path] of [
        ['GET', '/v4/domains'],
        ['DELETE', '/v3/domains/x.com'],
        ['GET', '/none'],
      ] as const) {
        const response = await api.send(method, path, undefined, { authorization: credentials })
        expect([response.status, await response.text()]).toEqual([401, body])
      }
    }
  })

  it.each([
    ['GET', '/v4/domains/no.example.com'],
    ['PUT', '/v4/domains/no.example.com'],
    ['PUT', '/v4/domains/no.example.com/verify'],
    ['DELETE', '/v3/domains/no.example.com'],
    ['GET', '/v4/domains/%00%ff'],
    ['GET', "/v4/domains/'%20OR%201=1--"],
  ])('%s %s answers 404 for a domain that does not exist', async (method, path) => {
    expect(await api.refusal(method, path)).toEqual({ status: 404, message: 'Domain not found' })
  })

  it('answers 404 for paths there are not, and 405 with the methods for those there are', async () => {
    for (const path of ['/', '/v4/domain', '/v4/domains/a.com/b/c/d', '/v3/domains/a.com/tracking/mail']) {
      expect(await api.refusal('GET', path)).toEqual({ status: 404, message: 'Not found' })
    }
    for (const [method, path, allow] of [
      ['DELETE', '/v4/domains', 'GET, POST'],
      ['DELETE', '/v4/domains/a.com', 'GET, PUT'],
      ['GET', '/v4/domains/a.com/verify', 'PUT'],
      ['POST', '/v3/domains/a.com', 'GET, PUT, DELETE'],
      ['POST', '/v3/domains/a.com/web_prefix', 'PUT'],
    ] as const) {
      const response = await api.send(method, path)
      expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
      expect(await response.json()).toEqual({ message: 'Method not allowed' })
    }
  })

  it('answers 413 for a body over 1 MiB, with or without its length in advance', async () => {
    const message = 'Request body is too large. At most 1 MiB is accepted.'
    const large = 'x'.repeat(1024 * 1024)
    expect(await api.refusal('POST', '/v4/domains', form({ name: 'a.example.com', pool_id: large }))).toEqual(
      { status: 413, message },
    )
    const text = `name=a.example.com&pool_id=${large}`
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(text.length),
    }
    expect(await api.refusal('POST', '/v4/domains', text, headers)).toEqual({ status: 413, message })
  })

  it.each([
    ['application/json', '{"name":', 'The request body is not valid application/json'],
    ['application/json', '["name"]', 'The request body must be a JSON object of plain values'],
    ['application/json', '{"name":{"a":1}}', 'The request body must be a JSON object of plain values'],
    ['multipart/form-data; boundary=x', 'not multipart', 'The request body is not valid multipart/form-data'],
    ['multipart/form-data', '--x--', 'The request body is not valid multipart/form-data'],
    [
      'text/xml',
      '<name/>',
      'The request body must be multipart/form-data, application/x-www-form-urlencoded or application/json',
    ],
  ])('refuses a body of %s that reads %s', async (type, body, message) => {
    expect(await api.refusal('POST', '/v4/domains', body, { 'content-type': type })).toEqual({
      status: 400,
      message,
    })
  })

  it('refuses a file where text belongs', async () => {
    const body = new FormData()
    body.append('name', new Blob(['mg.example.com']), 'name.txt')
    expect(await api.refusal('POST', '/v4/domains', body)).toEqual({
      status: 400,
      message: 'name must be text, not a file',
    })
  })
})
