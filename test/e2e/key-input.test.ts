import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DomainKeys } from '../../src/preload/contract/keys'
import { type RunningApp, resizeTo, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { photograph } from './pictures'

const NAME = 'mg.example.com'
const BELOW = `news.${NAME}`

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const WHOLE = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
/** A line of the private exponent, which nobody may ever see again; those before it are of the modulus. */
const SECRET_LINE = WHOLE.split('\n')[12]!
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'

const REFUSED: [string, string, RegExp, RegExp][] = [
  [
    'another kind of key',
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    /This is a private key of another kind than RSA\./,
    /Use an RSA private key/,
  ],
  [
    'an encrypted key',
    privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
      .toString(),
    /The key is encrypted with a passphrase\./,
    /Decrypt it first/,
  ],
  [
    'a short key',
    generateKeyPairSync('rsa', { modulusLength: 768 })
      .privateKey.export({ type: 'pkcs1', format: 'pem' })
      .toString(),
    /The key has 768 bits\./,
    /Make a key of 2048 bits\./,
  ],
  [
    'a certificate beside it',
    WHOLE + CERTIFICATE,
    /There is a certificate beside the private key\./,
    /Use the private key alone/,
  ],
]

describe('a DKIM key that is made or imported', () => {
  const folder = temporaryFolder()
  const file = join(folder.path, 'mail.pem')
  let app: RunningApp

  beforeAll(async () => {
    app = await startApp(join(folder.path, 'app'))
    app.page.setDefaultTimeout(20_000)
    await resizeTo(app, 1280, 800)
    await addDomain(NAME)
    await open(NAME)
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  async function addDomain(name: string): Promise<void> {
    await app.page.evaluate(
      (added) => window.zonedesk.domains.create({ accountId: 'embedded', name: added, options: {} }),
      name,
    )
  }

  async function open(name: string): Promise<void> {
    await app.page.getByRole('option', { name }).first().click()
    await app.page.getByRole('heading', { name }).waitFor()
    await app.page.getByRole('tab', { name: 'DNS' }).click()
    await keys().waitFor()
  }

  const keys = () => app.page.getByRole('region', { name: 'DKIM keys' })
  const dialog = () => app.page.getByRole('dialog')
  const menu = async (name: string) => {
    await keys().getByRole('button', { name: 'More for these keys' }).click()
    await app.page.getByRole('menuitem', { name }).click()
  }

  /** The keys as the service says them now. */
  async function atService(name: string): Promise<DomainKeys> {
    const outcome = await app.page.evaluate(
      (asked) => window.zonedesk.keys.refresh({ accountId: 'embedded', name: asked }),
      name,
    )
    if (!outcome.ok) throw new Error(outcome.failure.message)
    return outcome.value
  }
  const selectorsOf = ({ keys: all }: DomainKeys) => all.map(({ selector }) => selector).sort()

  /** Answers the system's dialog in the user's place. */
  async function choose(bytes: string | null): Promise<void> {
    if (bytes !== null) writeFileSync(file, bytes)
    await app.electron.evaluate(
      ({ dialog: system }, chosen) => {
        system.showOpenDialog = () =>
          Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] })
      },
      bytes === null ? null : file,
    )
  }

  it('keeps a selector that DNS does not take, or that is taken, in its field with what to do', async () => {
    const { page } = app
    const [first] = selectorsOf(await atService(NAME))
    await keys().getByRole('button', { name: 'New key…' }).click()
    const selector = dialog().getByLabel('Selector')
    for (const [typed, said] of [
      ['two.labels', /The selector has a dot\. Use one label/],
      [first!, /There is a key with this selector already\. Choose another one\./],
    ] as const) {
      await selector.fill(typed)
      await page.keyboard.press('Control+Enter')
      await dialog().getByText(said).waitFor()
      expect(await selector.inputValue()).toBe(typed)
      expect(await selector.evaluate((element) => element === document.activeElement)).toBe(true)
      await photograph(page, `key-selector-${typed === first ? 'taken' : 'dot'}`)
    }
    expect(selectorsOf(await atService(NAME))).toEqual([first])
  })

  it.each(REFUSED)('is refused where it is %s, pasted or in a file', async (what, pem, message, fix) => {
    const { page } = app
    await dialog().getByLabel('Selector').fill('own')
    await dialog().getByText('Pasted key', { exact: true }).click()
    const field = dialog().getByRole('textbox', { name: 'Private key' })
    await field.fill(pem)
    await page.keyboard.press('Control+Enter')
    await dialog().getByText(message).waitFor()
    await dialog().getByText(fix).waitFor()
    expect(await field.inputValue()).toBe(pem)
    if (what.startsWith('a cert')) await photograph(page, 'key-pasted-refused')
    await field.fill('')
    await dialog().getByText('Key file', { exact: true }).click()
    expect(await dialog().getByRole('alert').count()).toBe(0)
    await choose(pem)
    await page.keyboard.press('Control+Enter')
    await dialog().getByRole('alert').getByText(message).waitFor()
    await dialog().getByRole('alert').getByText(fix).waitFor()
    if (what.startsWith('an enc')) await photograph(page, 'key-file-refused')
    expect(await dialog().getByLabel('Selector').inputValue()).toBe('own')
    expect(selectorsOf(await atService(NAME))).not.toContain('own')
  })

  it('is imported from a file with the keyboard alone, and nothing of it reaches the window or a file', async () => {
    const { page } = app
    await choose(null)
    const button = dialog().getByRole('button', { name: 'Choose file and import…' })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.getByText('No file was chosen.').first().waitFor()
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
    await photograph(page, 'key-file')
    expect(await violations(app)).toEqual([])
    await choose(WHOLE)
    const seen: string[] = []
    page.on('console', (line) => void seen.push(line.text()))
    await page.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    await keys()
      .getByRole('rowheader', { name: /^own\b/ })
      .waitFor()
    expect(selectorsOf(await atService(NAME))).toContain('own')
    expect(await page.content()).not.toContain(SECRET_LINE)
    expect(seen.join('\n')).not.toContain(SECRET_LINE)
    // The embedded service, which is the provider here, keeps what it signs with; the app itself does not.
    expect(filesWith(join(folder.path, 'app'), SECRET_LINE)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cache|history|profile|log/)]) as unknown,
    )
  })

  it('has another selector at the service once the dialog was sent', async () => {
    const before = selectorsOf(await atService(NAME))
    await menu('Change the selector…')
    await dialog().getByLabel('New selector').fill('moved')
    await app.page.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    await keys()
      .getByRole('rowheader', { name: /^moved\b/ })
      .waitFor()
    const after = await atService(NAME)
    expect(selectorsOf(after)).toContain('moved')
    expect(after.keys).toHaveLength(before.length)
    expect(after.keys.find(({ selector }) => selector === 'moved')?.record.name).toBe(
      `moved._domainkey.${NAME}`,
    )
  })

  it('of a domain above is said not to sign where there is none', async () => {
    await menu('Sign with the keys of a domain above…')
    await dialog().getByRole('button', { name: 'Use the keys above' }).click()
    await dialog()
      .getByText(`The provider changed nothing: ${NAME} still signs with its own keys.`, { exact: false })
      .waitFor()
    await photograph(app.page, 'key-authority-refused')
    await app.page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    expect((await atService(NAME)).authority).toBe(NAME)
  })

  it('of its own signs for a domain, and that of the domain above again', async () => {
    await addDomain(BELOW)
    await open(BELOW)
    expect((await atService(BELOW)).authority).toBe(NAME)
    await keys().getByText(`${BELOW} signs with the keys of`).waitFor()
    await photograph(app.page, 'key-authority-above')
    await menu('Sign with keys of its own…')
    await dialog().getByRole('button', { name: 'Use its own keys' }).click()
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(async () => (await atService(BELOW)).authority).toBe(BELOW)
    await menu('Sign with the keys of a domain above…')
    await dialog().getByRole('button', { name: 'Use the keys above' }).click()
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(async () => (await atService(BELOW)).authority).toBe(NAME)
    await keys().getByText(`${BELOW} signs with the keys of`).waitFor()
    expect(app.pageErrors).toEqual([])
  })
})

/** The paths below a folder of the files that hold a text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    return entry.isFile() && readFileSync(path, 'latin1').includes(text) ? path.slice(folder.length) : []
  })
}
