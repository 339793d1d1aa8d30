import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileResponse } from '../../../src/main/app/protocol'

let parent: string
let folder: string

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'zonedesk-protocol-'))
  folder = join(parent, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  mkdirSync(join(parent, 'renderer-other'))
  writeFileSync(join(folder, 'index.html'), '<title>Zonedesk</title>')
  writeFileSync(join(folder, 'assets', 'index.js'), 'export {}')
  writeFileSync(join(folder, 'notes.txt'), 'not for the window')
  writeFileSync(join(parent, 'secret.js'), 'outside')
  writeFileSync(join(parent, 'renderer-other', 'secret.js'), 'outside')
})
afterAll(() => rmSync(parent, { recursive: true }))

const get = (url: string) => fileResponse(new Request(url), folder)

describe('fileResponse', () => {
  it('serves a page with its type and the content policy', async () => {
    const response = await get('app://zonedesk/index.html')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(policy).not.toContain('unsafe-eval')
    expect(await response.text()).toContain('Zonedesk')
  })

  it('serves a script from a folder below', async () => {
    expect((await get('app://zonedesk/assets/index.js')).headers.get('content-type')).toContain(
      'text/javascript',
    )
  })

  it.each([
    'app://zonedesk/../secret.js',
    'app://zonedesk/..%2fsecret.js',
    'app://zonedesk/%2e%2e/secret.js',
    'app://zonedesk/..%2frenderer-other/secret.js',
    'app://zonedesk/assets/..%5c..%5c..%5csecret.js',
    'app://zonedesk/index.html%00.js',
    'app://zonedesk/%E0%A4%A',
    'app://elsewhere/index.html',
    'app://zonedesk/notes.txt',
    'app://zonedesk/assets',
    'app://zonedesk/missing.js',
  ])('answers 404 to %s', async (url) => {
    expect((await get(url)).status).toBe(404)
  })

  it('answers 405 to anything but GET', async () => {
    const response = await fileResponse(new Request('app://zonedesk/index.html', { method: 'POST' }), folder)
    expect(response.status).toBe(405)
  })
})
