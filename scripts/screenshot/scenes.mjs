// What is pictured: each scene begins in the window with its sample domains, and nothing open over it.

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 *
 * @typedef {object} Scene
 * @property {string} name of the file
 * @property {string} [folder] where the file goes, relative to the clone; that of the guide's pictures when left out
 * @property {readonly [width: number, height: number]} size of the window's content in CSS pixels
 * @property {boolean} [fresh] as the window is on its first start, without the sample domains
 * @property {(stage: Stage) => Promise<Locator | null>} steps lead to what is pictured; null for the whole window
 *
 * @typedef {object} Stage
 * @property {Page} page
 * @property {(domain: string, tab: 'records' | 'dns' | 'history') => Promise<void>} open shows a part of a domain
 * @property {(typed: string) => Promise<void>} search
 * @property {(label: string) => Promise<void>} command runs a command by its words
 * @property {() => Promise<void>} loseProvider adds an account whose provider then cannot be reached
 * @property {(apexes: readonly string[]) => Promise<import('./dns-host.mjs').DnsHost>} connectDnsHost connects a DNS host
 *   that holds zones of the sample domains, for this scene alone
 * @property {(domains: readonly string[]) => Promise<unknown>} rotate begins to rotate the keys of domains
 */

const DIALOG = '[role=dialog], dialog'

/** @param {Page} page @returns {Locator} the pane of the open domain */
const domainPane = (page) => page.locator('#domain')
/** @param {Page} page @returns {Locator} */
const dialog = (page) => page.locator(DIALOG).last()

/** Zones of the sample domains that a DNS host of the pictures holds. */
const HELD = ['silver-birch.example', 'harbour-tea.example', 'bluefin-travel.example', 'amber-lane.example']

/** Selects some domains, and waits for the plan of what they need. @param {Stage} stage */
async function plan({ page }) {
  await page.getByRole('option').filter({ hasText: 'lab.silver-birch.example' }).first().click()
  await page.getByRole('listbox', { name: 'Domains' }).focus()
  await page.keyboard.press('x')
  for (let more = 0; more < 3; more += 1) await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+P')
  const rows = dialog(page).getByRole('listbox', { name: 'Domains of the plan' })
  await rows.waitFor()
  await rows.getByRole('option').filter({ hasText: 'mail.harbour-tea.example' }).click()
  await dialog(page).getByText('mailer.example').first().waitFor()
}

/** @type {readonly Scene[]} */
export const SCENES = [
  {
    name: 'window',
    folder: 'docs',
    size: [1280, 800],
    steps: async ({ open }) => {
      await open('send.copper-kettle.example', 'records')
      return null
    },
  },
  {
    name: 'welcome',
    size: [1000, 640],
    fresh: true,
    steps: async ({ page }) => {
      await page.getByRole('heading', { name: 'Welcome to Zonedesk' }).waitFor()
      return null
    },
  },
  {
    name: 'add-domain',
    size: [900, 640],
    steps: async ({ page }) => {
      await page.keyboard.press('n')
      await dialog(page).getByLabel('Domain name').fill('mg.example.com')
      return dialog(page)
    },
  },
  {
    name: 'records',
    size: [1180, 800],
    steps: async ({ page, open }) => {
      await open('booking.two-bridges-hotel.example', 'records')
      return domainPane(page)
    },
  },
  {
    name: 'finding',
    size: [1180, 800],
    steps: async ({ page, open }) => {
      await open('orchard-clinic.example', 'dns')
      await page.getByText('Several SPF records').first().waitFor()
      return domainPane(page)
    },
  },
  {
    name: 'dkim-keys',
    size: [1180, 800],
    steps: async ({ page, open }) => {
      await open('mg.willow-books.example', 'dns')
      const keys = page.getByRole('region', { name: 'DKIM keys' })
      await keys.scrollIntoViewIfNeeded()
      return keys
    },
  },
  {
    name: 'set-up',
    size: [1000, 720],
    steps: async ({ page, open }) => {
      await open('send.copper-kettle.example', 'records')
      await page.keyboard.press('s')
      await dialog(page).getByRole('region', { name: 'Record' }).waitFor()
      return dialog(page)
    },
  },
  {
    name: 'export',
    size: [1000, 720],
    steps: async ({ page, open }) => {
      await open('mg.willow-books.example', 'records')
      await page.keyboard.press('Control+Shift+E')
      await dialog(page).getByText('v=spf1').first().waitFor()
      return dialog(page)
    },
  },
  {
    name: 'selection',
    size: [1000, 640],
    steps: async ({ page, search }) => {
      await search('tag:fix-me')
      const rows = page.getByRole('listbox', { name: 'Domains' })
      await rows.focus()
      await page.keyboard.press('j')
      await page.keyboard.press('x')
      for (let more = 0; more < 3; more += 1) await page.keyboard.press('Shift+J')
      await page.getByRole('toolbar', { name: 'Selected domains' }).waitFor()
      return null
    },
  },
  {
    name: 'add-several',
    size: [1000, 720],
    steps: async ({ page }) => {
      await page.keyboard.press('Control+Shift+N')
      await dialog(page)
        .getByLabel('Domains', { exact: true })
        .fill('mg.example.com\nnews.example.com\nhttps://shop.example.org/contact\nbücher.example.net\nco.uk')
      await page.keyboard.press('Control+Enter')
      await dialog(page).getByText('Will be added').first().waitFor()
      return dialog(page)
    },
  },
  {
    name: 'findings',
    size: [1000, 720],
    steps: async ({ page }) => {
      await page.getByRole('button', { name: /^Findings/ }).click()
      await dialog(page).getByText('Mail suffers').waitFor()
      return dialog(page)
    },
  },
  {
    name: 'add-account',
    size: [900, 760],
    steps: async ({ page }) => {
      await page.getByRole('navigation').getByRole('button', { name: 'Accounts', exact: true }).click()
      await dialog(page).getByRole('button', { name: 'Add account' }).click()
      await dialog(page).getByRole('textbox', { name: 'API key' }).waitFor()
      return dialog(page)
    },
  },
  {
    name: 'offline',
    size: [1000, 640],
    steps: async ({ page, loseProvider }) => {
      await loseProvider()
      await page.getByText('cannot be reached').first().waitFor()
      return null
    },
  },
  {
    name: 'move-out',
    size: [900, 800],
    steps: async ({ page, command }) => {
      await command('Move to another computer')
      await dialog(page).getByRole('textbox', { name: 'Passphrase', exact: true }).waitFor()
      return dialog(page)
    },
  },
  {
    name: 'connections',
    size: [1000, 720],
    steps: async ({ page, connectDnsHost, command }) => {
      await connectDnsHost(HELD)
      await command('Connections to DNS hosts')
      await dialog(page).getByRole('button', { name: 'Test', exact: true }).click()
      await dialog(page).getByText('Works:').waitFor()
      await dialog(page)
        .getByRole('button', { name: /^Show the zones/ })
        .click()
      await dialog(page).getByText('silver-birch.example').waitFor()
      return dialog(page)
    },
  },
  {
    name: 'plan',
    size: [1180, 800],
    steps: async (stage) => {
      await stage.connectDnsHost(HELD)
      await plan(stage)
      return dialog(stage.page)
    },
  },
  {
    name: 'run',
    size: [1180, 800],
    steps: async (stage) => {
      const { page } = stage
      const host = await stage.connectDnsHost(HELD)
      await plan(stage)
      // Somebody else is faster in one of the zones.
      host.edit('silver-birch.example', [['lab.silver-birch.example', 'TXT', 'v=spf1 -all']])
      await dialog(page)
        .getByRole('button', { name: /^Write / })
        .click()
      await dialog(page).getByText('Changed by somebody else').first().waitFor()
      return dialog(page)
    },
  },
  {
    name: 'rotations',
    size: [1180, 800],
    steps: async ({ page, connectDnsHost, rotate, command }) => {
      await connectDnsHost(HELD)
      await rotate([
        'alerts.silver-birch.example',
        'billing.silver-birch.example',
        'shop.harbour-tea.example',
      ])
      await command('Show key rotations')
      await dialog(page).getByRole('option').filter({ hasText: 'shop.harbour-tea.example' }).click()
      await dialog(page).getByRole('button', { name: 'Publish…', exact: true }).waitFor()
      return dialog(page)
    },
  },
]
