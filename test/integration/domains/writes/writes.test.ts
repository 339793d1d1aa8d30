import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withConfirmedWrites } from '../../../../src/main/accounts/writes/confirmed'
import type { WritingSubject } from '../../../../src/main/accounts/writes/planned-write'
import { contract, type Contract } from '../../../../src/preload/contract'
import type { WriteMode } from '../../../../src/preload/contract/accounts'
import type { BulkEntry } from '../../../../src/preload/contract/bulk'
import type { Channel, RequestOf } from '../../../../src/preload/contract/channel'
import { type Failure, ZonedeskError } from '../../../../src/preload/contract/failure'
import { waitingJob } from './waiting-job'
import { openWritesApp, type WritesApp } from './writes-app'

const NAMES = ['one.example.com', 'two.example.com', 'three.example.com'] as const
/** A domain under automatic sender security. */
const AUTOMATIC = 'automatic.example.com'
const PEM = generateKeyPairSync('rsa', { modulusLength: 1024 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString()
const READ_ONLY = {
  code: 'read-only',
  message: 'Acme is read only in Zonedesk, so nothing is sent.',
  fix: 'To allow it, choose another answer to "Changes at the provider" in Accounts, in the File menu.',
}

let app: WritesApp
beforeEach(async () => {
  app = await openWritesApp(NAMES, PEM)
})
afterEach(() => app.close())

const keys = (accountId: string) => NAMES.map((name) => ({ accountId, name }))
const first = (accountId: string) => ({ accountId, name: NAMES[0] })
const setMode = (mode: WriteMode) => app.accounts.setWriteMode(app.acme.account.id, mode)

function entry(typed: string): BulkEntry {
  return { where: 'Line 1', typed, options: {}, tags: [], notes: [], problem: null }
}

async function failure(call: () => unknown): Promise<Failure> {
  try {
    await call()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('nothing failed')
}

type Writing<S extends WritingSubject> = {
  [C in keyof Contract[S]]: Contract[S][C] extends { readonly writes: true } ? C : never
}[keyof Contract[S]]

/** A call of every channel that writes; a new one has to be added here, or the type check fails. */
const CALLS: {
  readonly [S in WritingSubject]: {
    readonly [C in Writing<S>]: Contract[S][C] extends infer Ch extends Channel
      ? (accountId: string, jobId: number) => RequestOf<Ch>
      : never
  }
} = {
  domains: {
    create: (accountId) => ({ accountId, name: 'new.example.com', options: { wildcard: true } }),
    update: (accountId) => ({ accountId, name: NAMES[0], changes: { webScheme: 'https' } }),
    verify: (accountId) => ({ accountId, name: NAMES[0] }),
    delete: (accountId) => ({ accountId, name: NAMES[1], confirmation: NAMES[1] }),
  },
  tracking: {
    setOpen: (accountId) => ({ ...first(accountId), active: true, placeAtTheTop: null }),
    setClick: (accountId) => ({ ...first(accountId), click: 'html-only' }),
    setUnsubscribe: (accountId) => ({
      ...first(accountId),
      active: true,
      htmlFooter: '<a href="%unsubscribe_url%">unsubscribe</a>',
      textFooter: null,
    }),
    beginCertificate: (accountId) => first(accountId),
    renewCertificate: (accountId) => first(accountId),
  },
  // Of the domains that `withKeys` makes.
  keys: {
    create: (accountId) => ({ ...first(accountId), selector: 'made', bits: 1024 }),
    import: (accountId) => ({ ...first(accountId), selector: 'imported', pem: PEM }),
    importFile: (accountId) => ({ ...first(accountId), selector: 'from-file' }),
    activate: (accountId) => ({ ...first(accountId), selector: 'rests' }),
    deactivate: (accountId) => ({ ...first(accountId), selector: 'signs' }),
    delete: (accountId) => ({ ...first(accountId), selector: 'rests', confirmation: 'rests' }),
    setAuthority: (accountId) => ({ ...first(accountId), self: true }),
    setSelector: (accountId) => ({ ...first(accountId), selector: 'renamed' }),
    setRotation: (accountId) => ({ accountId, name: AUTOMATIC, enabled: true, intervalDays: 30 }),
    rotateNow: (accountId) => ({ accountId, name: AUTOMATIC }),
  },
  smtpCredentials: {
    create: (accountId) => ({ ...first(accountId), login: 'alice', password: null }),
    change: (accountId) => ({ ...first(accountId), login: `postmaster@${NAMES[0]}`, password: null }),
    delete: (accountId) => ({ ...first(accountId), login: `alice@${NAMES[0]}` }),
    deleteAll: (accountId) => ({ ...first(accountId), confirmation: NAMES[0] }),
  },
  bulk: {
    create: (accountId) => ({ accountId, entries: [entry('bulk.example.com')], options: {}, tags: [] }),
    start: (accountId) => ({ kind: 'verify', keys: keys(accountId) }),
    // The plan that "waitingJob" makes.
    edit: () => ({ plan: 1, without: [] }),
    resume: (_, id) => ({ id }),
    retry: (_, id) => ({ id }),
  },
  rotations: {
    start: (accountId) => ({ keys: [{ accountId, signingDomain: NAMES[1] }], bits: 1024, keepDays: 7 }),
    takeBack: (_, id) => ({ ids: [id] }),
    goOn: (_, id) => ({ ids: [id] }),
  },
}
/** Those that the service of the test declines after they were sent: it has no such login, and no such records in DNS. */
const DECLINED = [
  ...['tracking.beginCertificate', 'tracking.renewCertificate'],
  ...['smtpCredentials.delete', 'keys.rotateNow'],
]
const ALL = Object.entries(CALLS).flatMap(([subject, calls]) =>
  Object.entries(calls).map(([name, request]) => ({
    where: `${subject}.${name}`,
    request: request as (accountId: string, jobId: number) => unknown,
    call: (request: unknown) =>
      (app.handlers as unknown as Record<string, Record<string, (request: unknown) => Promise<unknown>>>)[
        subject
      ]![name]!(request),
  })),
)

/** Waits for what a call begins. */
async function sent(where: string, make: () => Promise<unknown>): Promise<void> {
  if (DECLINED.includes(where)) return void (await failure(make))
  const answer = (await make()) as { id?: number }
  if (typeof answer.id === 'number') await app.settled(answer.id)
}

/** Keys of the first domain, two that sign and one that rests, and a domain whose keys the provider rotates. */
async function withKeys(accountId: string): Promise<void> {
  const key = first(accountId)
  for (const selector of ['signs', 'signs-too', 'rests']) {
    const { keys: made } = await app.service.keys.create({ ...key, selector, bits: 1024 })
    app.publish(made.find((one) => one.selector === selector)!.record)
    if (selector !== 'rests') await app.service.keys.activate({ ...key, selector })
  }
  await app.service.domains.create({
    ...{ accountId, name: AUTOMATIC },
    options: { useAutomaticSenderSecurity: true },
  })
  app.acme.forget()
}

/** What a call finds: see `waitingJob` and `withKeys`. */
async function prepare(where: string): Promise<number> {
  const accountId = app.acme.account.id
  if (where.startsWith('keys.')) await withKeys(accountId)
  return waitingJob(app, NAMES)
}

describe('the channels that write', () => {
  it('are those that the contract declares, and each has a call here', () => {
    const declared = Object.entries(contract).flatMap(([subject, channels]) =>
      Object.entries(channels as Record<string, Channel>).flatMap(([name, { writes }]) =>
        writes ? [`${subject}.${name}`] : [],
      ),
    )
    expect(ALL.map(({ where }) => where).sort()).toEqual(declared.sort())
  })

  it.each(ALL)('$where sends nothing in an account that is read only', async ({ where, request, call }) => {
    const id = await prepare(where)
    await setMode('read-only')
    expect(await failure(() => call(request(app.acme.account.id, id)))).toMatchObject(READ_ONLY)
    expect(app.acme.writes()).toEqual([])
    // Nothing is lost: the same call goes through once the account may be changed.
    await setMode('normal')
    await sent(where, () => call(request(app.acme.account.id, id)))
    await expect.poll(() => app.acme.writes()).not.toEqual([])
    expect(app.other.writes()).toEqual([])
  })

  it.each(ALL)('$where sends nothing where its engine is reached another way', async ({ where, request }) => {
    const [subject, name] = where.split('.') as [string, string]
    // The engines of these two have tests of their own: below, and those of the rotations.
    if (['bulk', 'rotations'].includes(subject)) return
    await prepare(where)
    await setMode('read-only')
    const unguarded = (
      app.service as unknown as Record<string, Record<string, (request: unknown) => unknown>>
    )[subject]!
    expect(await failure(() => unguarded[name]!(request(app.acme.account.id, 0)))).toMatchObject(READ_ONLY)
    expect(app.acme.writes()).toEqual([])
  })

  const ASKED = [
    ...['domains.create', 'domains.update', 'bulk.create', 'bulk.edit'],
    ...Object.keys(CALLS.tracking).map((name) => `tracking.${name}`),
    ...Object.keys(CALLS.smtpCredentials).flatMap((name) =>
      name === 'deleteAll' ? [] : `smtpCredentials.${name}`,
    ),
    ...Object.keys(CALLS.keys).flatMap((name) => (name === 'delete' ? [] : `keys.${name}`)),
    ...['rotations.start', 'rotations.takeBack'],
  ]
  it.each(ALL)('$where asks first where the account wants it', async ({ where, request, call }) => {
    const id = await prepare(where)
    await setMode('confirm')
    const make = () => call(request(app.acme.account.id, id))
    if (ASKED.includes(where)) {
      const asked = await failure(make)
      expect(asked).toMatchObject({
        code: 'unconfirmed',
        message: 'Acme asks before each write, so nothing was sent yet.',
      })
      expect(asked.question?.sentences[0]).toContain('Acme')
      expect(app.acme.writes()).toEqual([])
      app.guard.confirm(asked.question!.token)
    }
    await sent(where, make)
    await expect.poll(() => app.acme.writes()).not.toEqual([])
  })
})

describe('a confirmation', () => {
  const update = (webScheme: 'http' | 'https', name: string = NAMES[0]) =>
    app.handlers.domains.update({
      ...{ accountId: app.acme.account.id, name },
      changes: { webScheme, smtpPassword: 'swordfish' },
    })
  beforeEach(() => setMode('confirm'))

  it('says what would be sent, and never a password', async () => {
    const { question } = await failure(() => update('https'))
    expect(question).toEqual({
      token: expect.any(String) as string,
      title: 'Change one.example.com?',
      sentences: [
        'These settings of one.example.com in Acme are changed:',
        'New SMTP password',
        'Tracking links: https',
      ],
      action: 'Change',
    })
  })

  it('holds for that exact call, once', async () => {
    const { question } = await failure(() => update('https'))
    app.guard.confirm(question!.token)
    expect(await failure(() => update('http'))).toMatchObject({ code: 'unconfirmed' })
    expect(await failure(() => update('https', NAMES[1]))).toMatchObject({ code: 'unconfirmed' })
    await update('https')
    expect(app.acme.writes()).toEqual([`PUT /v4/domains/${NAMES[0]}`])
    expect(await failure(() => update('https'))).toMatchObject({ code: 'unconfirmed' })
    expect(await failure(() => app.guard.confirm(question!.token))).toMatchObject({ code: 'not-found' })
  })

  it('of another token is none', async () => {
    await failure(() => update('https'))
    expect(await failure(() => app.guard.confirm('made up'))).toMatchObject({ code: 'not-found' })
    expect(await failure(() => update('https'))).toMatchObject({ code: 'unconfirmed' })
  })

  it('does not help once the account is read only', async () => {
    const { question } = await failure(() => update('https'))
    app.guard.confirm(question!.token)
    await setMode('read-only')
    expect(await failure(() => update('https'))).toMatchObject(READ_ONLY)
    expect(app.acme.writes()).toEqual([])
  })

  it('is needed by what runs by itself too, unless a person agreed to it when it began', async () => {
    const key = { accountId: app.acme.account.id, name: NAMES[0] }
    const change = async () => app.service.domains.update({ ...key, changes: { webScheme: 'https' } })
    expect(await failure(change)).toMatchObject({ code: 'unconfirmed' })
    expect(await failure(() => withConfirmedWrites([app.other.account.id], change))).toMatchObject({
      code: 'unconfirmed',
    })
    expect(app.acme.writes()).toEqual([])
    await withConfirmedWrites([key.accountId], change)
    expect(app.acme.writes()).toHaveLength(1)
  })
})

describe('a job', () => {
  it('over two accounts declines the domains of the one that is read only, and does the others', async () => {
    await setMode('read-only')
    const all = [...keys(app.acme.account.id), ...keys(app.other.account.id)]
    const { id } = await app.handlers.bulk.start({ kind: 'verify', keys: all })
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { failed: 3, done: 3 } })
    const rows = await app.handlers.bulk.rows({ id })
    expect(rows.filter(({ state }) => state === 'failed')).toEqual(
      NAMES.map(
        (name) =>
          expect.objectContaining({
            ...{ accountId: app.acme.account.id, name },
            ...{ message: READ_ONLY.message, fix: READ_ONLY.fix },
          }) as unknown,
      ),
    )
    expect(app.acme.writes()).toEqual([])
    expect(app.other.writes()).toHaveLength(3)
  })

  it('that edits plans nothing in an account that is read only, and changes the others', async () => {
    await setMode('read-only')
    const all = [...keys(app.acme.account.id), ...keys(app.other.account.id)]
    const scope = { kind: 'domains' as const, keys: all }
    const plan = await app.handlers.bulk.planEdit({ scope, changes: { requireTls: true } })
    expect(plan.rows.map(({ verdict }) => verdict)).toEqual([
      ...['refused', 'refused', 'refused'],
      ...['change', 'change', 'change'],
    ])
    expect(plan.rows[0]).toMatchObject({ message: READ_ONLY.message, changes: [] })
    const { id } = await app.handlers.bulk.edit({ plan: plan.id, without: [] })
    expect(await app.settled(id)).toMatchObject({ counts: { done: 3, 'left-out': 3 } })
    expect(app.acme.writes()).toEqual([])
    expect(app.other.writes()).toHaveLength(3)
  })

  it('that edits stops once its account is read only, and goes on later', async () => {
    const scope = { kind: 'domains' as const, keys: keys(app.acme.account.id) }
    const plan = await app.handlers.bulk.planEdit({ scope, changes: { requireTls: true } })
    const { id } = await app.handlers.bulk.edit({ plan: plan.id, without: [] })
    await setMode('read-only')
    expect(await app.settled(id)).toMatchObject({ state: 'stopped', failure: READ_ONLY })
    await setMode('confirm')
    await app.handlers.bulk.resume({ id })
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 3 } })
    expect(app.acme.writes()).toHaveLength(3)
  })

  it('stops with the sentence once its account is read only, and goes on later with nothing lost', async () => {
    const accountId = app.acme.account.id
    const names = Array.from({ length: 20 }, (_, index) => `many${index}.example.com`)
    const { id } = await app.handlers.bulk.create({
      accountId,
      entries: names.map(entry),
      options: {},
      tags: [],
    })
    while (app.acme.writes().length < 3) await new Promise((resolve) => setImmediate(resolve))
    await setMode('read-only')
    const stopped = await app.settled(id)
    expect(stopped).toMatchObject({ state: 'stopped', failure: READ_ONLY })
    expect(stopped.counts).toMatchObject({ failed: 0, unsure: 0 })
    const sent = app.acme.writes().length
    expect(stopped.counts.done + stopped.counts.waiting).toBe(20)
    await app.restart()
    expect(await failure(() => app.handlers.bulk.resume({ id }))).toMatchObject(READ_ONLY)
    expect(app.acme.writes()).toHaveLength(sent)
    // What a person agreed to when it began needs no second question.
    await setMode('confirm')
    await app.handlers.bulk.resume({ id })
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 20 } })
    expect(app.acme.writes()).toHaveLength(20)
  })
})
