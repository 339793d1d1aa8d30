import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Failure, ZonedeskError } from '../../../../src/preload/contract/failure'
import { readCredentials } from '../../../../src/main/domains/mail-settings/find-credential'
import { KEY, type MailSettingsApp, openMailSettingsApp } from './mail-settings-app'

const ALL = '/v3/domains/mg.example.com/credentials'
const ALICE = 'alice@mg.example.com'

let app: MailSettingsApp
beforeEach(async () => {
  app = await openMailSettingsApp()
})
afterEach(() => app.close())

async function failure(call: () => unknown): Promise<Failure> {
  try {
    await call()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('nothing failed')
}

const create = (login: string, password: string | null = null) =>
  app.service.smtpCredentials.create({ ...KEY, login, password })
const logins = async () => (await app.service.smtpCredentials.list(KEY)).credentials.map(({ login }) => login)

describe('a new login', () => {
  it('with a password that the provider makes answers it once, and no file has it', async () => {
    const { generatedPassword, ...made } = await create(' Alice ')
    expect(made).toEqual({ login: ALICE, password: 'generated' })
    expect(generatedPassword).toMatch(/^\S{16,}$/)
    expect(await logins()).toEqual([ALICE, 'postmaster@mg.example.com'])
    expect(JSON.stringify(await app.service.smtpCredentials.list(KEY))).not.toContain(generatedPassword)
    expect(app.files()).not.toContain(generatedPassword)
    expect(app.files()).not.toContain(Buffer.from(generatedPassword ?? '').toString('base64'))
  })

  it('with a password of the user answers no password, and no file has it', async () => {
    expect(await create('bob@mg.example.com', 'swordfish-7')).toEqual({
      login: 'bob@mg.example.com',
      password: 'yours',
      generatedPassword: null,
    })
    expect(app.files()).not.toContain('swordfish-7')
  })

  it.each([
    ['nothing', ''],
    ['a space', 'al ice'],
    ['two mailboxes', 'alice,bob'],
    ['a mailbox of another domain', 'alice@example.org'],
    ['two at signs', 'a@b@mg.example.com'],
    ['a quoted text', '"al ice"'],
    ['a dot at its end', 'alice.'],
    ['two dots in a row', 'a..b'],
    ['letters beyond ASCII', 'älice'],
    ['a path', '../keys'],
    ['65 characters', 'a'.repeat(65)],
  ])('that is %s is refused before anything is sent', async (_, login) => {
    expect(await failure(() => create(login))).toMatchObject({ code: 'invalid', field: 'login' })
    expect(app.asked()).toEqual([])
  })

  it.each(['abcd', 'x'.repeat(33)])(
    'with the password %s is refused before anything is sent',
    async (password) => {
      const refused = await failure(() => create('alice', password))
      expect(refused).toMatchObject({ code: 'invalid', field: 'password' })
      expect(JSON.stringify(refused)).not.toContain(password)
      expect(app.asked()).toEqual([])
    },
  )

  it('that is there already is not sent, so that its password stays', async () => {
    await create('alice', 'swordfish')
    app.asked()
    expect(await failure(() => create('ALICE'))).toMatchObject({ code: 'already-exists', field: 'login' })
    expect(app.asked()).toEqual([`GET ${ALL}`])
  })

  it('whose answer was lost is there with a password that nobody knows', async () => {
    app.lose(`POST ${ALL}`)
    expect(await create('alice')).toEqual({ login: ALICE, password: 'unknown', generatedPassword: null })
    expect(app.asked()).toEqual([`GET ${ALL}`, `POST ${ALL}`, `GET ${ALL}`])
  })

  it('with a password of the user whose answer was lost has that password', async () => {
    app.lose(`POST ${ALL}`)
    expect(await create('alice', 'swordfish')).toMatchObject({ password: 'yours' })
  })

  it('that was not made says so', async () => {
    app.lose(`POST ${ALL}`, true)
    expect(await failure(() => create('alice'))).toMatchObject({
      code: 'bad-answer',
      fix: 'Zonedesk asked the provider again: the login was not made. Try again.',
    })
  })
})

describe('a login', () => {
  beforeEach(async () => {
    await create('alice', 'swordfish')
    app.asked()
  })

  it('gets another password, made by the provider or not', async () => {
    const { change } = app.service.smtpCredentials
    const made = await change({ ...KEY, login: ALICE, password: null })
    expect(made).toMatchObject({ login: ALICE, password: 'generated' })
    expect(app.files()).not.toContain(made.generatedPassword)
    expect(await change({ ...KEY, login: ALICE, password: 'other-fish' })).toMatchObject({
      password: 'yours',
    })
    expect(await change({ ...KEY, login: `postmaster@${KEY.name}`, password: null })).toMatchObject({
      password: 'generated',
    })
  })

  it('says what to do where the answer about its password was lost', async () => {
    app.lose(`PUT ${ALL}`)
    const { change } = app.service.smtpCredentials
    expect((await failure(() => change({ ...KEY, login: ALICE, password: null }))).fix).toBe(
      'The provider may have set a password that nobody knows. Set a new one.',
    )
    const own = await failure(() => change({ ...KEY, login: ALICE, password: 'other-fish' }))
    expect(own.fix).toBe(
      'The provider may have changed the password all the same. Set the same password again to be sure.',
    )
    expect(JSON.stringify(own)).not.toContain('other-fish')
  })

  it('is deleted, also where the answer was lost', async () => {
    app.lose(`DELETE ${ALL}`)
    expect(await app.service.smtpCredentials.delete({ ...KEY, login: ALICE })).toEqual({})
    expect(app.asked()).toEqual([`DELETE ${ALL}/${encodeURIComponent(ALICE)}`, `GET ${ALL}`])
    app.lose(null)
    expect(await logins()).toEqual(['postmaster@mg.example.com'])
  })

  it('of the domain itself is not deleted, and nothing is sent', async () => {
    expect(
      await failure(() => app.service.smtpCredentials.delete({ ...KEY, login: 'Postmaster@mg.example.com' })),
    ).toMatchObject({ code: 'refused' })
    expect(app.asked()).toEqual([])
  })
})

describe('the logins of a domain', () => {
  const deleteAll = (confirmation: string) => app.service.smtpCredentials.deleteAll({ ...KEY, confirmation })
  beforeEach(async () => {
    await create('alice')
    await create('bob')
    app.asked()
  })

  it('are deleted all at once after the name of the domain was typed', async () => {
    for (const typed of ['', 'example.com', ALICE]) {
      expect(await failure(() => deleteAll(typed))).toMatchObject({
        ...{ code: 'invalid', field: 'confirmation' },
        fix: 'Type mg.example.com to delete its logins.',
      })
    }
    expect(app.asked()).toEqual([])
    expect(await deleteAll(KEY.name)).toEqual({ count: 2 })
    expect(app.asked()).toEqual([`DELETE ${ALL}`])
    expect(await logins()).toEqual(['postmaster@mg.example.com'])
  })

  it('are looked up where the answer was lost, and not deleted twice', async () => {
    app.lose(`DELETE ${ALL}`)
    expect(await deleteAll(KEY.name)).toEqual({ count: null })
    expect(app.asked()).toEqual([`DELETE ${ALL}`, `GET ${ALL}`])
    app.lose(null)
    expect(await logins()).toEqual(['postmaster@mg.example.com'])
  })

  it('are said to be there where the request did not arrive', async () => {
    app.lose(`DELETE ${ALL}`, true)
    expect((await failure(() => deleteAll(KEY.name))).fix).toBe(
      'Zonedesk asked the provider again: not all logins are gone so far. Look at the list before you try again.',
    )
    app.lose(null)
    expect(await logins()).toHaveLength(3)
  })
})

describe('the list', () => {
  it.each([
    ['as many rows as were asked for', 1000, 3],
    ['fewer rows than were asked for', 100, 25],
  ])('is whole where the provider sends %s a page', async (_, most, pages) => {
    const all = Array.from({ length: 2_500 }, (_, i) => ({ login: `u${i}@${KEY.name}`, createdAt: null }))
    let asked = 0
    const calls = {
      list: async (_name: string, { skip, limit }: { skip: number; limit: number }) => {
        asked += 1
        return { total: all.length, credentials: all.slice(skip, skip + Math.min(limit, most)) }
      },
    }
    const list = await readCredentials(calls, KEY.name, new AbortController().signal)
    expect(list).toMatchObject({ total: 2_500, complete: true })
    expect(list.credentials.length).toBe(2_500)
    expect(asked).toBe(pages)
  })

  it('ends, and says that it is not whole, where the provider never ends it', async () => {
    let at = 0
    const calls = {
      list: async () => ({
        total: null,
        credentials: Array.from({ length: 1000 }, () => ({ login: `u${at++}`, createdAt: null })),
      }),
    }
    const list = await readCredentials(calls, KEY.name, new AbortController().signal)
    expect(list).toMatchObject({ total: null, complete: false })
    expect(list.credentials.length).toBe(20_000)
  })

  it('is not kept for reading without a network', async () => {
    app.reachable = false
    expect(await failure(() => app.service.smtpCredentials.list(KEY))).toMatchObject({ code: 'offline' })
  })
})
