import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadFile } from '../../../src/main/updates/download-file'
import { type FeedFile, fileFor, type UpdateFeed } from '../../../src/main/updates/feed'
import { fetchTrustedFeed, type NewestSeen } from '../../../src/main/updates/trusted-feed'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import {
  createUpdateKey,
  sha512Of,
  startUpdateServer,
  type UpdateServer,
  writeFeed,
} from '../../update-server/update-server'

const FEED = 'latest-linux.yml'

let server: UpdateServer
let folder: string
beforeEach(async () => {
  server = await startUpdateServer(FEED)
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-updates-'))
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

function look(seen: NewestSeen | null = null, signal = new AbortController().signal): Promise<UpdateFeed> {
  return fetchTrustedFeed({
    source: { url: server.url, page: null, publicKeys: [server.publicKey] },
    ...{ name: FEED, fetch, seen, signal },
  })
}

/** Why something was refused, in words, as the window shows it. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ZonedeskError)) throw new Error(`not refused: ${String(error)}`)
  const { code, message, fix } = error.failure
  return `${code}: ${message} ${fix}`
}

describe('a list of versions', () => {
  it('that is signed is believed', async () => {
    server.publish('0.3.0')
    expect(await look()).toMatchObject({
      version: '0.3.0',
      releasedAt: Date.parse('2026-01-05T12:00:00.000Z'),
      notes: 'What is new in 0.3.0.',
    })
    expect(server.asked).toEqual(['/latest-linux.yml', '/latest-linux.yml.sig'])
  })

  it('that is not signed is not', async () => {
    server.publish('0.3.0')
    server.files.delete(`${FEED}.sig`)
    expect(await refusal(look())).toMatch(
      /^refused: .*is not signed, so Zonedesk does not believe it\. Nothing was downloaded/,
    )
  })

  it('that somebody else signed is not', async () => {
    server.publish('0.3.0')
    writeFeed(server.files, FEED, server.files.get(FEED)!.toString(), createUpdateKey().privateKey)
    expect(await refusal(look())).toMatch(/^refused: The signature of the list of versions is wrong/)
  })

  it.each([
    ['one octet of it', (octets: Buffer) => Buffer.from(octets.toString().replace('0.3.0', '9.3.0'))],
    ['a line end of it', (octets: Buffer) => Buffer.from(octets.toString().replaceAll('\n', '\r\n'))],
    ['what follows it', (octets: Buffer) => Buffer.concat([octets, Buffer.from(' ')])],
  ])('is not believed after %s was changed', async (_what, change) => {
    server.publish('0.3.0')
    server.files.set(FEED, change(server.files.get(FEED)!))
    expect(await refusal(look())).toMatch(/^refused: The signature of the list of versions is wrong/)
  })

  it.each(['', 'none', 'A'.repeat(86) + '==', '\0'.repeat(200)])(
    'with "%s" for a signature is not',
    async (text) => {
      server.publish('0.3.0')
      server.files.set(`${FEED}.sig`, Buffer.from(text))
      expect(await refusal(look())).toMatch(/^refused: The signature of the list of versions is wrong/)
    },
  )

  it('that was signed earlier and is shown again is not', async () => {
    const seen = { version: '0.4.0', releasedAt: Date.parse('2026-02-01T00:00:00Z') }
    server.publish('0.3.0')
    expect(await refusal(look(seen))).toMatch(
      /^refused: .*an older list of versions than before: 0\.3\.0 after 0\.4\.0/,
    )
    server.publish('0.4.0', { releaseDate: '2026-01-31T00:00:00.000Z' })
    expect(await refusal(look(seen))).toMatch(/an older list of versions than before/)
    server.publish('0.4.0', { releaseDate: '2026-02-02T00:00:00.000Z' })
    expect((await look(seen)).version).toBe('0.4.0')
  })

  const file = { url: 'zonedesk-0.3.0.AppImage', sha512: sha512Of(Buffer.from('x')), size: 1 }
  it.each<[string, object]>([
    [
      'a file of another server',
      { files: [{ ...file, url: 'https://example.com/zonedesk-0.3.0.AppImage' }] },
    ],
    ['a file in another folder', { files: [{ ...file, url: '../zonedesk-0.3.0.AppImage' }] }],
    ['a file of another name', { files: [{ ...file, url: 'evil-0.3.0.AppImage' }] }],
    ['a file without a hash', { files: [{ url: file.url, size: 1 }] }],
    ['a file without a size', { files: [{ url: file.url, sha512: file.sha512 }] }],
    ['no file', { files: [] }],
    ['no version', { version: 'newest' }],
    ['no date', { releaseDate: undefined }],
  ])('that names %s is not used, although it is signed', async (_what, changes) => {
    server.publish('0.3.0', changes)
    expect(await refusal(look())).toMatch(/^bad-answer: The list of versions is signed, but cannot be read/)
  })

  it('that is no list is not used, although it is signed', async () => {
    const key = createUpdateKey()
    for (const text of ['a: &a [*a, *a]', '{', '\u0000', stringify('text')]) {
      writeFeed(server.files, FEED, text, key.privateKey)
      const source = { url: server.url, page: null, publicKeys: [key.publicKey] }
      const looked = fetchTrustedFeed({
        ...{ source, name: FEED, fetch, seen: null, signal: new AbortController().signal },
      })
      expect(await refusal(looked)).toMatch(/^bad-answer: .*cannot be read/)
    }
  })

  it('has its notes shown as plain text, without what could mislead', async () => {
    server.publish('0.3.0', { releaseNotes: 'One\u001b[31m\ntwo\u202e <b>three</b>' })
    expect((await look()).notes).toBe('One[31m\ntwo <b>three</b>')
  })

  it('that is longer than one can be is not read to its end', async () => {
    server.publish('0.3.0')
    server.files.set(FEED, Buffer.alloc(70_000, '#'))
    expect(await refusal(look())).toMatch(/^bad-answer: .*too large to be a list of versions/)
  })
})

describe('a server', () => {
  it.each([301, 302, 303, 307, 308])(
    'that redirects with %i, to HTTP or anywhere, is not followed',
    async (status) => {
      server.publish('0.3.0')
      server.answer('/latest-linux.yml', (response) =>
        response.writeHead(status, { location: `${server.url}elsewhere.yml` }).end(),
      )
      expect(await refusal(look())).toMatch(/^refused: The update server sends Zonedesk to another address/)
      expect(server.asked).toEqual(['/latest-linux.yml'])
    },
  )

  it('that has nothing, fails, or is gone is told of in words', async () => {
    expect(await refusal(look())).toMatch(
      /^bad-answer: The update server has no list of versions for this system/,
    )
    server.answer('/latest-linux.yml', (response) => response.writeHead(503).end())
    expect(await refusal(look())).toMatch(/^bad-answer: The update server answered with HTTP status 503/)
    await server.stop()
    expect(await refusal(look())).toMatch(/^offline: The update server cannot be reached/)
    server = await startUpdateServer(FEED)
  })

  it('that does not answer can be given up', async () => {
    server.answer('/latest-linux.yml', () => undefined)
    const stop = new AbortController()
    const looked = refusal(look(null, stop.signal))
    stop.abort()
    expect(await looked).toMatch(/^cancelled:/)
  })
})

describe('a download', () => {
  async function wanted(): Promise<FeedFile> {
    server.publish('0.3.0')
    return fileFor(await look(), '.AppImage')!
  }

  function download(
    file: FeedFile,
    signal = new AbortController().signal,
    seen: number[] = [],
  ): Promise<void> {
    return downloadFile({
      ...{ fetch, url: server.url + file.url, file, path: join(folder, 'update'), signal },
      onProgress: (received) => seen.push(received),
    })
  }

  it('that is what was signed is kept, and tells how far it is', async () => {
    const file = await wanted()
    const seen: number[] = []
    await download(file, undefined, seen)
    expect(readFileSync(join(folder, 'update')).equals(server.files.get(file.url)!)).toBe(true)
    expect(seen.at(-1)).toBe(file.size)
  })

  it('takes the place of what an earlier one left', async () => {
    const file = await wanted()
    await download(file)
    await download(file)
    expect(readdirSync(folder)).toEqual(['update'])
  })

  it.each<[string, (octets: Buffer) => Buffer, RegExp]>([
    [
      'was changed in one octet',
      (octets) => octets.fill('?', 1000, 1001),
      /refused: .*is not the one that was signed, so it was deleted/,
    ],
    ['is longer', (octets) => Buffer.concat([octets, octets]), /refused: .*is larger than its signed list/],
    ['is shorter', (octets) => octets.subarray(0, 1000), /offline: The download was cut off after 1000 of/],
    ['is empty', () => Buffer.alloc(0), /offline: The download was cut off after 0 of/],
  ])('of a file that %s is refused, and nothing is left of it', async (_what, change, expected) => {
    const file = await wanted()
    server.files.set(file.url, change(Buffer.from(server.files.get(file.url)!)))
    expect(await refusal(download(file))).toMatch(expected)
    expect(readdirSync(folder)).toEqual([])
  })

  it('that is cut off in the middle leaves nothing', async () => {
    const file = await wanted()
    server.answer(`/${file.url}`, (response) => {
      response.writeHead(200, { 'content-length': file.size }).write(Buffer.alloc(1000))
      setTimeout(() => response.destroy(), 50)
    })
    expect(await refusal(download(file))).toMatch(
      /^offline: The download was cut off\. Nothing was installed/,
    )
    expect(readdirSync(folder)).toEqual([])
  })

  it('that is stopped leaves nothing', async () => {
    const file = await wanted()
    const stop = new AbortController()
    server.answer(`/${file.url}`, (response) => {
      response.writeHead(200, { 'content-length': file.size }).write(Buffer.alloc(1000))
      setTimeout(() => stop.abort(), 50)
    })
    expect(await refusal(download(file, stop.signal))).toMatch(/^cancelled:/)
    expect(existsSync(join(folder, 'update'))).toBe(false)
  })

  it('that is sent to another server is not followed', async () => {
    const file = await wanted()
    const other = await startUpdateServer()
    other.files.set(file.url, server.files.get(file.url)!)
    server.answer(`/${file.url}`, (response) =>
      response.writeHead(302, { location: other.url + file.url }).end(),
    )
    expect(await refusal(download(file))).toMatch(
      /^refused: The update server sends Zonedesk to another address/,
    )
    expect(other.asked).toEqual([])
    await other.stop()
  })

  it('into a folder that is not there says what cannot be written', async () => {
    const file = await wanted()
    const path = join(folder, 'gone', 'update')
    const failed = downloadFile({
      ...{ fetch, url: server.url + file.url, file, path },
      ...{ signal: new AbortController().signal, onProgress: () => undefined },
    })
    expect(await refusal(failed)).toMatch(/^storage: /)
  })
})
