import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DnsRecord } from '../../src/preload/contract/domain'
import { clipboardText, resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { type DnsScene, openDomain, type Published, SENDING, startDnsScene, txt } from './dns-scene'

const BARE = 'v=spf1 include:mailgun.org ~all'
const OWN = 'v=spf1 ip4:198.51.100.7 ~all'
const MERGED = 'v=spf1 ip4:198.51.100.7 include:mailgun.org ~all'
/** Stays in the zone, whatever becomes of its neighbours. */
const VERIFICATION = 'site-verification=abc'

const folder = temporaryFolder()
let scene: DnsScene
let app: RunningApp
let wanted: DnsRecord[]
/** What is left of an attempt to enter the DKIM key in two. */
let piece: string

const press = (key: string): Promise<void> => app.page.keyboard.press(key)
const dialog = (): Locator => app.page.getByRole('dialog')
const row = (record: DnsRecord): Locator =>
  app.page
    .getByRole('row')
    .filter({ hasText: record.type })
    .filter({ hasText: record.value.slice(0, 30) })
const messages = (): Locator => app.page.getByRole('region', { name: 'Messages' })

/** Keeps pictures for people to look at, where a folder for them is named. */
async function photograph(name: string): Promise<void> {
  const pictures = process.env['ZONEDESK_PICTURES']
  if (pictures === undefined) return
  mkdirSync(pictures, { recursive: true })
  for (const theme of ['light', 'dark'] as const) {
    await app.page.evaluate((chosen) => window.zonedesk.settings.set({ theme: chosen }), theme)
    await app.page.waitForTimeout(400)
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await resizeTo(app, width, height)
      await app.page.waitForTimeout(300)
      await app.page.screenshot({ path: join(pictures, `${name}-${theme}-${width}.png`) })
    }
  }
  await app.page.evaluate(() => window.zonedesk.settings.set({ theme: 'light' }))
  await resizeTo(app, 1280, 800)
}

function the(type: DnsRecord['type'], value: RegExp): DnsRecord {
  const found = wanted.find((record) => record.type === type && value.test(record.value))
  if (found === undefined) throw new Error(`The provider asks for no such ${type} record.`)
  return found
}

async function publish(records: readonly Published[]): Promise<void> {
  await scene.publish([txt(SENDING, VERIFICATION), ...records])
}

async function check(): Promise<void> {
  await press('3')
  await scene.check()
  await press('1')
}

beforeAll(async () => {
  scene = await startDnsScene(folder.path)
  app = scene.app
  await resizeTo(app, 1280, 800)
  wanted = await scene.records()
  piece = the('TXT', /p=/).value.slice(-60)
  await app.page.evaluate((key) => window.zonedesk.dnsHosts.setChoice({ ...key, presetId: 'cloudflare' }), {
    accountId: 'embedded',
    name: SENDING,
  })
})
afterAll(async () => {
  await app.close()
  await scene.lab.stop()
  folder.remove()
})

describe('records of a zone that nobody looked at', () => {
  it('are copied as the provider asks for them, which is said', async () => {
    await press('1')
    await press('Control+Shift+C')
    await expect.poll(() => clipboardText(app)).toContain(`Content: ${BARE}\n`)
    await messages().getByText('Not checked against DNS yet.').first().waitFor()
  })
})

describe('records of a zone that has others', () => {
  const nullExchange: Published = { type: 'MX', name: SENDING, value: '', priority: 0 }
  const rest = (): DnsRecord[] => [the('TXT', /p=/), ...wanted.filter(({ type }) => type === 'MX')]

  it('are shown with the value for this zone, which is what is copied', async () => {
    await publish([txt(SENDING, OWN), txt(the('TXT', /p=/).name, piece), nullExchange, ...rest()])
    await check()
    const spf = row(the('TXT', /^v=spf1/))
    await spf.getByText('For this zone (replaces the SPF record that is there):').waitFor()
    await spf.getByRole('button', { name: `Copy value: ${MERGED}`, exact: true }).click()
    await expect.poll(() => clipboardText(app)).toBe(MERGED)
    expect(await spf.getByRole('button', { name: `Copy value: ${BARE}`, exact: true }).count()).toBe(0)
    expect(await violations(app)).toEqual([])
    await photograph('records')
  })

  it('are copied together as what is added, replaced and deleted', async () => {
    await press('Control+Shift+C')
    await expect.poll(() => clipboardText(app)).toContain(`Content: ${MERGED}\n`)
    const text = await clipboardText(app)
    expect(text).toContain(`Replaces: TXT ${SENDING} ${OWN}\n`)
    expect(text).toContain(`Delete: TXT ${the('TXT', /p=/).name} ${piece}\n`)
    expect(text).toContain(`Delete: MX ${SENDING} 0 .\n`)
    expect(text).not.toContain(BARE)
    expect(text).not.toContain(VERIFICATION)
    await messages()
      .getByText(/takes the place of/)
      .first()
      .waitFor()
  })

  it('are steps that replace, delete and add, and are ticked off when DNS shows it', async () => {
    await press('s')
    await dialog().getByRole('heading', { name: 'Delete a TXT record' }).waitFor()
    await dialog().getByRole('listitem').getByText(piece.slice(-12)).waitFor()
    expect(
      await dialog()
        .getByRole('button', { name: /^Copy Content/ })
        .count(),
    ).toBe(0)
    expect(await violations(app)).toEqual([])
    await photograph('sheet-delete')
    await press('Enter')
    await dialog().getByRole('heading', { name: 'Replace the SPF record' }).waitFor()
    await dialog().getByText('Delete this, or edit it').waitFor()
    await dialog().getByText(`TXT ${OWN}`, { exact: true }).waitFor()
    expect(await violations(app)).toEqual([])
    await photograph('sheet-replace')
    await press('c')
    await press('c')
    await expect.poll(() => clipboardText(app)).toBe(MERGED)
    await publish([txt(SENDING, MERGED), ...rest()])
    await dialog().getByRole('button', { name: 'Check DNS' }).click()
    await dialog().getByText('DNS has this record: nothing to do.').waitFor()
    await dialog().getByRole('button', { name: 'Next record' }).click()
    await dialog().getByRole('heading', { name: 'Add a CNAME record' }).waitFor()
    // The button asks about the shown record; of the others, what is remembered is used.
    await app.page.evaluate(
      (name) => window.zonedesk.checks.check({ accountId: 'embedded', name, fresh: true }),
      SENDING,
    )
    await dialog().getByText('4 in DNS, 1 record to do').first().waitFor()
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('have nothing copied that DNS has, and no second SPF record in an export of all', async () => {
    await press('Control+Shift+C')
    await expect.poll(() => clipboardText(app)).toMatch(/^Type: CNAME\n/)
    expect(await clipboardText(app)).not.toContain('v=spf1')
    const outcome = await app.page.evaluate(
      (name) =>
        window.zonedesk.dnsHosts.export({
          scope: { kind: 'domains', keys: [{ accountId: 'embedded', name }] },
          ...{ which: 'all', format: 'bind', to: 'screen' },
        }),
      SENDING,
    )
    if (!outcome.ok) throw new Error(outcome.failure.message)
    expect(outcome.value.text).toContain(`"${MERGED}"`)
    expect(outcome.value.text).not.toContain(`"${BARE}"`)
  })
})

describe('mail servers of another system', () => {
  it('are left to a person: shown, copied alone with a note, and left out of a set', async () => {
    await publish([txt(SENDING, OWN), { type: 'MX', name: SENDING, value: 'mail.example.com', priority: 1 }])
    await check()
    const exchange = row(the('MX', /^mxa/))
    await exchange.getByText('Do not simply add it: see its fix in the DNS tab').waitFor()
    await exchange.getByRole('button', { name: /^Copy value: mxa/ }).click()
    await messages()
      .getByText(/^Do not simply add the MX record/)
      .first()
      .waitFor()
    await press('Control+Shift+C')
    await expect.poll(() => clipboardText(app)).toContain(`Content: ${MERGED}\n`)
    expect(await clipboardText(app)).not.toContain('mxa.mailgun.org')
    await messages().getByText('The MX record mg.example.com was left out.').first().waitFor()
    // What was said of the clipboard before is no longer so.
    await expect
      .poll(() =>
        messages()
          .getByText(/^Do not simply add the MX record/)
          .count(),
      )
      .toBe(0)
    expect(await violations(app)).toEqual([])
    await photograph('records-decide')
    await press('s')
    await dialog()
      .getByRole('navigation', { name: 'Records' })
      .getByRole('button', { name: /To decide/ })
      .first()
      .click()
    await dialog().getByRole('heading', { name: 'Decide about this MX record' }).waitFor()
    expect(await violations(app)).toEqual([])
    await photograph('sheet-decide')
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('are told apart on the sheet that is handed over', async () => {
    const path = join(process.env['ZONEDESK_PICTURES'] ?? folder.path, 'sheet.pdf')
    await app.electron.evaluate(({ dialog: system }, chosen) => {
      system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
    }, path)
    const outcome = await app.page.evaluate(
      (name) =>
        window.zonedesk.dnsHosts.handOver({
          scope: { kind: 'domains', keys: [{ accountId: 'embedded', name }] },
          ...{ which: 'failing', paper: 'A4' },
        }),
      SENDING,
    )
    expect(outcome).toMatchObject({ ok: true, value: { path } })
    const text = execFileSync('pdftotext', ['-enc', 'UTF-8', path, '-'], { encoding: 'utf8' })
    const flat = text.replace(/\s+/g, ' ')
    expect(flat).toContain('Step 2: replace a TXT record')
    expect(flat).toContain(`TXT ${SENDING} ${OWN}`)
    expect(flat).toContain(MERGED)
    expect(flat).toContain('Decide these first')
    expect(flat.match(/v=spf1 include:mailgun\.org ~all/g)).toBeNull()
  })

  it('have the actions of the DNS tab, with the time of the check', async () => {
    await openDomain(app, SENDING)
    const rows = await app.page.evaluate(
      (name) => window.zonedesk.dnsHosts.rows({ accountId: 'embedded', name, which: 'all' }),
      SENDING,
    )
    if (!rows.ok) throw new Error(rows.failure.message)
    expect(rows.value.rows.map(({ advice }) => advice.action)).toEqual([
      ...['add', 'replace', 'add', 'decide', 'decide'],
    ])
    expect(rows.value.rows.every(({ advice }) => advice.checkedAt !== null)).toBe(true)
  })
})
