import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp, temporaryFolder } from './app'

const folder = temporaryFolder()
let app: RunningApp

beforeAll(async () => {
  app = await startApp(folder.path)
  await app.page.evaluate(() =>
    window.zonedesk.domains.create({ accountId: 'embedded', name: 'mg.example.com', options: {} }),
  )
  await app.page.getByRole('option', { name: /mg\.example\.com/ }).waitFor()
  await app.page.keyboard.press('n')
  await app.page.getByLabel('Domain name').waitFor()
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

const REFUSED: [string, RegExp][] = [
  ['', /Enter the name of the domain/],
  ['mg example.com', /space/i],
  ['192.0.2.7', /IP address/i],
  ['[2001:db8::7]', /IP address/i],
  [`${'a'.repeat(64)}.example.com`, /63/],
  [`${'a.'.repeat(130)}example.com`, /253/],
  ['my_mail.example.com', /underscore/i],
  ['mg.example.com', /already/i],
  ['MG.EXAMPLE.COM.', /already/i],
  ['co.uk', /public suffix/i],
  ['com', /label|public suffix/i],
  ['https://mg.example.com/path', /address|URL/i],
  ['admin@example.com', /e-?mail/i],
  ['-mg.example.com', /hyphen/i],
  ['mg..example.com', /empty/i],
  ['mg.exa$mple.com', /\$|character/i],
]

describe('a name that cannot be added', () => {
  it.each(REFUSED)('%j gets one sentence at its field, and what was typed stays', async (typed, sentence) => {
    const name = app.page.getByLabel('Domain name')
    await name.fill(typed)
    await app.page.keyboard.press('Control+Enter')
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true')
    const describedBy = (await name.getAttribute('aria-describedby')) ?? ''
    const said = await app.page.evaluate(
      (ids) => ids.split(' ').map((id) => document.getElementById(id)?.textContent ?? ''),
      describedBy,
    )
    expect(said.join(' ')).toMatch(sentence)
    await expect.poll(() => name.inputValue()).toBe(typed)
  })

  it('left nothing behind', async () => {
    const counts = await app.page.evaluate(() => window.zonedesk.domains.counts({ accountId: null }))
    expect(counts).toMatchObject({ ok: true, value: { all: 1 } })
  })
})

describe('a name that is changed on the way', () => {
  it.each([
    ['News.Example.COM', 'Upper case was changed to lower case.'],
    ['shop.example.com.', 'The trailing dot was removed.'],
    ['käfer.example.com', 'xn--kfer-loa.example.com'],
  ])('%j says so: %j', async (typed, note) => {
    await app.page.getByLabel('Domain name').fill(typed)
    await app.page.getByLabel('Domain name').blur()
    await app.page.getByRole('dialog').getByText(note).first().waitFor()
  })
})

describe('a password', () => {
  it.each([
    ['abcd', 'Password is too short. It must be between 5 and 32 characters.'],
    ['x'.repeat(33), 'Password is too long. It must be between 5 and 32 characters.'],
  ])('%j is refused in the words of the API', async (password, sentence) => {
    await app.page.getByLabel('Domain name').fill('other.example.com')
    await app.page.getByRole('textbox', { name: 'SMTP password' }).fill(password)
    await app.page.keyboard.press('Control+Enter')
    await app.page.getByText(sentence).first().waitFor()
  })
})
