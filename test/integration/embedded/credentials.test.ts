import Database from 'better-sqlite3'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { matchesSmtpPassword } from '../../../src/main/embedded/requests/smtp-password'
import { Api, form } from './api'

const NAME = 'mg.example.com'
const ALL = `/v3/domains/${NAME}/credentials`
const NOTE = "Please store your new password(s) now. You won't be able to see it anymore."
let api: Api
beforeEach(async () => {
  api = new Api({ now: () => Date.UTC(2026, 0, 23, 10, 16) })
  await api.create(NAME)
})
afterEach(() => {
  expect(api.faults).toEqual([])
  api.dispose()
})

async function ask(method: string, path: string, fields?: Record<string, string>) {
  const response = await api.send(method, path, fields && form(fields))
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const logins = async (query = '') => {
  const { items } = v.parse(
    v.object({ items: v.array(v.object({ login: v.string() })) }),
    (await ask('GET', `${ALL}${query}`)).body,
  )
  return items.map(({ login }) => login.split('@')[0])
}
const generated = (body: Record<string, unknown>, login: string) =>
  (body['credentials'] as Record<string, string>)[`${login}@${NAME}`] ?? ''

function hashOf(login: string): string {
  const db = new Database(api.path, { readonly: true })
  const hash = db.prepare('SELECT password_hash FROM credentials WHERE login = ?').pluck().get(login)
  db.close()
  return String(hash)
}

describe('SMTP credentials', () => {
  it('are the postmaster at first, with a time as the reference has it', async () => {
    expect(await ask('GET', ALL)).toEqual({
      status: 200,
      body: {
        items: [
          {
            ...{ mailbox: `postmaster@${NAME}`, login: `postmaster@${NAME}`, size_bytes: null },
            created_at: 'Fri, 23 Jan 2026 10:16:00 +0000',
          },
        ],
        total_count: 1,
      },
    })
  })

  it.each([{ login: 'alice' }, { login: `Alice@${NAME}` }, { mailbox: 'alice' }])(
    'are made from %j with the password that is given, which no answer repeats',
    async (fields) => {
      expect(await ask('POST', ALL, { ...fields, password: 'correct horse' })).toEqual({
        status: 200,
        body: { message: 'Created 1 credentials pair(s)' },
      })
      expect(await logins()).toEqual(['alice', 'postmaster'])
      expect(await matchesSmtpPassword('correct horse', hashOf('alice'))).toBe(true)
    },
  )

  it('have a password made up that is in the answer once, and in the file as a hash alone', async () => {
    const { body } = await ask('POST', ALL, { login: 'alice' })
    expect(body).toMatchObject({ message: 'Created 1 credentials pair(s)', note: NOTE })
    const password = generated(body, 'alice')
    expect(password).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(hashOf('alice')).toMatch(/^scrypt\$/)
    expect(await matchesSmtpPassword(password, hashOf('alice'))).toBe(true)
    expect(JSON.stringify((await ask('GET', ALL)).body)).not.toContain(password)
    for (const file of readdirSync(api.folder)) {
      expect(readFileSync(join(api.folder, file)).includes(password)).toBe(false)
    }
  })

  it('are made several at once', async () => {
    const made = await ask('POST', ALL, { login: 'a,b', password: 'first word,second word' })
    expect(made.body).toEqual({ message: 'Created 2 credentials pair(s)' })
    expect(await matchesSmtpPassword('second word', hashOf('b'))).toBe(true)
    const { body } = await ask('POST', ALL, { login: 'c,d' })
    expect(Object.keys(body['credentials'] as object)).toEqual([`c@${NAME}`, `d@${NAME}`])
  })

  it('have another password, given or made up', async () => {
    await ask('POST', ALL, { login: 'alice', password: 'first word' })
    expect(await ask('PUT', `${ALL}/alice`, { password: 'second word' })).toEqual({
      status: 200,
      body: { message: 'Password changed' },
    })
    expect(await matchesSmtpPassword('second word', hashOf('alice'))).toBe(true)
    const { body } = await ask('PUT', `${ALL}/alice@${NAME}`)
    expect(body).toMatchObject({ message: 'Password changed', note: NOTE })
    expect(await matchesSmtpPassword(generated(body, 'alice'), hashOf('alice'))).toBe(true)
    expect((await ask('PUT', `${ALL}/postmaster`, { password: 'third word' })).status).toBe(200)
  })

  it('are deleted one by one, but for the postmaster', async () => {
    await ask('POST', ALL, { login: 'alice' })
    expect(await ask('DELETE', `${ALL}/alice`)).toEqual({
      status: 200,
      body: { message: 'Credentials have been deleted', spec: `alice@${NAME}` },
    })
    expect(await ask('DELETE', `${ALL}/alice`)).toEqual({
      status: 404,
      body: { message: 'Credentials not found' },
    })
    expect(await ask('DELETE', `${ALL}/postmaster@${NAME}`)).toEqual({
      status: 400,
      body: { message: `Cannot delete system mailbox: postmaster@${NAME}` },
    })
  })

  it('are deleted all at once, but for the postmaster', async () => {
    await ask('POST', ALL, { login: 'a,b,c' })
    expect(await ask('DELETE', ALL)).toEqual({
      status: 200,
      body: { message: 'All domain credentials have been deleted', count: 3 },
    })
    expect(await logins()).toEqual(['postmaster'])
  })

  it('are listed by login, a page at a time', async () => {
    await ask('POST', ALL, { login: 'zoe,bob,alice' })
    expect(await logins('?limit=2')).toEqual(['alice', 'bob'])
    expect(await logins('?limit=2&skip=2')).toEqual(['postmaster', 'zoe'])
    expect(await logins('?skip=4')).toEqual([])
    expect((await ask('GET', `${ALL}?limit=1`)).body['total_count']).toBe(4)
    expect(await ask('GET', `${ALL}?limit=1001`)).toEqual({
      status: 400,
      body: { message: 'limit must be a whole number from 1 to 1000' },
    })
  })

  it('go with their domain', async () => {
    await ask('POST', ALL, { login: 'alice' })
    await api.delete(NAME)
    await api.create(NAME)
    expect(await logins()).toEqual(['postmaster'])
  })

  const SHORT = 'Password is too short. It must be between 5 and 32 characters.'
  it.each<[Record<string, string>, string]>([
    [{}, "Missing parameter 'login'"],
    [{ login: '' }, "Missing parameter 'login'"],
    [{ login: 'a b' }, `login must be a mailbox of ${NAME}, such as alice or alice@${NAME}`],
    [{ login: `a@b@${NAME}` }, `login must be a mailbox of ${NAME}, such as alice or alice@${NAME}`],
    [{ login: 'x'.repeat(65) }, `login must be a mailbox of ${NAME}, such as alice or alice@${NAME}`],
    [{ login: 'a@example.net' }, `login must be a mailbox of ${NAME}, not of example.net`],
    [{ login: 'a,a' }, 'login must not name the same mailbox twice'],
    [{ login: 'postmaster' }, `Credentials already exist: postmaster@${NAME}`],
    [{ login: 'taken' }, `Credentials already exist: taken@${NAME}`],
    [{ login: 'new,taken' }, `Credentials already exist: taken@${NAME}`],
    [{ login: 'a', password: 'four' }, SHORT],
    [{ login: 'a', password: 'x'.repeat(33) }, SHORT.replace('short', 'long')],
    [{ login: 'a,b', password: 'only one word' }, 'password must be given once for each login'],
  ])('refuse %j and keep nothing', async (fields, message) => {
    await ask('POST', ALL, { login: 'taken' })
    expect(await ask('POST', ALL, fields)).toEqual({ status: 400, body: { message } })
    expect(await logins()).toEqual(['postmaster', 'taken'])
  })
})
