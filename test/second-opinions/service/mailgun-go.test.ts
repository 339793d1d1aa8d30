import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDnsServer, zoneFor, type DnsServer } from '../../dns-server/knot'
import { ServeProcess } from '../../integration/serve/serve-process'
import { answerOf, isLacking } from '../programs'
import { published, type NeededRecord } from './publish'

// The provider's own Go client, as it is published, against the service as it really runs. It asks version 3 of the
// API by default, and any other that it is given. Each test goes on where the one before it stopped.

interface Call {
  readonly method:
    | 'createDomain'
    | 'getDomain'
    | 'verifyDomain'
    | 'verifyAndReturnDomain'
    | 'updateDomain'
    | 'updateDomainTrackingWebPrefix'
    | 'deleteDomain'
    | 'listDomains'
    | 'updateDomainDkimSelector'
    | 'updateDomainConnection'
    | 'getDomainTracking'
    | 'updateOpenTracking'
    | 'updateClickTracking'
    | 'updateUnsubscribeTracking'
    | 'createCredential'
    | 'changeCredentialPassword'
    | 'deleteCredential'
    | 'listCredentials'
    | 'createSubaccount'
    | 'getSubaccount'
    | 'enableSubaccount'
    | 'disableSubaccount'
    | 'listSubaccounts'
  readonly name?: string
  readonly options?: Readonly<Record<string, unknown>>
  readonly value?: string
  readonly limit?: number
  readonly password?: string
  readonly key?: string
}

const Answer = v.object({ status: v.number(), body: v.unknown(), error: v.string() })
type Answer = v.InferOutput<typeof Answer>

/** The client writes its own structures as Go does: the names of fields that it gave none, in capitals. */
const RecordAnswer = v.object({
  record_type: v.picklist(['TXT', 'CNAME', 'MX']),
  Name: v.string(),
  Value: v.string(),
  Priority: v.string(),
  Valid: v.string(),
})
const DomainAnswer = v.object({
  domain: v.object({
    name: v.string(),
    state: v.string(),
    web_scheme: v.string(),
    spam_action: v.string(),
    wildcard: v.boolean(),
    created_at: v.string(),
    smtp_login: v.string(),
  }),
  sending_dns_records: v.array(RecordAnswer),
  receiving_dns_records: v.array(RecordAnswer),
})
const API_KEY = 'key-of-the-go-tests'

describe.skipIf(isLacking('mailgun-go')).each(['v3', 'v4'])("the provider's Go client, by %s", (version) => {
  const name = `${version}.example.com`
  const others = ['a.example.net', 'b.example.net', 'c.example.net']
  let dns: DnsServer
  let serving: ServeProcess

  beforeAll(async () => {
    dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
    serving = await ServeProcess.start(API_KEY, ['--resolver', dns.address])
  })
  afterAll(async () => {
    await serving.dispose()
    await dns.stop()
  })

  async function made(...calls: readonly Call[]): Promise<Answer[]> {
    // What version 4 has no call for is in version 3, also for a user of the client.
    const asked = calls.map((call) => ({
      ...call,
      version: versionOf(call.method) ?? version,
    }))
    const output = await answerOf('mailgun-go', [], {
      input: JSON.stringify({ url: serving.url, key: API_KEY, calls: asked }),
    })
    return v.parse(v.array(Answer), JSON.parse(output))
  }

  /** @returns null where the version that is tested has the call */
  function versionOf(method: string): string | null {
    if (method.includes('Subaccount')) return 'v5'
    return /^(delete|updateDomain.|.*Tracking|.*Credential)/.test(method) ? 'v3' : null
  }

  function records(answer: Answer): NeededRecord[] {
    const { sending_dns_records: sending, receiving_dns_records: receiving } = v.parse(
      DomainAnswer,
      answer.body,
    )
    return [...sending, ...receiving].map((record) => ({
      // A record for receiving has no name: it stands at the domain.
      ...{ type: record.record_type, name: record.Name || name, value: record.Value },
      ...{ priority: record.Priority, valid: record.Valid },
    }))
  }

  it('creates domains, and gets what it created', async () => {
    const options = {
      ...{ password: 'hunter22', spamAction: 'tag', wildcard: true, forceDKIMAuthority: true },
      ...{ dkimKeySize: 2048, webScheme: 'https' },
    }
    const [created, got, ...rest] = await made(
      { method: 'createDomain', name, options },
      { method: 'getDomain', name },
      ...others.map((other): Call => ({ method: 'createDomain', name: other })),
    )
    expect([created, got, ...rest].map((answer) => answer?.error)).toEqual(['', '', '', '', ''])
    const { domain } = v.parse(DomainAnswer, got?.body)
    expect(domain).toMatchObject({
      ...{ name, state: 'unverified', web_scheme: 'https', spam_action: 'tag', wildcard: true },
      ...{ smtp_login: `postmaster@${name}` },
    })
    // Read by the client as a time, and written by it as one: RFC 1123 5.2.14.
    expect(Math.abs(Date.parse(domain.created_at) - Date.now())).toBeLessThan(10 * 60_000)
    expect(got?.body).toEqual(created?.body)
    expect(records(got!).map(({ type, priority }) => `${type} ${priority}`.trim())).toEqual([
      ...['TXT', 'TXT', 'CNAME', 'MX 10', 'MX 10'],
    ])
  })

  it('turns the pages of the list until there is none left', async () => {
    const [list] = await made({ method: 'listDomains', limit: 3 })
    const { total, pages } = v.parse(
      v.object({ total: v.number(), pages: v.array(v.array(v.string())) }),
      list?.body,
    )
    expect(list?.error).toBe('')
    expect(total).toBe(4)
    expect(pages.map(({ length }) => length)).toEqual([3, 1])
    expect(pages.flat().toSorted()).toEqual([...others, name])
  })

  it('updates a domain and its web prefix, and gets what it set', async () => {
    const [updated, prefix, got] = await made(
      { method: 'updateDomain', name, value: 'http' },
      { method: 'updateDomainTrackingWebPrefix', name, value: 'click' },
      { method: 'getDomain', name },
    )
    expect([updated?.error, prefix?.error]).toEqual(['', ''])
    expect(v.parse(DomainAnswer, got?.body).domain.web_scheme).toBe('http')
    expect(records(got!).map((record) => record.name)).toContain(`click.${name}`)
  })

  it('verifies in real DNS: nothing, then all', async () => {
    const [nothing] = await made({ method: 'verifyAndReturnDomain', name })
    expect(v.parse(DomainAnswer, nothing?.body).domain.state).toBe('unverified')
    await dns.setZone('example.com', published(records(nothing!)))
    const [state, all] = await made(
      { method: 'verifyDomain', name },
      { method: 'verifyAndReturnDomain', name },
    )
    expect(state?.body).toBe('active')
    expect(records(all!).map(({ valid }) => valid)).toEqual(Array(5).fill('valid'))
  })

  it('sets tracking, and reads what it set', async () => {
    const answers = await made(
      { method: 'updateOpenTracking', name, value: 'yes' },
      { method: 'updateClickTracking', name, value: 'no' },
      { method: 'updateUnsubscribeTracking', name, value: 'true' },
      { method: 'getDomainTracking', name },
    )
    expect(answers.map(({ error }) => error)).toEqual(['', '', '', ''])
    expect(answers[3]?.body).toMatchObject({
      open: { active: true },
      click: { active: false },
      unsubscribe: { active: true, html_footer: '<p>bye</p>', text_footer: 'bye' },
    })
  })

  it('sets the connection, which the service then says', async () => {
    expect((await made({ method: 'updateDomainConnection', name }))[0]?.error).toBe('')
    const answer = await serving.request('GET', `/v3/domains/${name}/connection`)
    expect(await answer.json()).toEqual({ require_tls: true, skip_verification: false })
  })

  it('makes, changes, lists and deletes SMTP credentials', async () => {
    const answers = await made(
      { method: 'createCredential', name, value: 'alice', password: 'correct horse' },
      { method: 'createCredential', name, value: 'bob', password: 'correct horse' },
      { method: 'changeCredentialPassword', name, value: 'alice', password: 'another word' },
      { method: 'deleteCredential', name, value: 'bob' },
      { method: 'listCredentials', name, limit: 1 },
      { method: 'deleteCredential', name, value: 'postmaster' },
    )
    expect(answers.slice(0, 5).map(({ error }) => error)).toEqual(['', '', '', '', ''])
    expect(answers[4]?.body).toEqual({ total: 2, logins: [`alice@${name}`, `postmaster@${name}`] })
    expect([answers[5]?.status, answers[5]?.error]).toEqual([
      400,
      expect.stringContaining(`Cannot delete system mailbox: postmaster@${name}`),
    ])
  })

  it('changes the DKIM selector', async () => {
    const [changed, got] = await made(
      { method: 'updateDomainDkimSelector', name, value: 'mailo1' },
      { method: 'getDomain', name },
    )
    expect(changed?.error).toBe('')
    expect(records(got!)[0]?.name).toBe(`mailo1._domainkey.${name}`)
  })

  it('makes a subaccount, and disables and enables it', async () => {
    const [created] = await made({ method: 'createSubaccount', value: 'Client A' })
    const { subaccount } = v.parse(v.object({ subaccount: v.object({ id: v.string() }) }), created?.body)
    const answers = await made(
      { method: 'disableSubaccount', value: subaccount.id },
      { method: 'enableSubaccount', value: subaccount.id },
      { method: 'getSubaccount', value: subaccount.id },
      { method: 'listSubaccounts', limit: 5 },
    )
    expect(answers[0]?.body).toMatchObject({ subaccount: { status: 'disabled' } })
    expect(answers[2]?.body).toMatchObject({ subaccount: { name: 'Client A', status: 'open' } })
    expect(answers[3]?.body).toEqual(['Client A open'])
  })

  it('is told why a call is refused', async () => {
    const answers = await made(
      { method: 'listDomains', key: 'not-the-key' },
      { method: 'getDomain', name: 'no.example.com' },
      { method: 'createDomain', name },
      { method: 'createDomain', name: 'd.example.net', options: { password: 'four' } },
    )
    expect(answers.map(({ status }) => status)).toEqual([401, 404, 400, 400])
    expect(answers[1]?.error).toContain('Domain not found')
    expect(answers[2]?.error).toContain('already taken')
  })

  it('deletes a domain, and it is gone', async () => {
    const [deleted, got] = await made({ method: 'deleteDomain', name }, { method: 'getDomain', name })
    expect(deleted?.error).toBe('')
    expect(got?.status).toBe(404)
  })
})
