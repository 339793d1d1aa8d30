import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readFeed } from '../../../src/main/updates/feed'
import { isSigned } from '../../../src/main/updates/signature'

const SCRIPT = resolve(import.meta.dirname, '../../../scripts/package/sign-feeds.mjs')
const run = promisify(execFile)

/** A feed as electron-builder 26 writes it. */
const FEED = `version: 0.3.0
files:
  - url: zonedesk-0.3.0-x86_64.AppImage
    sha512: ${'A'.repeat(86)}==
    size: 104857600
    blockMapSize: 110592
  - url: zonedesk_0.3.0_amd64.deb
    sha512: ${'B'.repeat(86)}==
    size: 83886080
path: zonedesk-0.3.0-x86_64.AppImage
sha512: ${'A'.repeat(86)}==
releaseDate: '2026-01-05T12:00:00.000Z'
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-feeds-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function signFeeds(args: readonly string[], key?: string): Promise<string> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', ZONEDESK_UPDATE_PRIVATE_KEY: key ?? '' }
  const { stdout } = await run(process.execPath, [SCRIPT, ...args], { env })
  return stdout
}

/** The sentence with which it ends. */
async function refusal(args: readonly string[], key?: string): Promise<string> {
  return signFeeds(args, key).then(
    (said) => {
      throw new Error(`it signed: ${said}`)
    },
    (error: unknown) => (error as { readonly stderr: string }).stderr,
  )
}

it('feeds are signed so that the app, which has the public key, believes them', async () => {
  const [privateKey, publicKey] = [...(await signFeeds(['--new-key'])).matchAll(/^ {2}(\S+)$/gm)].map(
    ([, key]) => key!,
  )
  for (const name of ['latest-linux.yml', 'latest.yml', 'builder-debug.yml'])
    writeFileSync(join(folder, name), FEED)
  await signFeeds([folder], privateKey)
  expect(readdirSync(folder).filter((name) => name.endsWith('.sig'))).toEqual([
    'latest-linux.yml.sig',
    'latest.yml.sig',
  ])
  const signature = readFileSync(join(folder, 'latest-linux.yml.sig'), 'utf8')
  const octets = readFileSync(join(folder, 'latest-linux.yml'))
  expect(isSigned(octets, signature, [publicKey!])).toBe(true)
  expect(isSigned(octets, signature, [Buffer.alloc(32, 1).toString('base64')])).toBe(false)
  expect(readFeed(octets)).toMatchObject({ version: '0.3.0', notes: '', files: [{ size: 104_857_600 }, {}] })
})

it('nothing is signed without a key, with another kind of key, or where there is no feed; no key is printed', async () => {
  expect(await refusal([folder])).toContain('ZONEDESK_UPDATE_PRIVATE_KEY is not set.')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  for (const key of [
    rsa.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    'c2VjcmV0IHNlY3JldA==',
  ]) {
    const said = await refusal([folder], key)
    expect(said).toContain('is not an Ed25519 key')
    expect(said).not.toContain(key.slice(0, 12))
  }
  const { privateKey } = generateKeyPairSync('ed25519')
  const key = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  expect(await refusal([folder], key)).toContain('There is no latest*.yml in')
})
