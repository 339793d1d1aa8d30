import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ZonedeskError } from '../../../src/preload/contract/failure'

/** The native box cannot be pressed from a test; what it shows and what a press does can be looked at. */
const box = vi.hoisted(() => ({
  presses: [] as string[],
  shown: [] as { detail: string; buttons: string[] }[],
  opened: [] as string[],
}))
vi.mock('electron', () => ({
  app: { name: 'Zonedesk' },
  shell: { openPath: async (path: string) => void box.opened.push(path) },
  dialog: {
    showMessageBox: async (options: { detail: string; buttons: string[] }) => {
      box.shown.push(options)
      const press = box.presses.shift()
      return { response: options.buttons.findIndex((label) => label === press) }
    },
  },
}))
vi.mock('../../../src/main/log/log', () => ({ logFault: () => {} }))

const { askAboutStartupFailure } = await import('../../../src/main/app/startup-failure')

let folder: string
let path: string
const error = new ZonedeskError('storage', 'The file is damaged.', { fix: 'Move it away.' })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-startup-'))
  path = join(folder, 'profile.sqlite')
  writeFileSync(path, 'what the user had')
  box.shown.length = 0
  box.opened.length = 0
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

it('says what happened and what to do, and quits when told so', async () => {
  box.presses = ['Quit']
  expect(await askAboutStartupFailure({ path, error }, folder)).toBe('quit')
  expect(box.shown[0]?.detail).toContain('The file is damaged.')
  expect(box.shown[0]?.detail).toContain('Move it away.')
  expect(existsSync(path)).toBe(true)
})

it('quits when the box is closed', async () => {
  box.presses = ['no such button']
  expect(await askAboutStartupFailure({ path, error }, folder)).toBe('quit')
})

it('opens the folder and asks again', async () => {
  box.presses = ['Open the folder', 'Try again']
  expect(await askAboutStartupFailure({ path, error }, folder)).toBe('retry')
  expect(box.opened).toEqual([folder])
  expect(box.shown).toHaveLength(2)
})

it('keeps the file aside under another name', async () => {
  box.presses = ['Set the file aside and start fresh']
  expect(await askAboutStartupFailure({ path, error }, folder)).toBe('retry')
  expect(existsSync(path)).toBe(false)
  expect(readdirSync(folder)).toHaveLength(1)
})
