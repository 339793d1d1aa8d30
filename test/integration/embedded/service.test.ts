import Database from 'better-sqlite3'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEmbeddedService } from '../../../src/main/embedded/service'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { Api, textLike } from './api'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-embedded-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function failureOf(databasePath: string, resolver = 'system') {
  try {
    createEmbeddedService({ databasePath, apiKey: 'key', resolver }).close()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('opened')
}

describe('opening the embedded service', () => {
  it('refuses a file that is not SQLite and leaves it as it is', () => {
    const path = join(folder, 'embedded.sqlite')
    writeFileSync(path, 'not a database '.repeat(100))
    const before = readFileSync(path)
    expect(failureOf(path)).toMatchObject({ code: 'storage', message: `${path} is not a SQLite database.` })
    expect(readFileSync(path)).toEqual(before)
  })

  it('refuses a file from a newer version and leaves its schema as it is', () => {
    const path = join(folder, 'embedded.sqlite')
    const newer = new Database(path)
    newer.pragma('user_version = 99')
    newer.close()
    expect(failureOf(path)).toMatchObject({
      code: 'storage',
      message: textLike(/newer version/),
    })
    const after = new Database(path, { readonly: true })
    expect(after.pragma('user_version', { simple: true })).toBe(99)
    after.close()
  })

  it('refuses a resolver it cannot read, before it opens the file', () => {
    const path = join(folder, 'embedded.sqlite')
    expect(failureOf(path, 'dns.example.net')).toMatchObject({ code: 'invalid', field: 'resolver' })
    expect(() => readFileSync(path)).toThrow('ENOENT')
  })

  it('keeps the resolver it has when a new one is refused', async () => {
    const api = new Api({ resolver: '127.0.0.1:9' })
    expect(() => api.service.setResolver('nonsense')).toThrow(ZonedeskError)
    await api.create('mg.example.com')
    expect((await api.refusal('PUT', '/v4/domains/mg.example.com/verify')).status).toBe(503)
    api.dispose()
  })
})

describe('a fault of its own', () => {
  it('is logged with its cause and answered without it', async () => {
    const api = new Api()
    await api.create('mg.example.com')
    const db = new Database(api.path)
    db.exec("UPDATE domains SET lookup_failures = '{'")
    db.close()
    expect(await api.refusal('GET', '/v4/domains/mg.example.com')).toEqual({
      status: 500,
      message: 'Internal server error',
    })
    expect(api.faults).toHaveLength(1)
    api.dispose()
  })

  it('is answered, not thrown, once the service is closed', async () => {
    const api = new Api()
    api.service.close()
    expect((await api.send('GET', '/v4/domains')).status).toBe(500)
    expect(api.faults).toHaveLength(1)
    api.dispose()
  })
})
