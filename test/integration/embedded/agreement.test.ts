import fc from '../../generated/cases'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { judge, type DnsEvidence } from '../../../src/main/embedded/records/judgement'
import { expectedRecords, type ExpectedRecord } from '../../../src/main/embedded/records/record-generation'
import { US_PROVIDER_HOSTS } from '../../../src/main/embedded/records/provider-hosts'
import { readParameters } from '../../../src/main/embedded/requests/forms'
import { parseDomainName } from '../../../src/main/names/domain-name'
import { Api, form, recordsOf } from './api'

/** One label of a host name (RFC 1123 2.1), short enough for names of several. */
const label = fc
  .stringMatching(/^[a-z](?:[a-z0-9-]{0,14}[a-z0-9])?$/)
  .filter((text) => !text.startsWith('xn--'))
/** Names someone could register: no public suffix among them. */
const name = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.constantFrom('com', 'org', 'co.uk', 'example'))
  .map(([labels, suffix]) => `${labels.join('.')}.${suffix}`)
  .filter((text) => {
    try {
      return parseDomainName(text).name === text
    } catch {
      return false
    }
  })
/** The same name as people type it. */
const typed = (text: string) =>
  fc
    .tuple(
      fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }),
      fc.constantFrom('', '.'),
    )
    .map(([upper, dot]) => [...text].map((c, i) => (upper[i] ? c.toUpperCase() : c)).join('') + dot)
const yesNo = fc.constantFrom('yes', 'no', 'true', 'false', 'TRUE', 'No')
const options = fc.record(
  {
    spam_action: fc.constantFrom('disabled', 'block', 'tag'),
    wildcard: yesNo,
    force_dkim_authority: yesNo,
    force_root_dkim_host: yesNo,
    dkim_selector: label,
    web_scheme: fc.constantFrom('http', 'https'),
    web_prefix: label,
    use_automatic_sender_security: yesNo,
    require_tls: yesNo,
    skip_verification: yesNo,
    encrypt_incoming_message: yesNo,
    webhooks_redact_pii: yesNo,
    message_ttl: fc.integer({ min: 1, max: 604_800 }).map(String),
    archive_to: fc.webUrl(),
  },
  { requiredKeys: [] },
)

describe('a form', () => {
  /** Text without lone surrogates, which no encoding carries; multipart makes every line end CRLF. */
  const text = fc.string({ unit: 'binary' }).filter((value) => !/[\r\n\0\ufeff]/.test(value))
  // A key that only counts would be moved to the front by JavaScript itself.
  const fields = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_:-]{0,20}$/), text, { minKeys: 1 })
  const url = 'http://embedded.invalid/v4/domains'
  const encoded: Record<string, (given: Record<string, string>) => Request> = {
    urlencoded: (given) => new Request(url, { method: 'POST', body: new URLSearchParams(given) }),
    multipart: (given) => new Request(url, { method: 'POST', body: form(given) }),
    json: (given) =>
      new Request(url, {
        method: 'POST',
        body: JSON.stringify(given),
        headers: { 'content-type': 'application/json' },
      }),
    query: (given) => new Request(`${url}?${new URLSearchParams(given)}`, { method: 'POST' }),
  }

  it.each(Object.keys(encoded))('reads back what was written as %s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(fields, async (given) => {
        expect({ ...(await readParameters(encoded[kind]!(given))) }).toEqual({ ...given })
      }),
      { numRuns: 200 },
    )
  })
})

describe('what create says', () => {
  let api: Api
  beforeEach(() => (api = new Api()))
  afterEach(() => api.dispose())

  it('get and list say too, whatever the options and however the name is typed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .uniqueArray(name, { minLength: 1, maxLength: 4 })
          .chain((names) =>
            fc.tuple(...names.map((each) => fc.tuple(fc.constant(each), typed(each), options))),
          ),
        async (wanted) => {
          const answers = []
          for (const [plain, asTyped, given] of wanted) {
            const answer = await api.create(asTyped, given)
            const { message: _, ...created } = answer
            expect(created.domain.name).toBe(plain)
            answers.push(answer)
            // At once: a domain that is added later may bring keys to the DKIM host of this one.
            expect(await api.get(plain)).toEqual(created)
            const items = await api.items('?limit=1000')
            expect(items.find(({ id }) => id === created.domain.id)).toEqual(created.domain)
            const { web_prefix, name: owner } = created.domain
            const tracking = recordsOf({ ...created, message: undefined }).filter(
              ({ value }) => value === US_PROVIDER_HOSTS.tracking,
            )
            expect(tracking.map((record) => record.name)).toEqual([`${web_prefix}.${owner}`])
          }
          const items = await api.items('?limit=1000')
          // Newest first.
          expect(items.map((item) => item.name)).toEqual(
            answers.map(({ domain }) => domain.name).toReversed(),
          )
          for (const { domain } of answers.toReversed()) await deleteWhenFree(domain.name)
          // Authorities go after those that use them.
          for (const { domain } of answers) await deleteWhenFree(domain.name)
          for (const { domain } of answers.toReversed()) await deleteWhenFree(domain.name)
          expect((await api.list()).total).toBe(0)
        },
      ),
      { numRuns: 30 },
    )
  })

  async function deleteWhenFree(domain: string): Promise<void> {
    const { status } = await api.send('DELETE', `/v3/domains/${domain}`)
    expect([200, 400, 404]).toContain(status)
  }
})

describe('generated records', () => {
  const facts = fc
    .record({
      name,
      type: fc.constant('custom' as const),
      webPrefix: label,
      useAutomaticSenderSecurity: fc.boolean(),
      dkimHost: name,
      keys: fc.uniqueArray(
        fc.record({ selector: label, publicKey: fc.stringMatching(/^[A-Za-z0-9+/]{200,392}$/) }),
        { minLength: 1, maxLength: 4, selector: ({ selector }) => selector },
      ),
    })
    .map(({ keys, ...others }) => ({
      ...others,
      dkimKeys: keys.map((key) => ({ host: others.dkimHost, ...key })),
    }))
  const of = (type: ExpectedRecord['type'], owner: string, records: readonly ExpectedRecord[]) =>
    records.filter((record) => record.type === type && record.name === owner)

  /** What DNS holds at a record's owner name once all of them are published as they are. */
  function seen(record: ExpectedRecord, all: readonly ExpectedRecord[]): DnsEvidence {
    const there = of(record.type, record.name, all)
    switch (record.type) {
      case 'TXT':
        return { type: 'TXT', texts: there.map(({ value }) => value) }
      case 'CNAME':
        return { type: 'CNAME', targets: there.map(({ value }) => `${value.toUpperCase()}.`), addresses: [] }
      case 'MX':
        return {
          type: 'MX',
          exchanges: there.map(({ value, priority }) => ({ host: value, priority: priority ?? 0 })),
        }
    }
  }

  it('are judged valid when they are published as they are', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const records = expectedRecords(given, US_PROVIDER_HOSTS)
        expect(records.map((record) => judge(record, seen(record, records)).valid)).toEqual(
          records.map(() => 'valid'),
        )
      }),
    )
  })

  it('are judged invalid when another value stands there, and unknown when nothing does', () => {
    fc.assert(
      fc.property(facts, fc.stringMatching(/^[a-z]{5,20}\.test$/), (given, other) => {
        for (const record of expectedRecords(given, US_PROVIDER_HOSTS)) {
          const changed = { ...record, value: record.role === 'spf' ? `v=spf1 include:${other} -all` : other }
          expect(judge(record, seen(record, [changed])).valid).toBe('invalid')
          expect(judge(record, seen(record, [])).valid).toBe('unknown')
        }
      }),
    )
  })

  it('have owner names below their domain or its DKIM host, each once for a kind', () => {
    fc.assert(
      fc.property(facts, (given) => {
        for (const record of expectedRecords(given, US_PROVIDER_HOSTS)) {
          const under = record.role.startsWith('dkim') ? given.dkimHost : given.name
          expect(record.name === under || record.name.endsWith(`.${under}`)).toBe(true)
        }
        const ids = expectedRecords(given, US_PROVIDER_HOSTS).map(
          ({ type, name: owner, value }) => `${type} ${owner} ${value}`,
        )
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

describe('a domain name', () => {
  it('is the same however it is typed, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(
        name.chain((plain) => fc.tuple(fc.constant(plain), typed(plain))),
        ([plain, asTyped]) => {
          expect(parseDomainName(` ${asTyped} `).name).toBe(plain)
          expect(parseDomainName(parseDomainName(asTyped).name).name).toBe(plain)
        },
      ),
    )
  })

  it('is read, or refused in a sentence, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (anything) => {
        try {
          const { name: once } = parseDomainName(anything)
          expect(parseDomainName(once).name).toBe(once)
        } catch (error) {
          expect(error).toMatchObject({ name: 'ZonedeskError', failure: { code: 'invalid' } })
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
