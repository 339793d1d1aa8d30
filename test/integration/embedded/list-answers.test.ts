import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Api } from './api'

let api: Api
beforeEach(async () => {
  api = new Api()
  await api.create('mg.example.com')
  await api.create('news.example.com')
})
afterEach(() => api.dispose())

const spamActions = async () => (await api.items()).map(({ name, spam_action }) => `${name} ${spam_action}`)

describe('a list asked for again', () => {
  it('has what was created, changed and deleted since', async () => {
    expect(await spamActions()).toEqual(['news.example.com disabled', 'mg.example.com disabled'])
    await api.update('mg.example.com', { spam_action: 'tag' })
    expect(await spamActions()).toEqual(['news.example.com disabled', 'mg.example.com tag'])
    await api.create('third.example.com')
    expect((await api.list()).total).toBe(3)
    await api.delete('third.example.com')
    await api.delete('news.example.com')
    expect(await spamActions()).toEqual(['mg.example.com tag'])
  })

  it('has what another process wrote into the file', async () => {
    expect((await api.list()).total).toBe(2)
    const db = new Database(api.path)
    try {
      db.prepare("UPDATE domains SET spam_action = 'block' WHERE name = 'mg.example.com'").run()
    } finally {
      db.close()
    }
    expect(await spamActions()).toEqual(['news.example.com disabled', 'mg.example.com block'])
  })

  it('is told apart from one with another question', async () => {
    expect((await api.list('?limit=1')).names).toEqual(['news.example.com'])
    expect((await api.list('?limit=2')).names).toEqual(['news.example.com', 'mg.example.com'])
    expect((await api.list('?limit=1&skip=1')).names).toEqual(['mg.example.com'])
    expect((await api.list('?sort=name:asc')).names).toEqual(['mg.example.com', 'news.example.com'])
    expect((await api.list('?search=mg')).total).toBe(1)
  })
})
