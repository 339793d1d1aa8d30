import Database from 'better-sqlite3'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEmbeddedService, EMBEDDED_BASE_URL } from '../../../src/main/embedded/service'
import { Api, API_KEY } from './api'

let api: Api
beforeEach(() => {
  api = new Api()
})
afterEach(() => api.dispose())

/** Names in the file itself, whatever the service says. */
function namesInFile(path: string): unknown[] {
  const db = new Database(path, { readonly: true })
  try {
    return db.prepare('SELECT name FROM domains ORDER BY name').pluck().all()
  } finally {
    db.close()
  }
}

describe('deletion', () => {
  it('is carried out behind the answer that accepts it', async () => {
    await api.create('mg.example.com')
    const answer = await api.send('DELETE', '/v3/domains/mg.example.com')
    expect(answer.status).toBe(200)
    expect(namesInFile(api.path)).toEqual(['mg.example.com'])
    await new Promise((resolve) => setImmediate(resolve))
    expect(namesInFile(api.path)).toEqual([])
  })

  it('is seen by the very next request', async () => {
    await api.create('mg.example.com')
    const [, got, listed] = await Promise.all([
      api.send('DELETE', '/v3/domains/mg.example.com'),
      api.send('GET', '/v4/domains/mg.example.com'),
      api.list(),
    ])
    expect(got.status).toBe(404)
    expect(listed.total).toBe(0)
    expect((await api.create('mg.example.com')).domain.state).toBe('unverified')
  })

  it('that a killed service had accepted is carried out by the next one', async () => {
    await api.create('mg.example.com')
    await api.create('news.example.com')
    await api.send('DELETE', '/v3/domains/mg.example.com')
    // What a kill leaves behind at this moment: the files as they are.
    const copy = join(api.folder, 'copy.sqlite')
    for (const suffix of ['', '-wal']) {
      if (existsSync(api.path + suffix)) copyFileSync(api.path + suffix, copy + suffix)
    }
    expect(namesInFile(copy)).toEqual(['mg.example.com', 'news.example.com'])

    const next = createEmbeddedService({ databasePath: copy, apiKey: API_KEY, resolver: 'system' })
    const authorization = `Basic ${Buffer.from(`api:${API_KEY}`).toString('base64')}`
    const response = await next.fetch(
      new Request(`${EMBEDDED_BASE_URL}/v4/domains/mg.example.com`, { headers: { authorization } }),
    )
    expect(response.status).toBe(404)
    expect(namesInFile(copy)).toEqual(['news.example.com'])
    next.close()
  })

  it('accepted just before the service is closed is carried out', async () => {
    await api.create('mg.example.com')
    await api.send('DELETE', '/v3/domains/mg.example.com')
    api.restart()
    expect(namesInFile(api.path)).toEqual([])
  })
})
