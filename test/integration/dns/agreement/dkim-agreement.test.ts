import { spawn } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareRecord } from '../../../../src/main/dns/diagnosis/comparison/compare-record'
import { startDnsServer, zoneFor, type DnsServer } from '../../../dns-server/knot'

const ZONE = 'keys.example.com'
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const P = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
const OTHER = other.export({ type: 'spki', format: 'der' }).toString('base64')

/** Records by selector, and whether both take them for the key of the private one. */
const AGREED: Readonly<Record<string, readonly [text: string, isRight: boolean]>> = {
  right: [`v=DKIM1; k=rsa; p=${P}`, true],
  bare: [`p=${P}`, true],
  tight: [`v=DKIM1;k=rsa;p=${P};`, true],
  folded: [`v=DKIM1; p=${P.slice(0, 200)} ${P.slice(200)}`, true],
  notes: [`v=DKIM1; n=some words; t=s; s=email; p=${P}`, true],
  unknown: [`v=DKIM1; zz=1; p=${P}`, true],
  hashes: [`v=DKIM1; h=sha1:sha256; p=${P}`, true],
  other: [`v=DKIM1; p=${OTHER}`, false],
  revoked: ['v=DKIM1; p=', false],
  missing: ['v=DKIM1; k=rsa', false],
  truncated: [`v=DKIM1; k=rsa; p=${P}`.slice(0, 255), false],
  lower: [`v=DKIM1; k=rsa; p=${P.toLowerCase()}`, false],
  version: [`v=DKIM2; p=${P}`, false],
  quoted: [`"v=DKIM1; k=rsa; p=${P}"`, false],
  service: [`v=DKIM1; s=tlsrpt; p=${P}`, false],
  kind: [`v=DKIM1; k=dsa; p=${P}`, false],
}

/** What opendkim-testkey takes and we do not, or the other way. docs/agreement.md explains each. */
const KNOWN: Readonly<Record<string, readonly [text: string, ours: boolean, theirs: boolean]>> = {
  second: [`k=rsa; v=DKIM1; p=${P}`, false, true],
  sha1: [`v=DKIM1; h=sha1; p=${P}`, false, true],
}

describe('DKIM keys against opendkim-testkey', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-dkim-'))
  const keyFile = join(folder, 'private.pem')
  let server: DnsServer

  beforeAll(async () => {
    const texts = [...Object.entries(AGREED), ...Object.entries(KNOWN)]
    const records = texts.map(([selector, [text]]) => ({
      type: 'TXT' as const,
      name: `${selector}._domainkey.${ZONE}`,
      value: text,
    }))
    server = await startDnsServer({ zones: { [ZONE]: zoneFor(ZONE, records) } })
    writeFileSync(keyFile, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 })
    const resolver = [
      'server:',
      '  do-not-query-localhost: no',
      '  module-config: "iterator"',
      '  root-hints: ""',
      'stub-zone:',
      `  name: "${ZONE}"`,
      `  stub-addr: 127.0.0.1@${server.port}`,
      '',
    ]
    writeFileSync(join(folder, 'unbound.conf'), resolver.join('\n'))
    writeFileSync(join(folder, 'opendkim.conf'), `ResolverConfiguration ${join(folder, 'unbound.conf')}\n`)
  })

  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(Object.entries(AGREED))('says the same of %s', async (selector, [text, isRight]) => {
    expect(ours(text)).toBe(isRight)
    const { accepted, words } = await theirs(selector)
    expect(accepted, words).toBe(isRight)
  })

  it.each(Object.entries(KNOWN))('differs in %s only as it is known to', async (selector, known) => {
    const [text, own, peer] = known
    expect(ours(text)).toBe(own)
    const { accepted, words } = await theirs(selector)
    expect(accepted, words).toBe(peer)
  })

  function ours(text: string): boolean {
    const name = `any._domainkey.${ZONE}`
    const expected = {
      ...{ purpose: 'sending' as const, type: 'TXT' as const, name, value: `k=rsa; p=${P}`, priority: null },
      ...{ valid: 'unknown' as const, cached: [], isActive: null },
    }
    const record = { name, ttl: 1, type: 'TXT' as const, strings: [text], text }
    return compareRecord(expected, [record], [expected]) === 'published'
  }

  /** It ends with 0 when it found the key, could read it, and it belongs to the private one. */
  function theirs(selector: string): Promise<{ accepted: boolean; words: string }> {
    const args = ['-x', join(folder, 'opendkim.conf'), '-d', ZONE, '-s', selector, '-k', keyFile, '-vv']
    const child = spawn('opendkim-testkey', args, {
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    })
    let words = ''
    child.stdout.on('data', (data: Buffer) => (words += data.toString()))
    child.stderr.on('data', (data: Buffer) => (words += data.toString()))
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => {
        // Told from a server that does not answer, which says nothing of the key.
        if (/timed out|query failed/i.test(words)) reject(new Error(words))
        else resolve({ accepted: code === 0, words })
      })
    })
  }
})
