import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DnsRecord } from '../../src/preload/contract/domain'
import { type DnsServer, startDnsServer } from '../dns-server/knot'
import { type ZoneRecord, zoneFor } from '../dns-server/zone'
import { clipboardText, type RunningApp, startApp, temporaryFolder } from './app'

const NAME = 'mg.example.com'
const folder = temporaryFolder()
let dns: DnsServer
let app: RunningApp

beforeAll(async () => {
  dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
  app = await startApp(folder.path)
})
afterAll(async () => {
  await app.close()
  await dns.stop()
  folder.remove()
})

const row = (type: string, name: string): Locator =>
  app.page.getByRole('row').filter({ hasText: type }).filter({ hasText: name })
const standings = (): Promise<string[]> =>
  app.page
    .getByRole('row')
    .locator('.state')
    .evaluateAll((cells) =>
      cells.map((cell) => /Published|Different|Missing|Not checked yet/.exec(cell.textContent)?.[0] ?? ''),
    )

/** The records as the window knows them. */
async function records(): Promise<DnsRecord[]> {
  const outcome = await app.page.evaluate(
    (name) => window.zonedesk.domains.get({ accountId: 'embedded', name }),
    NAME,
  )
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value.records
}

async function publish(wanted: readonly DnsRecord[], more: readonly ZoneRecord[] = []): Promise<void> {
  const zone = wanted.map(({ type, name, value, priority }) => ({ type, name, value, priority }))
  await dns.setZone('example.com', zoneFor('example.com', [...zone, ...more]))
}

async function verify(): Promise<void> {
  const verified = app.page.locator('header').getByRole('button', { name: /^Verify/ })
  await verified.click()
  await app.page.getByRole('button', { name: 'Verifying' }).waitFor({ state: 'detached' })
}

describe('a new user', () => {
  it('is told what to do first', async () => {
    await app.page.getByRole('heading', { name: 'Welcome to Zonedesk' }).waitFor()
    await app.page.getByRole('button', { name: /^Add a domain here/ }).waitFor()
  })

  it('points verification at a resolver, and is told when it is not one', async () => {
    await app.page.keyboard.press('Control+,')
    const resolver = app.page.getByLabel('Resolver of the embedded service')
    await resolver.fill('dns.example.com')
    await resolver.blur()
    await app.page.getByText('The resolver must be an address').waitFor()
    await resolver.fill(dns.address)
    await resolver.blur()
    await app.page.getByText('The resolver must be an address').waitFor({ state: 'detached' })
    await app.page.keyboard.press('Escape')
    await app.page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('adds a domain by keyboard and sees the records it needs, with real values', async () => {
    await app.page.keyboard.press('n')
    await app.page.getByLabel('Domain name').fill('MG.Example.com.')
    await app.page.keyboard.press('Control+Enter')
    await app.page.getByRole('heading', { name: NAME }).waitFor()
    await row('TXT', 'mx._domainkey').waitFor()
    const shown = await records()
    expect(shown.map(({ type, name, priority }) => [type, name, priority])).toEqual([
      ['TXT', `mx._domainkey.${NAME}`, null],
      ['TXT', NAME, null],
      ['CNAME', `email.${NAME}`, null],
      ['MX', NAME, 10],
      ['MX', NAME, 10],
    ])
    expect(shown[1]?.value).toBe('v=spf1 include:mailgun.org ~all')
    expect(shown[0]?.value).toMatch(/^k=rsa; p=[A-Za-z0-9+/]{200,}={0,2}$/)
    expect(await standings()).toEqual(Array(5).fill('Not checked yet'))
  })
})

describe('copying', () => {
  it('a value takes the whole of it, says so in place and aloud', async () => {
    const key = (await records())[0]?.value
    await row('TXT', 'mx._domainkey')
      .getByRole('button', { name: /^Copy value/ })
      .click()
    await row('TXT', 'mx._domainkey').getByText('Copied').first().waitFor()
    await app.page.waitForFunction(() =>
      [...document.querySelectorAll('[aria-live=polite]')].some((region) =>
        /copied/i.test(region.textContent),
      ),
    )
    await expect.poll(() => clipboardText(app)).toBe(key)
  })

  it('a record takes its type, host and value, as the form of the zone wants them', async () => {
    await row('CNAME', 'email')
      .getByRole('button', { name: /^Copy the CNAME record/ })
      .click()
    await expect.poll(() => clipboardText(app)).toContain('mailgun.org')
    await expect.poll(() => clipboardText(app)).toContain('CNAME')
    await expect.poll(() => clipboardText(app)).toContain('Host: email.mg\n')
  })

  it('all records that need attention, by keyboard', async () => {
    await app.page.keyboard.press('Control+Shift+C')
    await expect.poll(() => clipboardText(app)).toContain('mxb.mailgun.org')
    const text = await clipboardText(app)
    for (const { name, value } of await records()) {
      expect(text).toContain(`Host: ${name.replace(/\.example\.com$/, '')}\n`)
      expect(text).toContain(value)
    }
  })
})

describe('verifying in real DNS', () => {
  it('finds nothing in an empty zone', async () => {
    await verify()
    expect(await standings()).toEqual(Array(5).fill('Missing'))
    await app.page.locator('header').getByText('Unverified', { exact: true }).waitFor()
  })

  it('shows what stands there instead', async () => {
    const [dkim, spf] = await records()
    if (spf === undefined || dkim === undefined) throw new Error('no records')
    await publish([
      { ...spf, value: 'v=spf1 include:_spf.example.net -all' },
      { ...dkim, value: dkim.value.slice(0, 200) },
    ])
    await verify()
    expect(await standings()).toEqual(['Different', 'Different', 'Missing', 'Missing', 'Missing'])
    await row('TXT', 'v=spf1').getByText('include:_spf.example.net').first().waitFor()
  })

  it('becomes active record by record', async () => {
    const wanted = await records()
    await publish(wanted.slice(0, 1))
    await verify()
    expect(await standings()).toEqual(['Published', 'Missing', 'Missing', 'Missing', 'Missing'])
    await app.page.locator('header').getByText('Unverified', { exact: true }).waitFor()

    await publish(wanted.slice(0, 2))
    await verify()
    expect((await standings()).slice(0, 2)).toEqual(['Published', 'Published'])
    await app.page.locator('header').getByText('Active', { exact: true }).waitFor()

    await publish(wanted)
    await verify()
    expect(await standings()).toEqual(Array(5).fill('Published'))
  })

  it('says when no lookup succeeds, and changes nothing', async () => {
    await dns.stop()
    await verify()
    await app.page.getByText(/No DNS lookup succeeded/).waitFor()
    expect(await standings()).toEqual(Array(5).fill('Published'))
  })
})

describe('settings', () => {
  it('are edited, checked and kept', async () => {
    await app.page.keyboard.press('e')
    await app.page.getByLabel('Incoming spam').selectOption('tag')
    await app.page.getByRole('switch', { name: 'Receive for subdomains' }).click()
    await app.page.getByLabel('Archive to').fill('nowhere')
    await app.page.keyboard.press('Control+Enter')
    await app.page.getByText('Enter a whole web address, such as https://example.com/archive.').waitFor()
    await app.page.getByLabel('Archive to').fill('https://example.com/archive')
    await app.page.keyboard.press('Control+Enter')
    await expect
      .poll(async () => {
        const outcome = await app.page.evaluate(
          (name) => window.zonedesk.domains.get({ accountId: 'embedded', name }),
          NAME,
        )
        return outcome.ok ? outcome.value.domain.settings : outcome.failure
      })
      .toMatchObject({ spamAction: 'tag', wildcard: true, archiveTo: 'https://example.com/archive' })
  })

  it('that change a record say so first, and the record follows', async () => {
    await app.page.getByLabel('Tracking host prefix').fill('links')
    await app.page.getByText(`The tracking CNAME must be published at links.${NAME}`).waitFor()
    await app.page.keyboard.press('Control+Enter')
    const asked = app.page.getByRole('dialog', { name: `Change what ${NAME} needs in DNS?` })
    await asked.getByText(`email.${NAME}`).waitFor()
    await asked.getByText(`links.${NAME}`).waitFor()
    expect((await records())[2]?.name).toBe(`email.${NAME}`)
    await asked.getByRole('button', { name: 'Save and change records' }).click()
    const changed = app.page.getByRole('region', { name: 'Records that changed' })
    await changed.getByText('The records this domain needs have changed').waitFor()
    await changed.getByText(`email.${NAME}`).waitFor()
    await changed.getByText(`links.${NAME}`).waitFor()
    await changed.getByRole('button', { name: 'Dismiss' }).click()
    await changed.waitFor({ state: 'detached' })
    expect((await records())[2]?.name).toBe(`links.${NAME}`)
  })
})

describe('closing and reopening', () => {
  it('brings everything back, with the domain still selected', async () => {
    await app.page.getByRole('tab', { name: 'Records' }).click()
    await app.close()
    app = await startApp(folder.path)
    await app.page.getByRole('heading', { name: NAME }).waitFor()
    await row('TXT', 'mx._domainkey').waitFor()
    expect(await standings()).toHaveLength(5)
    expect((await records())[2]?.name).toBe(`links.${NAME}`)
  })
})

describe('deleting', () => {
  it('asks for the name and then does it', async () => {
    await app.page.getByRole('button', { name: 'More for this domain' }).click()
    await app.page.getByRole('menuitem', { name: /Delete/ }).click()
    const confirm = app.page.getByRole('button', { name: 'Delete domain' })
    await expect.poll(() => confirm.isDisabled()).toBe(true)
    await app.page.getByLabel('Type the name to confirm').fill(NAME)
    await confirm.click()
    await app.page.getByRole('heading', { name: 'Welcome to Zonedesk' }).waitFor()
    expect(app.pageErrors).toEqual([])
  })
})
