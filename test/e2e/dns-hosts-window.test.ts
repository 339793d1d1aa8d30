import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clipboardText, resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { type DnsScene, openDomain, SENDING, startDnsScene, startOnLab } from './dns-scene'

/** Its DKIM record has a key of 2048 bits, which is longer than one character-string. */
const LONG = 'long.example.com'

const folder = temporaryFolder()
let scene: DnsScene
let app: RunningApp

const press = (key: string): Promise<void> => app.page.keyboard.press(key)
const type = (text: string): Promise<void> => app.page.keyboard.type(text)
const card = (): Locator => app.page.getByRole('region', { name: 'DNS host', exact: true })
const dialog = (): Locator => app.page.getByRole('dialog')
const form = (host: string, record: string): Locator =>
  app.page.getByRole('group', { name: `At ${host}: ${record}`, exact: true })

/** Answers the system's dialog for saving in the user's place. */
async function saveAt(path: string): Promise<void> {
  await app.electron.evaluate(({ dialog: system }, chosen) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
    system.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
}

/** Chooses a host by the keyboard, as a person who knows its name would. */
async function choose(host: string): Promise<void> {
  await press('h')
  await app.page.getByRole('combobox', { name: 'Search DNS hosts' }).waitFor()
  await type(host)
  await press('Enter')
  await card()
    .getByRole('button', { name: new RegExp(`^Copy for .*${host}`, 'i') })
    .waitFor()
}

/** Waits until a host is wholly within what the list shows without being scrolled. */
async function isSeenIn(list: Locator, host: string): Promise<void> {
  const option = list.getByRole('option', { name: host, exact: true })
  await expect
    .poll(async () => {
      const [outer, inner] = [await list.boundingBox(), await option.boundingBox()]
      if (outer === null || inner === null) return false
      return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height
    })
    .toBe(true)
}

beforeAll(async () => {
  scene = await startDnsScene(folder.path)
  app = scene.app
  await resizeTo(app, 1280, 800)
  const outcome = await app.page.evaluate(
    (name) => window.zonedesk.domains.create({ accountId: 'embedded', name, options: { dkimKeySize: 2048 } }),
    LONG,
  )
  if (!outcome.ok) throw new Error(outcome.failure.message)
  // It comes above the other one, which would move away under the pointer.
  await app.page.getByRole('option', { name: LONG }).waitFor()
})
afterAll(async () => {
  await app.close()
  await scene.lab.stop()
  folder.remove()
})

describe('the picker of DNS hosts', () => {
  it('says of a zone whose servers belong to no known host that each field shows what it may want', async () => {
    await openDomain(app, SENDING)
    await card().getByText('Its name servers fit no host in the list').waitFor()
    const host = form('your DNS host', `TXT ${SENDING}`)
    await host.getByRole('button', { name: 'Copy Host: mg', exact: true }).waitFor()
    await host.getByRole('button', { name: `Copy Host: ${SENDING}`, exact: true }).click()
    await expect.poll(() => clipboardText(app)).toBe(SENDING)
    expect(await violations(app)).toEqual([])
  })

  it('is opened, searched and answered from the keyboard, and the fields follow in the host’s words', async () => {
    await press('h')
    const list = app.page.getByRole('listbox', { name: 'DNS hosts' })
    await list.waitFor()
    expect(await violations(app)).toEqual([])
    await isSeenIn(list, 'ADHCI')
    await isSeenIn(list, 'Another host')
    await press('PageDown')
    await press('PageDown')
    await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0)
    await isSeenIn(list, 'Another host')
    await type('cloudf')
    await press('Enter')
    const fields = form('Cloudflare', `CNAME email.${SENDING}`)
    await fields.getByRole('button', { name: 'Copy Target: mailgun.org' }).waitFor()
    await fields.getByText('Turn the proxy off for this record').waitFor()
    expect(await violations(app)).toEqual([])
  })

  it('is opened where it can be seen, however far the records are scrolled', async () => {
    await resizeTo(app, 900, 600)
    await form('Cloudflare', `MX ${SENDING}`)
      .first()
      .evaluate((element) => element.scrollIntoView({ block: 'end' }))
    const opener = card().getByRole('button', { name: /^Copy for / })
    const isSeen = async (one: Locator): Promise<boolean> => {
      const box = await one.boundingBox()
      return box !== null && box.y >= 0 && box.y + box.height <= 600
    }
    expect(await isSeen(opener)).toBe(false)
    await press('h')
    const field = app.page.getByRole('combobox', { name: 'Search DNS hosts' })
    await field.waitFor()
    await expect.poll(() => isSeen(field)).toBe(true)
    await press('Escape')
    await expect.poll(() => isSeen(opener)).toBe(true)
    await resizeTo(app, 1280, 800)
  })

  it('copies a whole record with Shift+C, and all unpublished ones with Ctrl+Shift+C, for that host', async () => {
    const fields = form('Cloudflare', `TXT ${SENDING}`)
    await fields.getByRole('button', { name: 'Copy Name: mg' }).click()
    await expect.poll(() => clipboardText(app)).toBe('mg')
    await app.page.getByText('Name copied').waitFor()
    await press('Shift+C')
    await expect.poll(() => clipboardText(app)).toMatch(/Name: mg\n[^]*Content: v=spf1 /)
    await press('Control+Shift+C')
    await expect.poll(() => clipboardText(app)).toMatch(/Mail server: mxa\.mailgun\.org/)
  })

  it('never has the window itself scrolled, whatever is brought into view', async () => {
    await resizeTo(app, 900, 600)
    const scrolled = await form('Cloudflare', `CNAME email.${SENDING}`).evaluate((element) => {
      element.scrollIntoView({ block: 'start' })
      document.scrollingElement?.scrollTo(0, 100)
      return [document.scrollingElement, document.querySelector('.shell')].map((one) => one?.scrollTop)
    })
    expect(scrolled).toEqual([0, 0])
    await resizeTo(app, 1280, 800)
  })

  it('writes a long key for Route 53 in quoted parts of at most 255 octets', async () => {
    await openDomain(app, LONG)
    await choose('route 53')
    const value = form('Amazon Route 53', `TXT mx._domainkey.${LONG}`).getByRole('button', {
      name: /^Copy Value: /,
    })
    await value.click()
    await expect.poll(() => clipboardText(app)).toMatch(/^"k=rsa; p=/)
    const parts = /^"([^"]{1,255})" "([^"]{1,255})"$/.exec(await clipboardText(app))
    expect(parts).not.toBeNull()
    expect(parts![1]).toHaveLength(255)
    const records = await app.page.evaluate(
      (name) => window.zonedesk.domains.get({ accountId: 'embedded', name }),
      LONG,
    )
    if (!records.ok) throw new Error(records.failure.message)
    expect(records.value.records.map((record) => record.value)).toContain(`${parts![1]}${parts![2]}`)
  })

  it('opens the zone’s DNS page in the browser, by button, key and palette, with an address of its own', async () => {
    await choose('cloudflare')
    await app.electron.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { openedPages: opened })
      shell.openExternal = async (url) => void opened.push(url)
    })
    const opened = (): Promise<string[]> =>
      app.electron.evaluate(() => (globalThis as unknown as { openedPages: string[] }).openedPages)
    const page = 'https://dash.cloudflare.com/?to=/:account/example.com/dns/records'
    await card().getByText(page).waitFor()
    await card().getByRole('button', { name: 'Open DNS page' }).click()
    await expect.poll(opened).toEqual([page])
    await press('o')
    await expect.poll(opened).toEqual([page, page])
    await press('Control+k')
    await type('open the dns page')
    await press('Enter')
    await expect.poll(opened).toEqual([page, page, page])
    const refused = await app.page.evaluate(() =>
      window.zonedesk.dnsHosts.openDnsPage({
        ...{ accountId: 'embedded', name: 'mg.example.com' },
        url: 'https://evil.example/',
      } as never),
    )
    expect(refused).toEqual({ ok: true, value: { url: page } })
    expect(await opened()).toEqual([page, page, page, page])
    expect(await violations(app)).toEqual([])
    await choose('route 53')
  })

  it('keeps the choice for the zone over a restart, and offers what was chosen before first', async () => {
    await app.close()
    app = await startOnLab(folder.path, scene.lab)
    await openDomain(app, SENDING)
    await card().getByRole('button', { name: 'Copy for Amazon Route 53' }).waitFor()
    await card().getByText('Your choice for this zone').waitFor()
    await press('h')
    const recent = app.page.getByRole('listbox', { name: 'DNS hosts' }).getByRole('group', { name: 'Recent' })
    await expect
      .poll(() => recent.getByRole('option').allInnerTexts())
      .toEqual(['Amazon Route 53', 'Cloudflare'])
    await press('Escape')
  })

  it('lets the user say what the zone is, and take it back', async () => {
    await card()
      .getByRole('button', { name: /^Zone example\.com/ })
      .click()
    await app.page.getByRole('menuitemradio', { name: SENDING }).click()
    await card().getByText('as you said').waitFor()
    await card()
      .getByRole('button', { name: new RegExp(`^Zone ${SENDING}`) })
      .click()
    await app.page.getByRole('menuitemradio', { name: 'Find the zone automatically' }).click()
    await card().getByText('as DNS says').waitFor()
  })
})

describe('the steps at a host', () => {
  /** Copies every field of the shown record by C, and says what went to the clipboard. */
  async function copyFields(): Promise<string[]> {
    const texts: string[] = []
    const next = dialog().locator('button.next')
    while ((await next.count()) > 0) {
      const label = await next.innerText()
      await press('c')
      await expect.poll(async () => ((await next.count()) > 0 ? next.innerText() : '')).not.toBe(label)
      texts.push(await clipboardText(app))
    }
    return texts
  }

  it('lead through every record by the keyboard alone, and are resumed where they were left', async () => {
    await choose('cloudflare')
    await press('s')
    await dialog()
      .getByRole('heading', { name: `Set up ${SENDING} at Cloudflare` })
      .waitFor()
    await dialog().getByText('5 records to do').waitFor()
    expect(await violations(app)).toEqual([])
    expect((await copyFields())[0]).toBe('mx._domainkey.mg')
    await dialog().getByText('1 copied, 4 records to do').first().waitFor()
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await press('s')
    await dialog().getByText('1 copied, 4 records to do').first().waitFor()
    await press('Enter')
    await dialog().getByRole('heading', { name: 'Add a TXT record' }).waitFor()
    expect(await copyFields()).toEqual(['mg', 'v=spf1 include:mailgun.org ~all'])
    await press('Backspace')
    await dialog().getByRole('button', { name: 'Copy Name: mx._domainkey.mg', exact: true }).waitFor()
    await press('Enter')
    await press('Enter')
    await dialog().getByRole('heading', { name: 'Add a CNAME record' }).waitFor()
    expect(await copyFields()).toEqual(['email.mg', 'mailgun.org'])
    await press('Enter')
    expect(await copyFields()).toEqual(['mg', 'mxa.mailgun.org', '10'])
    await press('Enter')
    expect(await copyFields()).toEqual(['mg', 'mxb.mailgun.org', '10'])
    await press('Enter')
    await dialog().getByRole('heading', { name: '5 copied' }).waitFor()
    expect(await violations(app)).toEqual([])
  })

  it('tick a record off when DNS has it, and end with the provider’s verdict', async () => {
    await resizeTo(app, 900, 600)
    expect(await violations(app)).toEqual([])
    await scene.publish(await recordsNow())
    await dialog().getByRole('button', { name: 'Check DNS' }).focus()
    await press('Enter')
    await dialog().getByRole('heading', { name: 'All 5 records are in DNS' }).waitFor()
    await dialog().getByRole('button', { name: 'Verify' }).focus()
    await press('Enter')
    await dialog().getByText('Verified. All records are published now').first().waitFor()
    expect(await violations(app)).toEqual([])
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await resizeTo(app, 1280, 800)
  })

  it('have nothing to do for records that are published', async () => {
    await press('s')
    await dialog().getByRole('heading', { name: 'All 5 records are in DNS' }).waitFor()
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('are one for the records that are one record at the host, with the values of both', async () => {
    await choose('route 53')
    await press('s')
    await dialog().getByRole('heading', { name: 'All 4 records are in DNS' }).waitFor()
    await dialog()
      .getByRole('navigation', { name: 'Records' })
      .getByRole('button', { name: /2 values/ })
      .click()
    await dialog().getByRole('button', { name: 'Copy Value: 10 mxa.mailgun.org', exact: true }).waitFor()
    await dialog().getByRole('button', { name: 'Copy Value 2: 10 mxb.mailgun.org', exact: true }).click()
    await expect.poll(() => clipboardText(app)).toBe('10 mxb.mailgun.org')
    await dialog().getByText('Add it to the same record, as a further value.').waitFor()
    expect(await violations(app)).toEqual([])
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await choose('cloudflare')
  })

  async function recordsNow() {
    const outcome = await app.page.evaluate(
      (name) => window.zonedesk.domains.get({ accountId: 'embedded', name }),
      SENDING,
    )
    if (!outcome.ok) throw new Error(outcome.failure.message)
    return outcome.value.records
  }
})

describe('the export', () => {
  it('shows how it begins, and copies', async () => {
    await press('Control+Shift+E')
    await dialog().getByRole('heading', { name: 'Export records' }).waitFor()
    const preview = dialog().getByRole('region', { name: 'Preview' })
    await preview.getByText('$ORIGIN example.com.').waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().getByText('DNSControl').click()
    await preview.getByText('D_EXTEND').waitFor()
    await dialog().getByRole('button', { name: 'Copy' }).click()
    await dialog().getByText('5 records of 1 domain copied.').first().waitFor()
    await expect.poll(() => clipboardText(app)).toMatch(/^D_EXTEND\("example\.com",\n/)
  })

  it('saves a file of the whole list, and says where', async () => {
    const path = join(folder.path, 'records.csv')
    await saveAt(path)
    await dialog().getByText('CSV', { exact: true }).click()
    await dialog().getByLabel('Domains').selectOption('list')
    await dialog().getByRole('region', { name: 'Preview' }).getByText(LONG).first().waitFor()
    await dialog().getByRole('button', { name: 'Save…' }).click()
    await dialog().getByText('10 records of 2 domains saved.').first().waitFor()
    await dialog().getByText(path).waitFor()
    expect(readFileSync(path, 'utf8').split(/\r?\n/)[0]).toBe(
      'domain,zone,host,name,type,priority,value,ttl,state,action,goes',
    )
    expect(await violations(app)).toEqual([])
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('refuses a zone file where an import would replace the zone, with the reason', async () => {
    await choose('hetzner')
    await press('Control+Shift+E')
    await dialog().getByText('Choose another format.').waitFor()
    await expect.poll(() => dialog().getByRole('button', { name: 'Save…' }).isDisabled()).toBe(true)
    expect(await violations(app)).toEqual([])
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })
})

describe('a DNS host of one’s own', () => {
  it('is added with its rules; a field that is wrong says so and has the focus', async () => {
    await press('Control+,')
    await dialog().getByRole('heading', { name: 'DNS hosts' }).scrollIntoViewIfNeeded()
    await dialog().getByRole('button', { name: 'Add…' }).click()
    const sheet = app.page.getByRole('dialog', { name: 'Add a DNS host' })
    await sheet.getByLabel('Name', { exact: true }).fill('Lab hosting')
    await sheet.getByLabel('Name servers').fill('NS#.example.com')
    expect(await violations(app)).toEqual([])
    await press('Control+Enter')
    await sheet.getByText('Must be a lower case name').waitFor()
    await expect
      .poll(() => sheet.getByLabel('Name servers').evaluate((field) => field === document.activeElement))
      .toBe(true)
    await sheet.getByLabel('Name servers').fill('ns#.example.com')
    await sheet.getByLabel('Name of a host').selectOption('fqdn-dot')
    await sheet.getByLabel(/^Host\s*optional$/).fill('Owner')
    await press('Control+Enter')
    await sheet.waitFor({ state: 'detached' })
    await dialog().getByText('Lab hosting', { exact: true }).waitFor()
  })

  it('is known by the name servers of the zone, and its fields are those that were written', async () => {
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await openDomain(app, LONG)
    await card().getByRole('button', { name: 'Use Lab hosting' }).click()
    await card().getByText('Detected from its name servers').waitFor()
    await form('Lab hosting', `CNAME email.${LONG}`)
      .getByRole('button', { name: `Copy Owner: email.${LONG}.` })
      .waitFor()
  })

  it('is written to a file, removed, brought back by Undo, and read from the file', async () => {
    const path = join(folder.path, 'lab-hosting.json')
    await saveAt(path)
    await press('Control+,')
    await dialog().getByRole('button', { name: 'Export Lab hosting' }).click()
    await app.page.getByText('Lab hosting was exported.').first().waitFor()
    await dialog().getByRole('button', { name: 'Remove Lab hosting' }).click()
    await dialog().getByRole('button', { name: 'Edit Lab hosting' }).waitFor({ state: 'detached' })
    await dialog().getByRole('button', { name: 'Undo' }).click()
    await dialog().getByRole('button', { name: 'Edit Lab hosting' }).waitFor()
    await dialog().getByRole('button', { name: 'Import…' }).first().click()
    await expect.poll(() => dialog().getByRole('button', { name: 'Edit Lab hosting' }).count()).toBe(2)
    expect(await violations(app)).toEqual([])
    await press('Escape')
    expect(app.pageErrors).toEqual([])
  })
})

describe('a record that its host cannot hold', () => {
  it('says why, and has nothing to copy, in the list and in the dialog', async () => {
    await openDomain(app, LONG)
    await choose('wix')
    const mx = form('Wix', `MX ${LONG}`).first()
    await mx.getByText('Wix cannot hold this record').waitFor()
    expect(await mx.getByRole('button').count()).toBe(0)
    await form('Wix', `TXT ${LONG}`).getByRole('button', { name: 'Copy Host Name: long' }).waitFor()
    await press('s')
    await dialog()
      .getByRole('button', { name: /MX.*Not possible/ })
      .first()
      .click()
    await dialog().getByRole('heading', { name: 'No place for this MX record' }).waitFor()
    await dialog().getByText('not possible there').first().waitFor()
    expect(await violations(app)).toEqual([])
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })
})
