import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileResponse, serveAppFiles } from '../../../src/main/app/protocol'

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

const get = (url: string) => fileResponse({ method: 'GET', url }, folder)

describe('fileResponse', () => {
  it('serves a page with its type and the content policy', () => {
    const { statusCode, headers, data } = get('app://zonedesk/index.html')
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({ 'Content-Type': 'text/html; charset=utf-8' })
    const policy = headers?.['Content-Security-Policy']
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(policy).not.toContain('unsafe-eval')
    expect(data).toEqual(Buffer.from('<title>Zonedesk</title>'))
  })

  it('serves a script from a folder below', () => {
    const { headers } = get('app://zonedesk/assets/index.js')
    expect(headers?.['Content-Type']).toContain('text/javascript')
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
  ])('answers 404 to %s', (url) => {
    expect(get(url)).toMatchObject({ statusCode: 404, data: Buffer.alloc(0) })
  })

  it('answers 405 to anything but GET', () => {
    const response = fileResponse({ method: 'POST', url: 'app://zonedesk/index.html' }, folder)
    expect(response).toMatchObject({ statusCode: 405, data: Buffer.alloc(0) })
  })
})

describe('serveAppFiles', () => {
  it('tells once the page has its file, and not before', async () => {
    type Handler = Parameters<Electron.Protocol['registerBufferProtocol']>[1]
    let handler: Handler | null = null
    const protocol = { registerBufferProtocol: (_: string, given: Handler) => (handler = given) }
    const events: string[] = []
    const sent = serveAppFiles(protocol as unknown as Electron.Protocol, folder).then(() =>
      events.push('told'),
    )
    await Promise.resolve()
    expect(events).toEqual([])
    const ask = handler as unknown as Handler
    ask({ method: 'GET', url: 'app://zonedesk/index.html' } as Electron.ProtocolRequest, (response) => {
      events.push(`answered ${(response as Electron.ProtocolResponse).statusCode}`)
    })
    await sent
    expect(events).toEqual(['answered 200', 'told'])
  })
})
