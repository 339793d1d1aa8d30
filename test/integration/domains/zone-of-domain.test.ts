import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { createLookUpZone } from '../../../src/main/domains/dns-hosts/look-up-zone'
import { presetById } from '../../../src/main/dns-hosts/presets'
import { exampleZone, startLab, type Lab } from '../../dns-server/lab'
import { ACCOUNT, cacheWith, dnsHostsOver } from '../../unit/domains/dns-hosts/dns-hosts-under-test'
import { usualRecords } from '../../unit/dns-hosts/arbitrary-records'
import { clientFor, IMPATIENT, resolver } from '../dns/clients'

const KEY = { accountId: ACCOUNT, name: 'mg.example.com' }
const SERVERS = ['ns1.example.com', 'ns2.example.com']

let lab: Lab | undefined
afterEach(() => lab?.stop())

/** The handlers over the lab's servers, with a preset whose host those are. */
async function over(options: Parameters<typeof clientFor>[0] = {}) {
  if (lab === undefined) throw new Error('The lab is not running.')
  const { port, resolver: recursive } = lab
  const cache = await cacheWith({ [KEY.name]: usualRecords() })
  const client = clientFor(options)
  onTestFinished(() => client.close())
  const under = dnsHostsOver(cache, {
    lookUpZone: createLookUpZone({
      client,
      resolvers: () => [resolver(recursive.address)],
      families: () => [4],
      authoritativePort: port,
    }),
  })
  const preset = {
    ...presetById('generic'),
    ...{ name: 'The lab', sources: { here: { ref: 'test/dns-server/lab.ts', of: 'form' } } },
    nameServers: [{ pattern: 'ns#.example.com', source: 'here' }],
  }
  await under.dnsHosts.handlers.dnsHosts.savePreset({ id: null, text: JSON.stringify(preset) })
  return under
}

describe('the zone and the host of a domain, by real name servers', () => {
  it('are those of the organizational domain when nothing is cut below it', async () => {
    lab = await startLab({ first: { 'example.com': exampleZone([]) } })
    const { dnsHosts } = await over()
    expect(await dnsHosts.handlers.dnsHosts.lookUp(KEY)).toMatchObject({
      zone: { name: 'example.com', reason: 'observed' },
      nameServers: { state: 'known', names: SERVERS },
      detected: { id: 'own-the-lab' },
    })
  })

  it('correct the Public Suffix List where the zone is cut lower, and the host field with it', async () => {
    const cut = exampleZone([]).replace('$ORIGIN example.com.', '$ORIGIN mg.example.com.')
    const delegation = SERVERS.map((server) => `mg NS ${server}.`)
    lab = await startLab({ first: { 'example.com': exampleZone(delegation), 'mg.example.com': cut } })
    const { dnsHosts, records, named } = await over()
    const { detect } = dnsHosts.handlers.dnsHosts
    const host = async () =>
      (await records.copyField({ ...KEY, index: 3, field: 'host', alternative: null })).text
    expect((await detect(KEY)).zone).toMatchObject({ name: 'example.com', reason: 'public-suffix' })
    expect(await host()).toBe('mg')
    await expect.poll(() => named('zoneChanged').length).toBeGreaterThan(1)
    expect((await detect(KEY)).zone).toMatchObject({ name: 'mg.example.com', reason: 'observed' })
    expect(await host()).toBe('@')
  })

  it('are not known of a domain that nobody delegates', async () => {
    lab = await startLab({ com: 'other NS ns1.other.com.\nns1.other A 127.0.0.2', first: {} })
    const { dnsHosts } = await over()
    expect(await dnsHosts.handlers.dnsHosts.lookUp(KEY)).toMatchObject({
      zone: { name: 'example.com', reason: 'public-suffix' },
      nameServers: { state: 'none', names: [] },
      ...{ detected: null, preset: { id: 'generic' } },
    })
  })

  it('stay as they were seen when DNS is out of reach', async () => {
    lab = await startLab({ first: { 'example.com': exampleZone([]) } })
    const { dnsHosts } = await over({ timing: IMPATIENT })
    const { lookUp } = dnsHosts.handlers.dnsHosts
    expect((await lookUp(KEY)).nameServers.state).toBe('known')
    await lab.stop()
    lab = undefined
    expect(await lookUp(KEY)).toMatchObject({
      zone: { name: 'example.com', reason: 'observed' },
      nameServers: { state: 'known', names: SERVERS },
    })
  })
})
