import Database from 'better-sqlite3'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appArguments, appEnvironment, electronPath, type RunningApp, startApp, temporaryFolder } from './app'

const NOT_SQLITE = Buffer.from('Dear diary, this is a text and no database. '.repeat(50))

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const path = (name: string): string => join(folder.path, name)

/** Makes the app's files by running it once. */
async function runOnce(): Promise<void> {
  const app = await startApp(folder.path)
  const outcome = await app.page.evaluate(() =>
    window.zonedesk.domains.create({ accountId: 'embedded', name: 'mg.example.com', options: {} }),
  )
  expect(outcome.ok).toBe(true)
  await app.close()
}

function setVersion(name: string, version: number): void {
  const db = new Database(path(name))
  db.pragma(`user_version = ${version}`)
  db.close()
}

/** Starts the app, waits for the sentence on standard error that says why it cannot, and ends it. */
async function refusalOfStart(): Promise<string> {
  const app: ChildProcess = spawn(electronPath(), appArguments(folder.path), {
    env: appEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  try {
    return await new Promise<string>((resolve, reject) => {
      app.stderr?.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const line = /^Zonedesk cannot start\..*$/m.exec(output)
        if (line !== null) resolve(line[0])
      })
      app.on('exit', () => reject(new Error(`it ended by itself: ${output}`)))
    })
  } finally {
    app.removeAllListeners('exit')
    const ended = new Promise((resolve) => app.on('exit', resolve))
    app.kill('SIGKILL')
    await ended
  }
}

describe('the cache', () => {
  it('when damaged is set aside with a message, and fetched again', async () => {
    await runOnce()
    writeFileSync(path('cache.sqlite'), NOT_SQLITE)
    rmSync(path('cache.sqlite-wal'), { force: true })
    const app = await startApp(folder.path)
    await app.page.getByText(/was damaged and was set aside/).waitFor()
    await app.page.getByRole('option', { name: /mg\.example\.com/ }).waitFor()
    const aside = readdirSync(folder.path).find((name) => name.startsWith('cache.sqlite.damaged-'))
    expect(aside).toBeDefined()
    expect(readFileSync(path(aside ?? '')).equals(NOT_SQLITE)).toBe(true)
    await app.close()
  })

  it('of a newer version keeps the app from starting, and is left as it is', async () => {
    await runOnce()
    setVersion('cache.sqlite', 999)
    const before = readFileSync(path('cache.sqlite'))
    expect(await refusalOfStart()).toContain('cache.sqlite was written by a newer version of Zonedesk.')
    expect(readFileSync(path('cache.sqlite')).equals(before)).toBe(true)
  })
})

describe('the profile', () => {
  it('when damaged without a copy begins empty with a message, and is kept', async () => {
    writeFileSync(path('profile.sqlite'), NOT_SQLITE)
    const app = await startApp(folder.path)
    await app.page.getByText(/was damaged and no copy of it is sound/).waitFor()
    const aside = readdirSync(folder.path).find((name) => name.startsWith('profile.sqlite.damaged-'))
    expect(readFileSync(path(aside ?? '')).equals(NOT_SQLITE)).toBe(true)
    await app.close()
  })

  it('of a newer version keeps the app from starting, and is left as it is', async () => {
    await runOnce()
    setVersion('profile.sqlite', 999)
    const before = readFileSync(path('profile.sqlite'))
    const refusal = await refusalOfStart()
    expect(refusal).toContain('was written by a newer version of Zonedesk.')
    expect(refusal).toContain('Update Zonedesk')
    expect(readFileSync(path('profile.sqlite')).equals(before)).toBe(true)
  })

  it('that cannot be written keeps the app from starting, and says what to do', async () => {
    await runOnce()
    // As root no permission bit keeps anyone from writing, so the write-ahead log's name is taken by a folder.
    rmSync(path('profile.sqlite-wal'), { force: true })
    mkdirSync(path('profile.sqlite-wal'))
    const refusal = await refusalOfStart()
    expect(refusal).toContain('profile.sqlite cannot be written.')
    expect(refusal).toContain('write permission')
  })
})

const isRoot = process.getuid?.() === 0 && process.platform === 'linux'

describe.runIf(isRoot)('a data folder that cannot be written', () => {
  it('is shown with what is in it; what is changed is refused with a sentence, and the folder stays as it is', async () => {
    await runOnce()
    spawnSync('mount', ['--bind', folder.path, folder.path])
    const remounted = spawnSync('mount', ['-o', 'remount,ro,bind', folder.path])
    try {
      expect(remounted.status).toBe(0)
      const app = await startApp(folder.path)
      await app.page.getByText(/What you change on this computer now is not kept/).waitFor()
      await app.page.getByRole('option', { name: /mg\.example\.com/ }).waitFor()
      const refused = await app.page.evaluate(() =>
        window.zonedesk.domains.create({ accountId: 'embedded', name: 'new.example.com', options: {} }),
      )
      expect(refused).toMatchObject({ ok: false, failure: { code: 'storage' } })
      const theme = await app.page.evaluate(() => window.zonedesk.settings.set({ theme: 'dark' }))
      expect(theme).toMatchObject({ ok: false, failure: { code: 'storage' } })
      await app.close()
    } finally {
      spawnSync('umount', ['-l', folder.path])
    }
    const again = await startApp(folder.path)
    await again.page.getByRole('option', { name: /mg\.example\.com/ }).waitFor()
    await again.close()
  })
})

describe("the embedded service's file", () => {
  it('when damaged begins empty with a message in the window, and is kept', async () => {
    writeFileSync(path('embedded.sqlite'), NOT_SQLITE)
    const app = await startApp(folder.path)
    await app.page
      .getByText(/the embedded service was damaged and no copy of it is sound/)
      .first()
      .waitFor()
    const settings = await app.page.evaluate(() => window.zonedesk.settings.get({}))
    expect(settings.ok).toBe(true)
    await app.close()
    const aside = readdirSync(folder.path).find((name) => name.startsWith('embedded.sqlite.damaged-'))
    expect(readFileSync(path(aside ?? '')).equals(NOT_SQLITE)).toBe(true)
  })
})

describe('the window', () => {
  it('comes back with the size and the view it had', async () => {
    const sizeOf = ({ electron }: RunningApp) =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize())
    const first = await startApp(folder.path)
    await first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1000, 640))
    // The display gives a window its size when it gets to it.
    await expect.poll(() => sizeOf(first)).toEqual([1000, 640])
    await first.page.getByRole('button', { name: /^Unverified/ }).click()
    // What the view looks at is written a moment after it changes.
    await expect
      .poll(async () => {
        const view = await first.page.evaluate(() => window.zonedesk.settings.getView({}))
        return view.ok && view.value.filter
      })
      .toBe('unverified')
    await first.close()

    const second = await startApp(folder.path)
    await expect.poll(() => sizeOf(second)).toEqual([1000, 640])
    const view = second.page.getByRole('button', { name: 'Unverified', exact: true })
    await expect.poll(() => view.getAttribute('aria-current')).toBeTruthy()
    await second.close()
  })

  it('is pictured to a file when asked to', async () => {
    const file = path('shots/window.png')
    const app = await startApp(folder.path, [`--screenshot=${file}`])
    await expect
      .poll(() => readdirSync(folder.path).includes('shots') && readFileSync(file).length)
      .toBeGreaterThan(5_000)
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG')
    await app.close()
  })
})
