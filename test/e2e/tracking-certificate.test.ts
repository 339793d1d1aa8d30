import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEmbeddedService } from '../../src/main/embedded/service'
import { exampleZone, type Lab, startLab } from '../dns-server/lab'
import { serveFetch } from '../http-server/serve-fetch'
import { type RunningApp, temporaryFolder } from './app'
import { openDomain, PROVIDER_ZONE, startOnLab } from './dns-scene'
import { photograph } from './pictures'

const KEY = 'a-key-of-the-test'
const NAME = 'mg.example.com'
const HOST = `email.${NAME}`
const folder = temporaryFolder()
let lab: Lab
let provider: ReturnType<typeof createEmbeddedService>
let served: Awaited<ReturnType<typeof serveFetch>>
let app: RunningApp
/** While it is set, a question about the certificate's state waits. */
let held: Promise<unknown> | null = null

beforeAll(async () => {
  lab = await startLab({ first: { 'example.com': exampleZone([]), 'mailgun.org': PROVIDER_ZONE } })
  provider = createEmbeddedService({
    ...{ databasePath: `${folder.path}/provider.sqlite`, apiKey: KEY, resolver: lab.resolver.address },
  })
  served = await serveFetch(async (request) => {
    if (request.url.endsWith('/status')) await held
    return provider.fetch(request)
  })
  const made = await fetch(`${served.baseUrl}/v4/domains`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`api:${KEY}`)}` },
    body: new URLSearchParams({ name: NAME }),
  })
  expect(made.status).toBe(200)
  app = await startOnLab(`${folder.path}/app`, lab)
  await app.page.evaluate(
    ({ baseUrl, apiKey }) =>
      window.zonedesk.accounts.add({ name: 'Acme', region: 'own', baseUrl, apiKey, keepKey: 'session' }),
    { baseUrl: served.baseUrl, apiKey: KEY },
  )
  await openDomain(app, NAME)
  await app.page.getByRole('tab', { name: 'Settings' }).click()
})
afterAll(async () => {
  await app.close()
  await served.stop()
  provider.close()
  await lab.stop()
  folder.remove()
})

const section = () => app.page.getByRole('region', { name: 'Tracking certificate' })
const state = (word: string) => section().getByText(word, { exact: true }).waitFor()
const ask = () => section().getByRole('button', { name: 'Ask for a certificate' }).click()

async function picture(name: string): Promise<void> {
  await section().evaluate((element) => element.scrollIntoView())
  await photograph(app.page, `certificate-${name}`)
}

/** Puts the CNAME record of the tracking host into DNS, or takes it out. */
async function publish(target: string | null): Promise<void> {
  const zone = exampleZone(target === null ? [] : [`${HOST}. CNAME ${target}.`])
  await lab.first.setZone('example.com', zone)
  await lab.second.setZone('example.com', zone)
  await lab.resolver.restart()
}

it('is none, and is refused with the reason while its CNAME record is not in DNS', async () => {
  await state('None')
  await section().getByText(`The provider has no certificate for ${HOST}.`).waitFor()
  await ask()
  await section()
    .getByText(/invalid CNAME record/i)
    .waitFor()
  // What DNS has is looked at by itself.
  await section()
    .getByText(/^DNS, checked/)
    .waitFor()
  await picture('refused')
})

it('fails with the reason when the CNAME record is gone while it is made', async () => {
  await publish('mailgun.org')
  const { promise, resolve } = Promise.withResolvers<null>()
  await ask().then(() => state('Being made'))
  held = promise
  await picture('making')
  await publish(null)
  resolve(null)
  held = null
  await state('Failed')
  await section()
    .getByText(/^The provider says: /)
    .waitFor()
  await section().getByText(`Point the CNAME record of ${HOST} straight at the provider`).waitFor()
  await picture('failed')
})

it('is being made, and becomes active without another press', async () => {
  await publish('mailgun.org')
  await ask()
  await state('Being made')
  await state('Active')
  await section().getByText(`${HOST} has a certificate.`).waitFor()
  await section().getByText('The links in mail still use http').waitFor()
  expect(
    await section()
      .getByRole('button', { name: /certificate/ })
      .count(),
  ).toBe(0)
  await picture('active')
  expect(app.pageErrors).toEqual([])
})
