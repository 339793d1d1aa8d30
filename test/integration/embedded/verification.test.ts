import { copyFileSync, readdirSync } from 'node:fs'
import { createSign, createVerify, createPublicKey } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDnsServer, zoneFor, type DnsServer, type ZoneRecord } from '../../dns-server/knot'
import { Api, published, recordsOf, textLike, verdicts } from './api'

let dns: DnsServer
let api: Api

beforeEach(async () => {
  dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
  api = new Api({ resolver: dns.address })
})
afterEach(async () => {
  api.dispose()
  await dns.stop()
})

function publish(records: readonly ZoneRecord[]): Promise<void> {
  return dns.setZone('example.com', zoneFor('example.com', records))
}

describe('from a new domain to an active one', () => {
  it('judges wrong records as invalid with what was seen, then turns active record by record', async () => {
    const created = await api.create('mg.example.com')
    expect(created).toMatchObject({ message: 'Domain DNS records have been created' })
    expect(created.domain.state).toBe('unverified')
    expect(verdicts(created)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'unknown'])

    const empty = await api.verify('mg.example.com')
    expect(empty.message).toBe('Domain DNS records have been updated')
    expect(verdicts(empty)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'unknown'])
    expect(empty.domain.state).toBe('unverified')

    await publish([
      { type: 'TXT', name: 'mg.example.com', value: 'v=spf1 include:example.net ~all' },
      { type: 'TXT', name: 'mx._domainkey.mg.example.com', value: 'k=rsa; p=AAAA' },
      { type: 'CNAME', name: 'email.mg.example.com', value: 'example.net' },
      { type: 'MX', name: 'mg.example.com', value: 'mxa.mailgun.org', priority: 20 },
    ])
    const wrong = await api.verify('mg.example.com')
    expect(verdicts(wrong)).toEqual(['invalid', 'invalid', 'invalid', 'invalid', 'invalid'])
    expect(recordsOf(wrong).map(({ cached }) => cached)).toEqual([
      ['v=spf1 include:example.net ~all'],
      ['k=rsa; p=AAAA'],
      ['example.net'],
      ['20 mxa.mailgun.org'],
      ['20 mxa.mailgun.org'],
    ])
    expect(wrong.domain.state).toBe('unverified')

    const right = published(created)
    const seen: [string[], string][] = []
    const keys: boolean[] = []
    for (let count = 1; count <= right.length; count++) {
      await publish(right.slice(0, count))
      const answer = await api.verify('mg.example.com')
      seen.push([verdicts(answer), answer.domain.state])
      const [key, ...others] = answer.sending_dns_records
      keys.push(key?.is_active === true)
      expect([...others, ...answer.receiving_dns_records].every(({ is_active }) => is_active)).toBe(true)
    }
    expect(seen).toEqual([
      [['valid', 'unknown', 'unknown', 'unknown', 'unknown'], 'unverified'],
      [['valid', 'valid', 'unknown', 'unknown', 'unknown'], 'active'],
      [['valid', 'valid', 'valid', 'unknown', 'unknown'], 'active'],
      [['valid', 'valid', 'valid', 'valid', 'invalid'], 'active'],
      [['valid', 'valid', 'valid', 'valid', 'valid'], 'active'],
    ])
    // SPF first, then the key: it signs once it was found.
    expect(keys).toEqual([false, true, true, true, true])
    const done = await api.get('mg.example.com')
    expect(done.receiving_dns_records.map(({ cached }) => cached)).toEqual([
      ['10 mxa.mailgun.org', '10 mxb.mailgun.org'],
      ['10 mxa.mailgun.org', '10 mxb.mailgun.org'],
    ])

    await publish(right.slice(1))
    const broken = await api.verify('mg.example.com')
    expect(broken.domain.state).toBe('unverified')
    expect(verdicts(broken)).toEqual(['unknown', 'valid', 'valid', 'valid', 'valid'])
  })

  it('reads a 2048-bit key whose TXT record has several strings, over TCP where UDP is too small', async () => {
    const created = await api.create('mg.example.com', { dkim_key_size: '2048', dkim_selector: 'k1' })
    const [dkim] = created.sending_dns_records
    expect(dkim?.value.length).toBeGreaterThan(255)
    const padding = { type: 'TXT', name: 'mg.example.com', value: 'x'.repeat(2_000) } as const
    await publish([...published(created), padding])
    const verified = await api.verify('mg.example.com')
    expect(verdicts(verified)).toEqual(['valid', 'valid', 'valid', 'valid', 'valid'])
    expect(verified.sending_dns_records[0]?.cached).toEqual([dkim?.value])
    expect(verified.sending_dns_records[1]?.cached).toEqual(['v=spf1 include:mailgun.org ~all'])
  })

  it('verifies the CNAME pair of automatic sender security', async () => {
    const created = await api.create('mg.example.com', { use_automatic_sender_security: 'yes' })
    const [spf, first, second] = published(created)
    expect(first?.name).toBe('pdk1._domainkey.mg.example.com')
    expect(second?.value).toMatch(/^pdk2\._domainkey\.[0-9a-f]{10}\.dkim1\.mailgun\.com$/)
    await publish([spf, first].filter((record) => record !== undefined))
    expect((await api.verify('mg.example.com')).domain.state).toBe('unverified')
    await publish(published(created))
    expect((await api.verify('mg.example.com')).domain.state).toBe('active')
  })

  it('shows the addresses that stand where the tracking alias belongs', async () => {
    await api.create('mg.example.com')
    await publish([
      { type: 'A', name: 'email.mg.example.com', value: '192.0.2.7' },
      { type: 'AAAA', name: 'email.mg.example.com', value: '2001:db8::7' },
    ])
    const tracking = (await api.verify('mg.example.com')).sending_dns_records[2]
    expect(tracking).toMatchObject({ valid: 'invalid', cached: ['192.0.2.7', '2001:db8::7'] })
  })

  it('keeps other mail exchanges in view without holding them against the right ones', async () => {
    const created = await api.create('mg.example.com')
    await publish([
      ...published(created),
      { type: 'MX', name: 'mg.example.com', value: 'mx.example.net', priority: 5 },
    ])
    const [first] = (await api.verify('mg.example.com')).receiving_dns_records
    expect(first).toMatchObject({
      valid: 'valid',
      cached: ['5 mx.example.net', '10 mxa.mailgun.org', '10 mxb.mailgun.org'],
    })
  })
})

describe('what a verification leaves behind', () => {
  it('is all there after a restart', async () => {
    const created = await api.create('mg.example.com', { spam_action: 'tag', dkim_key_size: '2048' })
    await publish(published(created))
    const verified = await api.verify('mg.example.com')
    api.restart()
    const { message: _, ...kept } = verified
    expect(await api.get('mg.example.com')).toEqual(kept)
    expect((await api.list()).names).toEqual(['mg.example.com'])
  })

  it('is in the file at once, so that a killed process loses nothing it has answered', async () => {
    const created = await api.create('mg.example.com')
    await publish(published(created))
    await api.verify('mg.example.com')
    // The files as a kill would leave them: the service still has them open.
    const copy = new Api()
    copy.service.close()
    for (const file of readdirSync(copy.folder)) expect(file).toMatch(/^embedded\.sqlite/)
    for (const file of readdirSync(api.folder)) copyFileSync(join(api.folder, file), join(copy.folder, file))
    copy.restart()
    expect(await copy.get('mg.example.com')).toEqual(await api.get('mg.example.com'))
    copy.dispose()
  })

  it('forgets judgements of records that are no longer needed', async () => {
    const created = await api.create('mg.example.com')
    await publish(published(created))
    await api.verify('mg.example.com')

    const renamed = await api.update('mg.example.com', { web_prefix: 'zed' })
    expect(renamed.sending_dns_records[2]).toMatchObject({
      name: 'zed.mg.example.com',
      valid: 'unknown',
      cached: [],
    })
    expect(renamed.domain.state).toBe('active')

    const secured = await api.update('mg.example.com', { use_automatic_sender_security: 'true' })
    expect(secured.domain.state).toBe('unverified')
    const back = await api.update('mg.example.com', { use_automatic_sender_security: 'false' })
    expect(back.domain.state).toBe('unverified')
    expect(back.sending_dns_records[0]).toMatchObject({ record_type: 'TXT', valid: 'unknown', cached: [] })
    expect((await api.verify('mg.example.com')).domain.state).toBe('active')
  })

  it('does not change when an update repeats what is set', async () => {
    await publish(published(await api.create('mg.example.com')))
    await api.verify('mg.example.com')
    const same = await api.update('mg.example.com', {
      use_automatic_sender_security: 'no',
      web_prefix: 'email',
    })
    expect(same.domain.state).toBe('active')
    expect(verdicts(same)).toEqual(['valid', 'valid', 'valid', 'valid', 'valid'])
  })
})

describe('a disabled domain', () => {
  it('stays disabled whatever its records are, and comes back with the state they give it', async () => {
    await publish(published(await api.create('mg.example.com')))
    const note = { code: 'blacklisted', note: 'for debugging', permanently: true, reason: 'bad customer' }
    api.service.backOffice.disable('mg.example.com', note)
    const verified = await api.verify('mg.example.com')
    expect(verified.domain.state).toBe('disabled')
    expect(verdicts(verified)).toEqual(['valid', 'valid', 'valid', 'valid', 'valid'])
    api.service.backOffice.enable('mg.example.com')
    expect((await api.get('mg.example.com')).domain.state).toBe('active')
  })
})

describe('a lookup that fails', () => {
  it('is never taken for a missing record: judgements and state stay, and the domain says which failed', async () => {
    // Key and mail are in different zones; this server then knows only one of them.
    await dns.setZone('sub.example.com', zoneFor('sub.example.com', []))
    const created = await api.create('mg.sub.example.com', { dkim_host_name: 'example.com' })
    const [spf, dkim, ...others] = published(created)
    if (spf === undefined || dkim === undefined) throw new Error('records are missing')
    await publish([dkim])
    await dns.setZone('sub.example.com', zoneFor('sub.example.com', [spf, ...others]))
    expect((await api.verify('mg.sub.example.com')).domain.state).toBe('active')

    const other = await startDnsServer({
      zones: { 'sub.example.com': zoneFor('sub.example.com', [spf, ...others]) },
    })
    api.service.setResolver(other.address)
    const partly = await api.verify('mg.sub.example.com')
    await other.stop()
    expect(partly.message).toBe('Domain DNS records have been updated')
    expect(partly.domain.state).toBe('active')
    expect(verdicts(partly)).toEqual(['valid', 'valid', 'valid', 'valid', 'valid'])
    expect(partly.domain['lookup_failures']).toEqual([
      'The DNS lookup of TXT mx._domainkey.example.com failed: the resolver refused the question (REFUSED).',
    ])

    api.service.setResolver(dns.address)
    expect((await api.verify('mg.sub.example.com')).domain).not.toHaveProperty('lookup_failures')
  })

  it('fails the call when no lookup succeeded, and changes no judgement', async () => {
    await publish(published(await api.create('mg.example.com')))
    const before = await api.verify('mg.example.com')
    await dns.stop()
    expect(await api.refusal('PUT', '/v4/domains/mg.example.com/verify')).toEqual({
      status: 503,
      message: textLike(
        /^No DNS lookup succeeded, so nothing was changed\. The DNS lookup of TXT mx\._domainkey\.mg\.example\.com failed: /,
      ),
    })
    const after = await api.get('mg.example.com')
    expect(after.domain.state).toBe('active')
    expect(recordsOf(after)).toEqual(recordsOf(before))
  })

  it('ends when a resolver never answers', async () => {
    const silent = createSocket('udp4')
    await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve))
    const patient = new Api({
      resolver: `127.0.0.1:${silent.address().port}`,
      limits: { timeoutMs: 60_000, tries: 4, totalMs: 200 },
    })
    await patient.create('mg.example.com')
    expect(await patient.refusal('PUT', '/v4/domains/mg.example.com/verify')).toEqual({
      status: 503,
      message:
        'No DNS lookup succeeded, so nothing was changed. The DNS lookup of TXT mx._domainkey.mg.example.com failed: no answer came in time.',
    })
    patient.dispose()
    silent.close()
  })

  it('does not harm a domain that is deleted meanwhile', async () => {
    await api.create('mg.example.com')
    const verifying = api.refusal('PUT', '/v4/domains/mg.example.com/verify')
    await api.delete('mg.example.com')
    expect(await verifying).toEqual({ status: 404, message: 'Domain not found' })
    expect(api.faults).toEqual([])
  })
})

describe('a DKIM key', () => {
  it.each(['1024', '2048'])(
    'of %s bits is real: what the private key signs, the published key verifies',
    async (size) => {
      const created = await api.create('mg.example.com', { dkim_key_size: size, dkim_selector: 'pic' })
      const [dkim] = created.sending_dns_records
      expect(dkim).toMatchObject({ record_type: 'TXT', name: 'pic._domainkey.mg.example.com' })
      const publicKey = createPublicKey({
        key: Buffer.from(dkim?.value.replace(/^k=rsa; p=/, '') ?? '', 'base64'),
        format: 'der',
        type: 'spki',
      })
      expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(Number(size))

      const db = new Database(api.path, { readonly: true })
      const privateKey = db.prepare('SELECT private_key FROM dkim_keys').pluck().get()
      db.close()
      if (typeof privateKey !== 'string') throw new Error('no private key is stored')
      const signature = createSign('RSA-SHA256').update('signed text').sign(privateKey)
      expect(createVerify('RSA-SHA256').update('signed text').verify(publicKey, signature)).toBe(true)
      expect(createVerify('RSA-SHA256').update('other text').verify(publicKey, signature)).toBe(false)
    },
  )
})
