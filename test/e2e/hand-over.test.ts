import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DnsRecord } from '../../src/preload/contract/domain'
import type { ExportFormat } from '../../src/preload/contract/export-format'
import { type RunningApp, startApp, temporaryFolder } from './app'

const NAMES = ['mg.example.com', 'news.example.org']
const KEYS = NAMES.map((name) => ({ accountId: 'embedded', name }))

const folder = temporaryFolder()
let app: RunningApp
let records: DnsRecord[]

/** Answers the system's dialogs in the user's place. */
async function choose(path: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
}

function exported(keys: typeof KEYS, format: ExportFormat) {
  return app.page.evaluate((request) => window.zonedesk.dnsHosts.export(request), {
    scope: { kind: 'domains' as const, keys },
    which: 'all' as const,
    format,
    to: 'file' as const,
  })
}

/** The text of a PDF, page by page, without what lays it out. */
function pagesOf(path: string): string[] {
  const text = execFileSync('pdftotext', ['-enc', 'UTF-8', path, '-'], { encoding: 'utf8' })
  return text.split('\f').slice(0, -1)
}

const joined = (text: string): string => text.replace(/\s+/g, '')

beforeAll(async () => {
  app = await startApp(folder.path)
  for (const name of NAMES) {
    const created = await app.page.evaluate(
      (domain) =>
        window.zonedesk.domains.create({
          accountId: 'embedded',
          name: domain,
          options: { dkimKeySize: 2048 },
        }),
      name,
    )
    if (!created.ok) throw new Error(created.failure.message)
    if (name === NAMES[0]) records = created.value.records
  }
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

describe('hand-over sheets', () => {
  it('are a PDF that says, step by step, what to add where, with every value whole', async () => {
    const path = join(folder.path, 'sheet.pdf')
    await choose(path)
    const outcome = await app.page.evaluate(
      (keys) =>
        window.zonedesk.dnsHosts.handOver({ scope: { kind: 'domains', keys }, which: 'all', paper: 'A4' }),
      KEYS,
    )
    expect(outcome).toMatchObject({ ok: true, value: { path, domains: 2, records: 10, passedOver: 0 } })

    const pages = pagesOf(path)
    const second = pages.findIndex((page) => page.includes('DNS records for news.example.org'))
    expect(second).toBeGreaterThan(0)
    const first = joined(pages.slice(0, second).join(''))
    for (const [index, record] of records.entries()) {
      expect(first).toContain(
        joined(`Step ${index + 1}: add ${record.type === 'MX' ? 'an' : 'a'} ${record.type} record`),
      )
      expect(first).toContain(joined(record.value))
      expect(first).toContain(joined(record.name))
    }
    expect(
      joined(records.find(({ name }) => name.includes('_domainkey'))?.value ?? '').length,
    ).toBeGreaterThan(380)
    expect(first).toContain(joined('email.mg or email.mg.example.com'))
    expect(first).toContain('Afterwards')
    expect(first).not.toContain('news.example.org')
  })

  it('have the size of paper that is asked for, and one page each where the host is not known', async () => {
    const sizes: string[] = []
    const pages: number[] = []
    for (const paper of ['A4', 'Letter'] as const) {
      const path = join(folder.path, `${paper}.pdf`)
      await choose(path)
      await app.page.evaluate(
        ({ keys, size }) =>
          window.zonedesk.dnsHosts.handOver({
            scope: { kind: 'domains', keys },
            which: 'all',
            paper: size,
          }),
        { keys: KEYS.slice(0, 1), size: paper },
      )
      pages.push(pagesOf(path).length)
      sizes.push(
        /Page size: +([\d.]+ x [\d.]+)/.exec(execFileSync('pdfinfo', [path], { encoding: 'utf8' }))?.[1] ??
          '',
      )
    }
    expect(sizes).toEqual([expect.stringMatching(/^59[45](\.\d+)? x 84[12]/), '612 x 792'])
    expect(pages).toEqual([1, 1])
  })
})

describe('the dialog of a hand-over sheet', () => {
  const dialog = () => app.page.getByRole('dialog', { name: 'Save hand-over sheet' })
  const save = () => dialog().getByRole('button', { name: 'Save PDF…' }).click()

  it('saves the sheet of the domain that is shown on the paper that was chosen, and says where', async () => {
    const path = join(folder.path, 'shown.pdf')
    await app.page.getByRole('option').filter({ hasText: NAMES[0]! }).click()
    await app.page.getByRole('heading', { level: 1, name: NAMES[0]! }).waitFor()
    await app.page.getByRole('button', { name: 'More for these records' }).first().click()
    await app.page.getByRole('menuitem', { name: 'Save hand-over sheet (PDF)…' }).click()
    await dialog().getByText(`whoever keeps the DNS of ${NAMES[0]!} what to add`).waitFor()
    await dialog().getByRole('radio', { name: 'Letter' }).check()
    await choose(path)
    await save()
    const said = dialog().getByRole('status')
    await said.getByText('5 records of 1 domain saved.').waitFor()
    await said.getByText(path).waitFor()
    expect(execFileSync('pdfinfo', [path], { encoding: 'utf8' })).toMatch(/Page size: +612 x 792/)
    expect(joined(pagesOf(path).join(''))).toContain(joined(`DNS records for ${NAMES[0]!}`))
    await dialog().getByRole('button', { name: 'Done' }).waitFor()
  })

  it('says nothing of a sheet that was not saved, and why one cannot be', async () => {
    await app.electron.evaluate(({ dialog: system }) => {
      system.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' })
    })
    await save()
    await dialog().getByText('5 records of 1 domain saved.').waitFor({ state: 'detached' })
    await dialog().getByRole('button', { name: 'Save PDF…' }).waitFor()
    expect(await dialog().getByText('saved.').count()).toBe(0)
    await choose(join(folder.path, 'no such folder', 'sheet.pdf'))
    await save()
    await dialog().getByRole('alert').waitFor()
    expect(await dialog().getByText('saved.').count()).toBe(0)
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await dialog().waitFor({ state: 'detached' })
  })

  it('counts the domains that are selected', async () => {
    const path = join(folder.path, 'selected.pdf')
    await app.page.getByRole('listbox', { name: 'Domains' }).focus()
    await app.page.keyboard.press('Control+a')
    await app.page.keyboard.press('Control+k')
    await app.page.keyboard.type('hand-over')
    await app.page
      .getByRole('option', { name: /hand-over sheets/i })
      .first()
      .waitFor()
    await app.page.keyboard.press('Enter')
    await dialog().getByText('the DNS of 2 selected domains what to add').waitFor()
    await choose(path)
    await save()
    await dialog().getByText('10 records of 2 domains saved.').waitFor()
    expect(joined(pagesOf(path).join(''))).toContain(joined('DNS records for news.example.org'))
    await dialog().getByRole('button', { name: 'Done' }).click()
  })
})

describe('an export', () => {
  it('goes to one file as a whole', async () => {
    const path = join(folder.path, 'records.csv')
    await choose(path)
    expect(await exported(KEYS, 'csv')).toMatchObject({
      ok: true,
      value: { path, domains: 2, records: 10, fileCount: 1, cut: false },
    })
    expect(readFileSync(path, 'utf8').trimEnd().split('\r\n')).toHaveLength(11)
  })

  it('goes to a new folder when each zone has a file of its own', async () => {
    await choose(folder.path)
    const outcome = await exported(KEYS, 'bind')
    if (!outcome.ok || outcome.value.path === null) throw new Error('Nothing was exported.')
    expect(readdirSync(outcome.value.path).sort()).toEqual(['example.com.zone', 'example.org.zone'])
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('offers a table beside the text where records are copied for a form', async () => {
    await app.page.evaluate(
      (key) => window.zonedesk.records.copyAll({ ...key, which: 'all', format: 'form' }),
      KEYS[0]!,
    )
    // It listens before the key is pressed, so that the paste cannot be missed.
    await app.page.evaluate(() => {
      const field = document.createElement('div')
      field.contentEditable = 'true'
      document.body.append(field)
      field.focus()
      Object.assign(window, {
        pasted: new Promise((resolve) =>
          document.addEventListener('paste', ({ clipboardData }) =>
            resolve({
              text: clipboardData?.getData('text/plain') ?? '',
              html: clipboardData?.getData('text/html') ?? '',
            }),
          ),
        ),
      })
    })
    await app.page.keyboard.press('Control+V')
    const copied = await app.page.evaluate(
      () => (window as unknown as { pasted: Promise<{ text: string; html: string }> }).pasted,
    )
    expect(copied.text).toContain('Host: email.mg')
    expect(copied.html).toContain('<td>email.mg</td>')
  })
})
