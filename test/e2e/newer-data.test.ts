import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appArguments, appEnvironment, electronPath, startApp, temporaryFolder } from './app'

const DATABASES = ['profile', 'history', 'cache', 'embedded']

let parent: ReturnType<typeof temporaryFolder>
/** The data folder, with room beside it for another one. */
let data: string
beforeEach(() => {
  parent = temporaryFolder()
  data = join(parent.path, 'Zonedesk')
})
afterEach(() => parent.remove())

const path = (file: string): string => join(data, `${file}.sqlite`)

/** Makes the app's files by running it once, with a tag of the user's own. */
async function runOnce(): Promise<void> {
  const app = await startApp(data)
  const outcome = await app.page.evaluate(async () => {
    const key = { accountId: 'embedded', name: 'mg.example.com' }
    await window.zonedesk.domains.create({ ...key, options: {} })
    return window.zonedesk.notes.changeTags({ keys: [key], add: ['before-the-newer'], remove: [] })
  })
  expect(outcome.ok).toBe(true)
  await app.close()
}

/** What a newer version would do to a file: a copy first, then a schema of its own. */
function upgrade(file: string): void {
  mkdirSync(join(data, 'backups'), { recursive: true })
  const db = new Database(path(file))
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.exec(`VACUUM INTO '${join(data, 'backups', `${file}-20260105T120000Z.sqlite`)}'`)
  db.exec('CREATE TABLE of_a_newer_version (id INTEGER PRIMARY KEY)')
  db.pragma('user_version = 999')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

interface Box {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
}

/**
 * Starts the app on the folder, and answers its boxes by the words of their buttons.
 *
 * @param folder what is chosen where a folder is asked for
 * @returns the boxes, and the arguments with which it starts anew; null when it does not
 */
async function startAndAnswer(
  answers: readonly string[],
  folder = '',
): Promise<{ readonly boxes: Box[]; readonly relaunched: string[] | null }> {
  const seen = join(parent.path, 'seen')
  const hook = join(parent.path, 'answer-boxes.cjs')
  writeFileSync(seen, '')
  writeFileSync(
    hook,
    `const { app, dialog, shell } = require('electron')
    const { appendFileSync } = require('node:fs')
    const answers = ${JSON.stringify(answers)}
    const note = (what) => appendFileSync(${JSON.stringify(seen)}, JSON.stringify(what) + '\\n')
    dialog.showMessageBox = async (options) => {
      note({ box: options })
      return { response: options.buttons.indexOf(answers.shift() ?? 'Quit') }
    }
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [${JSON.stringify(folder)}] })
    shell.openPath = async () => ''
    shell.openExternal = async (url) => note({ opened: url })
    app.relaunch = ({ args }) => note({ relaunched: args })`,
  )
  const app = spawn(electronPath(), ['-r', hook, ...appArguments(data)], {
    env: {
      ...appEnvironment(),
      ZONEDESK_UPDATE_URL: 'http://127.0.0.1:9/',
      ZONEDESK_UPDATE_KEY: `${'A'.repeat(43)}=`,
    },
    stdio: 'ignore',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  await new Promise((resolve) => app.once('exit', resolve))
  const notes = readFileSync(seen, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly box?: Box; readonly relaunched?: string[] })
  return {
    boxes: notes.flatMap(({ box }) => (box === undefined ? [] : [box])),
    relaunched: notes.find(({ relaunched }) => relaunched !== undefined)?.relaunched ?? null,
  }
}

/** Everything in the data folder that is the user's, octet by octet. */
function contents(): string[] {
  const backups = readdirSync(join(data, 'backups')).map((name) => join(data, 'backups', name))
  return [...DATABASES.map(path), ...backups].map(
    (file) => `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`,
  )
}

// A packed app takes nothing along that would answer its boxes.
describe.skipIf(process.env['ZONEDESK_E2E_PROGRAM'] !== undefined)('data of a newer version', () => {
  it('is left as it is; the app says so and offers no way that would change it', async () => {
    await runOnce()
    for (const file of DATABASES) upgrade(file)
    const before = contents()
    const { boxes, relaunched } = await startAndAnswer(['Open the folder', 'Get the newest version', 'Quit'])
    expect(boxes).toHaveLength(3)
    expect(boxes[0]).toMatchObject({
      message: 'A newer version of Zonedesk wrote this data',
      buttons: [
        'Get the newest version',
        'Start with the older copies',
        'Use another folder…',
        'Open the folder',
        'Quit',
      ],
    })
    expect(boxes[0]!.detail).toContain(`${path('profile')} was written by a newer version of Zonedesk.`)
    expect(boxes[0]!.detail).toContain('Nothing was changed.')
    expect(boxes[0]!.detail).toContain('copies that this version can read, from 5 January 2026')
    expect(relaunched).toBeNull()
    expect(contents()).toEqual(before)
    expect(readdirSync(data).filter((name) => name.includes('damaged'))).toEqual([])
  })

  it('leaves its older copies to be opened in a folder of their own', async () => {
    await runOnce()
    for (const file of DATABASES) upgrade(file)
    const before = contents()
    const { relaunched } = await startAndAnswer(['Start with the older copies'])
    const option = relaunched?.find((argument) => argument.startsWith('--user-data-dir='))
    const folder = option!.slice('--user-data-dir='.length)
    expect(dirname(folder)).toBe(parent.path)
    expect(folder).not.toBe(data)
    expect(relaunched!.filter((argument) => argument.startsWith('--user-data-dir'))).toHaveLength(1)
    expect(contents()).toEqual(before)

    const app = await startApp(folder)
    await app.page.getByRole('option', { name: /mg\.example\.com/ }).waitFor()
    const notes = await app.page.evaluate(() => window.zonedesk.notes.tags({ accountId: null }))
    expect(notes).toMatchObject({ ok: true, value: [{ tag: 'before-the-newer' }] })
    await app.close()
    expect(contents()).toEqual(before)
  })

  it('can be left alone by starting with another folder', async () => {
    await runOnce()
    upgrade('profile')
    const other = join(parent.path, 'another')
    mkdirSync(other)
    // The folder that cannot be opened is no other one.
    const same = await startAndAnswer(['Use another folder…', 'Quit'], data)
    expect(same.boxes).toHaveLength(2)
    expect(same.relaunched).toBeNull()
    const { relaunched } = await startAndAnswer(['Use another folder…'], other)
    expect(relaunched).toContain(`--user-data-dir=${other}`)
  })

  it.each(['history', 'cache'])(
    'is told of although only %s.sqlite is newer and there is no copy',
    async (file) => {
      await runOnce()
      upgrade(file)
      for (const name of readdirSync(join(data, 'backups'))) {
        if (name.startsWith('profile')) writeFileSync(join(data, 'backups', name), 'no copy')
      }
      const before = contents()
      const { boxes } = await startAndAnswer(['Quit'])
      expect(boxes[0]?.detail).toContain(`${path(file)} was written by a newer version of Zonedesk.`)
      expect(boxes[0]?.buttons).not.toContain('Start with the older copies')
      expect(contents()).toEqual(before)
    },
  )
})
