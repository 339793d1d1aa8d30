import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openProfile } from '../../src/main/profile/profile'
import type { StoredZoneWrite } from '../../src/main/profile/publish-store'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { covered } from './boxes'
import { addDomain, openDomain } from './dns-scene'
import { photograph } from './pictures'

const ZONES = 1200
const NOW = Date.now()
/** How a few of the zones ended; the others are written. */
const ENDS: Readonly<Record<number, Partial<StoredZoneWrite>>> = {
  3: {
    state: 'conflict',
    message: 'Somebody changed zone-0003.com since the plan was made.',
    fix: 'Plan anew: the new plan begins with what the zone holds now.',
  },
  700: {
    state: 'failed',
    message: 'The API token may not do this at the host.',
    fix: 'Give it the right to edit DNS.',
  },
  900: {
    state: 'partial',
    message: 'The token may not do this. Before that, Zonedesk made a part of one of 2 changes.',
    fix: 'Give it the right to edit DNS. Then plan anew.',
    changes: halfWritten('mg.zone-0900.com'),
  },
  1100: {
    state: 'unknown',
    message: 'The host did not answer in time. It is not known what zone-1100.com holds now.',
    fix: 'Try again: Zonedesk reads the zone first, and writes only what is missing.',
  },
  1199: { state: 'cancelled' },
}

/** A host that takes records one by one took the first of two. */
function halfWritten(name: string): StoredZoneWrite['changes'] {
  const mx = (...exchanges: string[]) => ({
    ...{ name, type: 'MX' as const, ttl: 3600 },
    data: exchanges.map((exchange) => ({ type: 'MX' as const, preference: 10, exchange })),
  })
  const after = mx('mxa.mailgun.org', 'mxb.mailgun.org')
  const set = {
    ...{ name, type: 'MX' as const, before: null, after },
    reasons: ['The name has no MX records.'],
  }
  return [{ ...set, is: 'part', found: mx('mxa.mailgun.org') }]
}

function zoneName(position: number): string {
  return `zone-${String(position).padStart(4, '0')}.com`
}

function written(position: number, more: Partial<StoredZoneWrite> = {}): StoredZoneWrite {
  const zone = zoneName(position)
  const name = `mg.${zone}`
  const after = {
    ...{ name, type: 'TXT' as const, ttl: 3600 },
    data: [{ type: 'TXT' as const, strings: ['v=spf1 include:mailgun.org ~all'] }],
  }
  return {
    ...{ position, zone, hostedId: zone, connection: { id: 'c1', name: 'Our PowerDNS', kind: 'powerdns' } },
    ...{ state: 'written', at: NOW - 60_000, domains: [{ accountId: 'embedded', name }] },
    changes: [
      {
        ...{ name, type: 'TXT' as const, before: null, after, found: null },
        reasons: ['The name has no SPF policy.'],
        is: more.state === undefined || more.state === 'written' ? 'after' : 'before',
      },
    ],
    ...{ message: '', fix: '', undoneBy: null, tries: 0 },
    ...more,
  }
}

describe('the runs of publishing', () => {
  const folder = temporaryFolder()
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    const profile = openProfile(join(folder.path, 'profile.sqlite'))
    const many = Array.from({ length: ZONES }, (_, position) => written(position, ENDS[position]))
    const run = { state: 'done' as const, startedAt: NOW - 120_000, undoes: null }
    profile.published.add({ ...run, domains: ZONES }, many)
    profile.published.add({ ...run, startedAt: NOW - 30_000, domains: 1 }, [
      written(0, {
        state: 'unknown',
        message: 'The host did not answer in time.',
        fix: 'Try again.',
        code: 'offline',
      }),
    ])
    profile.close()
    app = await startApp(folder.path)
    page = app.page
    await resizeTo(app, 1280, 800)
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  const runs = (): Locator => page.getByRole('dialog', { name: 'Published' })
  const run = (): Locator => page.getByRole('dialog', { name: 'Publish records' })
  const list = (): Locator => run().getByRole('listbox', { name: 'Zones' })
  const shown = (): Locator => run().getByRole('region', { name: 'What was done to this zone' })
  const press = (key: string): Promise<void> => page.keyboard.press(key)

  it('are called by the domains that each was for', async () => {
    await press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('show what was published')
    await press('Enter')
    await runs()
      .getByRole('button', { name: /mg\.zone-0000\.com and 1,199 others.*1,195 of 1,200 zones written/ })
      .waitFor()
    await runs()
      .getByRole('button', { name: /^mg\.zone-0000\.com 0 of 1 zone written, 1 not known/ })
      .waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'runs-named')
  })

  it('show every zone in one list that draws only what is in sight', async () => {
    await runs()
      .getByRole('button', { name: /1,199 others/ })
      .press('Enter')
    await shown().getByText('zone-0000.com', { exact: true }).waitFor()
    expect(await list().getByRole('option').count()).toBeLessThan(60)
    expect(await list().getByRole('option').first().getAttribute('aria-setsize')).toBe('1200')
    expect(await violations(app)).toEqual([])
    await photograph(page, 'run-many')
    await resizeTo(app, 900, 600)
    await photograph(page, 'run-many-small')
    await resizeTo(app, 1280, 800)
    await list().press('End')
    await shown().getByText('zone-1199.com', { exact: true }).waitFor()
    expect(await list().getByRole('option').count()).toBeLessThan(60)
    await press('ArrowUp')
    await shown().getByText('For mg.zone-1198.com').waitFor()
    await press('Home')
    await shown().getByText('For mg.zone-0000.com').waitFor()
  })

  it('stay free of messages, however small the window is', async () => {
    await app.electron.evaluate(({ ipcMain }) => {
      const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, unknown> }
      const failure = {
        ...{ code: 'storage', retryable: true, field: null, reasons: [] },
        message: 'The journal of what was published cannot be written, for the disk is full.',
        fix: 'Make room on the disk that has the data folder of Zonedesk, and try again.',
      }
      handlers.set('zonedesk:publishing.resume', () => ({ ok: false, failure }))
    })
    const before = await run().boundingBox()
    await run().getByRole('button', { name: 'Try again (2)' }).press('Enter')
    const message = run().locator('.toast')
    await message.waitFor()
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await resizeTo(app, width, height)
      await expect
        .poll(() => covered(run(), '.toast', ':scope > :is(header, .body, .footer), .list, .detail'))
        .toEqual([])
      await photograph(page, `run-message-${width}`)
    }
    await resizeTo(app, 1280, 800)
    expect(await run().boundingBox()).toEqual(before)
    await message.getByRole('button', { name: 'Dismiss' }).press('Enter')
    await message.waitFor({ state: 'detached' })
    expect(await run().boundingBox()).toEqual(before)
  })

  it('are narrowed to the zones that did not end well', async () => {
    const only = (name: RegExp): Promise<void> => run().getByRole('button', { name }).click()
    await only(/^Not known/)
    await shown().getByText('It is not known what zone-1100.com holds now.', { exact: false }).waitFor()
    expect(await list().getByRole('option').count()).toBe(1)
    expect(await violations(app)).toEqual([])
    await photograph(page, 'run-unknown')
    await only(/^Failed/)
    await shown().getByText('The API token may not do this at the host.').waitFor()
    await photograph(page, 'run-declined')
    await only(/^Written in part/)
    await shown().getByText('Written in part. Zonedesk found:').waitFor()
    await shown().getByRole('button', { name: 'Take this zone back…' }).waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'run-partial')
    await only(/^Changed by somebody else/)
    await shown().getByText('Somebody changed zone-0003.com since the plan was made.').waitFor()
    await list().press('Enter')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'What was done to this zone',
    )
    await press('Escape')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Zones')
    await press('Escape')
    await run().waitFor({ state: 'detached' })
  })

  it('show the one zone of a run at once', async () => {
    await runs()
      .getByRole('button', { name: /^mg\.zone-0000\.com 0 of 1/ })
      .press('Enter')
    await shown().getByText('The host did not answer in time.').waitFor()
    expect(await list().count()).toBe(0)
    expect(await violations(app)).toEqual([])
    await photograph(page, 'run-one-unknown')
    await press('Escape')
    await press('Escape')
    await runs().waitFor({ state: 'detached' })
  })

  it('lead from the journal of a domain to the connections', async () => {
    await addDomain(app, 'mg.zone-0000.com')
    await openDomain(app, 'mg.zone-0000.com')
    await page.getByRole('tab', { name: 'History' }).click()
    const journal = page.getByRole('region', { name: 'Published by Zonedesk' })
    await journal.getByRole('button', { name: /zone-0000\.com Not known/ }).press('Enter')
    await journal.getByRole('button', { name: 'Open connections' }).press('Enter')
    const connections = page.getByRole('dialog', { name: 'Connections to DNS hosts' })
    await connections.getByText('No DNS host is connected').first().waitFor()
    await press('Escape')
    await connections.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Open connections')
  })
})
