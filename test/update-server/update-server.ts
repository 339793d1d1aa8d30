import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stringify } from 'yaml'

/** An update server on loopback, with a key of its own. */
export interface UpdateServer {
  /** Ends with a slash. */
  readonly url: string
  /** As the app has it built in. */
  readonly publicKey: string
  /** Every address asked for, such as `/latest-linux.yml`. */
  readonly asked: string[]
  /** Publishes a version: its file, its feed, and the feed's signature. */
  publish(version: string, changes?: Partial<Published>): Published
  /** Answers an address in another way than with what is published there. */
  answer(path: string, how: (response: ServerResponse) => void): void
  /** What is published at an address, to change it. */
  readonly files: Map<string, Buffer>
  stop(): Promise<void>
}

/** What a feed says, before it is written and signed. */
export interface Published {
  readonly version: string
  readonly releaseDate: string
  readonly releaseNotes?: string | undefined
  readonly files: readonly { readonly url: string; readonly sha512: string; readonly size: number }[]
}

export interface UpdateKey {
  readonly privateKey: KeyObject
  readonly publicKey: string
}

/** An Ed25519 key as releases are signed with. */
export function createUpdateKey(): UpdateKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const octets = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return { privateKey, publicKey: octets.toString('base64') }
}

/** @param feed the feed's name */
export async function startUpdateServer(feed = 'latest-linux.yml'): Promise<UpdateServer> {
  const key = createUpdateKey()
  const files = new Map<string, Buffer>()
  const answers = new Map<string, (response: ServerResponse) => void>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    const answer = answers.get(path)
    const file = files.get(path.slice(1))
    if (answer !== undefined) answer(response)
    else if (file !== undefined) response.writeHead(200, { 'content-length': file.length }).end(file)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  return {
    url,
    publicKey: key.publicKey,
    asked,
    files,
    publish(version, changes = {}) {
      const name = `zonedesk-${version}-x86_64.AppImage`
      const content = imageOf(version)
      const published: Published = {
        version,
        releaseDate: '2026-01-05T12:00:00.000Z',
        releaseNotes: `What is new in ${version}.`,
        files: [{ url: name, sha512: sha512Of(content), size: content.length }],
        ...changes,
      }
      files.set(name, content)
      writeFeed(files, feed, stringify(published), key.privateKey)
      return published
    },
    answer: (path, how) => void answers.set(path, how),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Writes a feed and the signature of exactly its octets. */
export function writeFeed(files: Map<string, Buffer>, name: string, text: string, key: KeyObject): void {
  const octets = Buffer.from(text)
  files.set(name, octets)
  files.set(`${name}.sig`, Buffer.from(`${sign(null, octets, key).toString('base64')}\n`))
}

/** A stand-in for an AppImage: a program that says which version it is, and is as long as a few pieces. */
function imageOf(version: string): Buffer {
  const script = `#!/bin/sh\necho "${version}" > "$APPIMAGE.ran"\nexit\n`
  return Buffer.concat([Buffer.from(script), Buffer.alloc(300_000, '#')])
}

export function sha512Of(content: Buffer): string {
  return createHash('sha512').update(content).digest('base64')
}
