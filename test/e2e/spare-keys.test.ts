import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveFetch, type ServedFetch } from '../http-server/serve-fetch'
import { type RunningApp, resizeTo, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addAccount } from './own-service'
import { photograph } from './pictures'

const NAME = 'mg.example.com'
const KEY = 'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQD9rVPILouDJkj47mEjLdzLbPW2YdSujAiNLw9wZ'
const DOMAIN = { name: NAME, state: 'active', web_prefix: 'email' }

/** The answer of a provider that lists three keys of a domain, of which one signs. */
const ANSWER = {
  domain: DOMAIN,
  sending_dns_records: [
    key('old', false, 'unknown'),
    key('mx', true, 'valid'),
    { ...record('TXT', NAME, 'v=spf1 include:mailgun.org ~all'), valid: 'valid' },
    key('next', false, 'unknown'),
    record('CNAME', `email.${NAME}`, 'mailgun.org'),
  ],
  receiving_dns_records: [{ ...record('MX', undefined, 'mxa.mailgun.org'), priority: '10', valid: 'valid' }],
}

function record(record_type: string, name: string | undefined, value: string) {
  return { record_type, name, value, valid: 'unknown', cached: [], is_active: true }
}
function key(selector: string, is_active: boolean, valid: string) {
  const value = `k=rsa; p=${selector}${KEY}`
  return { ...record('TXT', `${selector}._domainkey.${NAME}`, value), is_active, valid }
}

describe('spare DKIM keys', () => {
  const folder = temporaryFolder()
  let provider: ServedFetch
  let app: RunningApp

  beforeAll(async () => {
    provider = await serveFetch((request) =>
      Promise.resolve(
        new URL(request.url).pathname === '/v4/domains'
          ? Response.json({ total_count: 1, items: [DOMAIN] })
          : Response.json(ANSWER),
      ),
    )
    app = await startApp(folder.path)
    await resizeTo(app, 1280, 900)
    await addAccount(app.page, { name: 'Keys', baseUrl: provider.baseUrl, apiKey: 'key-of-the-tests-only' })
    await app.page.getByRole('option', { name: NAME }).first().click()
    await app.page.getByRole('heading', { name: NAME }).waitFor()
  })
  afterAll(async () => {
    await app.close()
    await provider.stop()
    folder.remove()
  })

  const folded = () =>
    app.page.getByRole('button', { name: '2 spare DKIM keys: the provider does not sign with them' })
  const keys = () => app.page.getByRole('grid', { name: 'Spare DKIM keys' })

  it('are folded away at the end of their section, and counted nowhere', async () => {
    await folded().waitFor()
    expect(await folded().getAttribute('aria-expanded')).toBe('false')
    expect(await keys().count()).toBe(0)
    await app.page.getByText('1 of 4 records needs attention').first().waitFor()
    expect(await app.page.getByText('old._domainkey').count()).toBe(0)
    expect(await app.page.getByText('Not in use now').count()).toBe(0)
    expect(await violations(app)).toEqual([])
    await photograph(app.page, 'spare-folded')
  })

  it('are unfolded by keyboard, said to be what they are, and reached by the arrow keys', async () => {
    await folded().focus()
    await app.page.keyboard.press('Enter')
    await keys().waitFor()
    expect(await folded().getAttribute('aria-expanded')).toBe('true')
    expect(await keys().getByText('Not needed', { exact: true }).count()).toBe(2)
    await app.page.getByText('A key that signs nothing need not be in DNS').waitFor()
    // Down from the last needed record of the section is the first spare key.
    await app.page.locator('[data-part="name"]').nth(2).focus()
    await app.page.keyboard.press('ArrowDown')
    const place = await app.page.evaluate(() => (document.activeElement as HTMLElement).dataset['index'])
    expect(place).toBe('0')
    expect(await violations(app)).toEqual([])
    await photograph(app.page, 'spare-shown')
  })

  it('are not among what is copied as unpublished', async () => {
    const outcome = await app.page.evaluate(async (name) => {
      const accounts = await window.zonedesk.accounts.list({})
      const account = accounts.ok ? accounts.value.find((one) => one.name === 'Keys') : undefined
      const accountId = account?.id ?? ''
      return window.zonedesk.records.copyAll({ accountId, name, which: 'failing', format: 'bind' })
    }, NAME)
    if (!outcome.ok) throw new Error(outcome.failure.message)
    expect(outcome.value.records).toBe(1)
    expect(outcome.value.text).toContain('CNAME')
    expect(outcome.value.text).not.toContain('_domainkey')
  })
})
