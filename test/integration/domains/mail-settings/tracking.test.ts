import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Failure, ZonedeskError } from '../../../../src/preload/contract/failure'
import { KEY, type MailSettingsApp, openMailSettingsApp } from './mail-settings-app'

const HOST = 'email.mg.example.com'
const TRACKING = '/v3/domains/mg.example.com/tracking'

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

describe('tracking', () => {
  it('is read from the provider, and kept for reading without a network', async () => {
    const { tracking } = app.service
    expect(await tracking.get(KEY)).toBeNull()
    const known = await tracking.refresh(KEY)
    expect(known.settings).toMatchObject({ open: { active: false }, click: 'no', webScheme: 'http' })
    expect(known.settings.unsubscribe.htmlFooter).toContain('%unsubscribe_url%')
    app.reachable = false
    expect(await failure(() => tracking.refresh(KEY))).toMatchObject({ code: 'offline' })
    expect(await tracking.get(KEY)).toEqual(known)
  })

  it('goes from the cache with its domain', async () => {
    await app.service.tracking.refresh(KEY)
    await app.service.domains.delete({ ...KEY, confirmation: KEY.name })
    expect(await app.service.tracking.get(KEY)).toBeNull()
  })

  it('is changed a part at a time, and each answer says what the provider has then', async () => {
    const { tracking } = app.service
    expect((await tracking.setOpen({ ...KEY, active: true, placeAtTheTop: true })).settings.open).toEqual({
      active: true,
      placeAtTheTop: true,
    })
    expect((await tracking.setClick({ ...KEY, click: 'html-only' })).settings.click).toBe('html-only')
    const footers = { htmlFooter: '<p>ü & %unsubscribe_url%</p>', textFooter: 'Stop: %unsubscribe_url%\n' }
    const { settings } = await tracking.setUnsubscribe({ ...KEY, active: true, ...footers })
    expect(settings).toMatchObject({
      open: { active: true },
      click: 'html-only',
      unsubscribe: { active: true, ...footers },
    })
    // A null leaves a part as it is.
    const after = await tracking.setUnsubscribe({ ...KEY, active: false, htmlFooter: null, textFooter: null })
    expect(after.settings.unsubscribe).toEqual({ active: false, ...footers })
    expect(await tracking.get(KEY)).toEqual(after)
  })

  it('that was changed though the answer was lost counts as changed, and is sent once', async () => {
    app.lose(`PUT ${TRACKING}`)
    const known = await app.service.tracking.setClick({ ...KEY, click: 'yes' })
    expect(known.settings.click).toBe('yes')
    expect(app.asked()).toEqual([`PUT ${TRACKING}/click`, `GET ${TRACKING}`])
  })

  it('that was not changed says so, once the provider was asked again', async () => {
    app.lose(`PUT ${TRACKING}`, true)
    expect(await failure(() => app.service.tracking.setClick({ ...KEY, click: 'yes' }))).toMatchObject({
      code: 'bad-answer',
      fix: 'Zonedesk asked the provider again: the change was not made. Save it again.',
    })
    expect((await app.service.tracking.get(KEY))?.settings.click).toBe('no')
  })

  it('of which nothing is known after a lost answer says that too', async () => {
    app.lose('')
    const { fix } = await failure(() => app.service.tracking.setClick({ ...KEY, click: 'yes' }))
    expect(fix).toContain('may have been made all the same')
  })

  it('that cannot be read back after a change is what was sent, as old as what was known', async () => {
    const { fetchedAt } = await app.service.tracking.refresh(KEY)
    app.lose(`GET ${TRACKING}`)
    const known = await app.service.tracking.setOpen({ ...KEY, active: true, placeAtTheTop: null })
    expect(known).toMatchObject({ fetchedAt, settings: { open: { active: true, placeAtTheTop: false } } })
  })
})

describe('the two ways to say how mail leaves', () => {
  it('are one at the provider: what the settings send is what the connection has', async () => {
    await app.service.domains.update({ ...KEY, changes: { requireTls: true, skipVerification: true } })
    expect(await app.client.connection.get(KEY.name)).toEqual({ requireTls: true, skipVerification: true })
    await app.client.connection.set(KEY.name, { requireTls: false, skipVerification: null })
    const { domain } = await app.service.domains.refresh(KEY)
    expect(domain.settings).toMatchObject({ requireTls: false, skipVerification: true })
  })
})

describe('the certificate of the tracking host', () => {
  it('is none, then made, then there, with what to do at each step', async () => {
    const { tracking } = app.service
    app.cname = 'mailgun.org'
    expect(await tracking.certificate(KEY)).toEqual({
      host: HOST,
      state: 'none',
      sentence: `The provider has no certificate for ${HOST}.`,
      advice: `Ask for one once the CNAME record of ${HOST} is in DNS, without a proxy in front of it.`,
      reason: null,
      next: 'begin',
    })
    expect(await tracking.beginCertificate(KEY)).toMatchObject({ state: 'making', next: null })
    // Asked for twice, it is still the one under way.
    expect(await tracking.beginCertificate(KEY)).toMatchObject({ state: 'making' })
    app.later = 2_000
    const active = await tracking.certificate(KEY)
    expect(active).toMatchObject({ state: 'active', next: null })
    expect(active.advice).toContain('https')
    await app.service.domains.update({ ...KEY, changes: { webScheme: 'https' } })
    expect((await tracking.certificate(KEY)).advice).toBe('')
    app.later += 91 * 24 * 60 * 60 * 1000
    expect(await tracking.certificate(KEY)).toMatchObject({ state: 'expired', next: 'renew' })
    expect(await tracking.renewCertificate(KEY)).toMatchObject({ state: 'making' })
  })

  it('is refused in the words of the provider while the CNAME does not lead there', async () => {
    app.cname = 'proxy.example.net'
    const refused = await failure(() => app.service.tracking.beginCertificate(KEY))
    expect(refused).toMatchObject({ code: 'refused', message: 'Invalid CNAME record.' })
    expect(refused.fix).toContain(`CNAME record of ${HOST}`)
  })

  it('that failed tells the reason of the provider, and can be asked for again', async () => {
    app.cname = 'mailgun.org'
    await app.service.tracking.beginCertificate(KEY)
    app.cname = null
    app.later = 2_000
    expect(await app.service.tracking.certificate(KEY)).toMatchObject({
      state: 'failed',
      reason: 'Invalid CNAME record.',
      next: 'begin',
    })
  })

  it('is under way though the answer was lost', async () => {
    app.cname = 'mailgun.org'
    app.lose('POST /v2/x509')
    expect(await app.service.tracking.beginCertificate(KEY)).toMatchObject({ state: 'making' })
    expect(app.asked()).toEqual([`POST /v2/x509/${HOST}`, `GET /v2/x509/${HOST}/status`])
  })

  it('that was not begun says so, once the provider was asked again', async () => {
    app.cname = 'mailgun.org'
    app.lose('POST /v2/x509', true)
    expect(await failure(() => app.service.tracking.beginCertificate(KEY))).toMatchObject({
      code: 'bad-answer',
      fix: 'Zonedesk asked the provider again: the certificate is not being made. Ask for it again.',
    })
  })
})
