import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fill, isRoot, run } from '../disk/own-disk'
import { type RunningApp, startApp, temporaryFolder } from './app'

let folder: ReturnType<typeof temporaryFolder>
let mounts: number
beforeEach(() => {
  folder = temporaryFolder()
  mounts = 0
})
afterEach(() => {
  for (; mounts > 0; mounts--) run('umount', '-l', folder.path)
  folder.remove()
})

function mount(...args: string[]): void {
  run('mount', ...args, folder.path)
  if (!args.some((arg) => arg.startsWith('remount'))) mounts += 1
}

async function addDomains(app: RunningApp, ...names: string[]): Promise<void> {
  for (const name of names) {
    await app.page.evaluate(
      (added) => window.zonedesk.domains.create({ accountId: 'embedded', name: added, options: {} }),
      name,
    )
  }
}

const messages = (app: RunningApp): Locator => app.page.locator('.toast')

/** Has the window keep now what it keeps after a pause, and waits for what came of it. */
async function keepNow(app: RunningApp): Promise<void> {
  await app.page.evaluate(async () => {
    window.dispatchEvent(new Event('pagehide'))
    // Its answer comes after that of the call sent before it.
    await window.zonedesk.settings.getView({})
  })
}

describe.runIf(isRoot)('a folder that cannot be written', () => {
  it('is told of by a banner, and not again by each domain that is looked at', async () => {
    mount('-t', 'tmpfs', '-o', 'size=256m', 'tmpfs')
    const first = await startApp(folder.path)
    await addDomains(first, 'one.example.com', 'two.example.com')
    await first.page.getByRole('option', { name: /two/ }).waitFor()
    await first.close()
    mount('--bind', folder.path)
    mount('-o', 'remount,ro,bind')
    const app = await startApp(folder.path)
    const banner = app.page.getByText(/What you change on this computer now is not kept/)
    await banner.waitFor()
    for (const [name, at] of [
      ['one.example.com', 0],
      ['two.example.com', 1],
    ] as const) {
      if (at === 1) {
        await app.page.getByRole('button', { name: 'Dismiss' }).click()
        await banner.waitFor({ state: 'detached' })
      }
      await app.page.getByRole('option', { name: new RegExp(name) }).click()
      await app.page.getByRole('heading', { name }).waitFor()
      await keepNow(app)
      expect(await messages(app).allTextContents()).toEqual([])
    }
    await app.close()
  })
})

describe.runIf(isRoot)('a full disk', () => {
  it('is told of once while a form is filled in, with what to do, and again only after there was space', async () => {
    mount('-t', 'tmpfs', '-o', 'size=256m', 'tmpfs')
    const app = await startApp(folder.path)
    const ballast = join(folder.path, 'ballast')
    await app.page.keyboard.press('Control+k')
    await app.page.keyboard.type('several domains')
    await app.page.keyboard.press('Enter')
    const field = app.page.getByRole('textbox', { name: 'Domains' })
    let written = 0
    /** Writes more than fits into what the file has room for. */
    const write = async (): Promise<void> => {
      written += 20_000
      await field.evaluate((area, lines) => {
        ;(area as HTMLTextAreaElement).value = Array.from(
          { length: lines },
          (_, at) => `mail${at}.example.com`,
        ).join('\n')
        area.dispatchEvent(new Event('input', { bubbles: true }))
      }, written)
      await keepNow(app)
    }
    const dismiss = (): Promise<void> =>
      messages(app)
        .locator('button')
        .evaluateAll((buttons) => {
          for (const button of buttons) (button as HTMLElement).click()
        })

    // The palette's own memory of what was run is kept while there is space.
    await field.waitFor()
    await keepNow(app)
    fill(ballast)
    await write()
    await expect
      .poll(() => messages(app).allTextContents())
      .toEqual([
        expect.stringMatching(
          /cannot keep what you fill in for the next start.*is full.*still on the screen.*Free some space/s,
        ),
      ])
    await dismiss()
    await write()
    expect(await messages(app).allTextContents()).toEqual([])
    expect((await field.inputValue()).split('\n')).toHaveLength(written)

    rmSync(ballast)
    await write()
    fill(ballast)
    await write()
    await messages(app)
      .getByText(/cannot keep what you fill in for the next start/)
      .waitFor()
    rmSync(ballast)
    await app.close()
  })
})
