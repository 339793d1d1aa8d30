import { expect, it } from 'vitest'
import type { WritableRrset } from '../../../../src/main/zones/rrset'
import { startBind } from '../../../dns-server/bind'
import { startPowerDns } from '../../../dns-server/powerdns'
import { newTsigKey } from '../../../dns-server/primary'
import { zoneFor } from '../../../dns-server/zone'
import { APEX, change, dig, open, signal, texts, writable, zoneOf } from './servers'

it('says what PowerDNS holds against a text that its database spells otherwise, and blames nobody', async () => {
  const key = newTsigKey()
  const zone = `${zoneFor(APEX, [])}${String.raw`_dmarc TXT "v=DMARC1\; p=none"`}\nplain TXT "one"\n`
  const server = await startPowerDns({ zones: { [APEX]: zone }, keys: [key] })
  const access = open(server, key)
  try {
    const hosted = await zoneOf(access)
    const [policy, plain] = [`_dmarc.${APEX}`, `plain.${APEX}`]
    const held = await access.read(hosted, [policy, plain], signal())
    const more = (before: WritableRrset | null): WritableRrset => ({
      ...before!,
      data: [...before!.data, { type: 'TXT', strings: ['more'] }],
    })
    const changes = [plain, policy].map((name) => {
      const before = writable(held, name, 'TXT')
      return change(before, more(before))
    })
    const outcome = await access.write(hosted, changes, signal())
    expect(outcome).toMatchObject({ state: 'unchanged', error: { failure: { code: 'refused' } } })
    const { message, fix } = outcome.state === 'unchanged' ? outcome.error.failure : { message: '', fix: '' }
    expect(message).toContain(`The server answers with the TXT records at ${policy}`)
    expect(fix).toContain(String.raw`such as \;`)
    expect(dig(server, plain, 'TXT')).toHaveLength(1)
    expect(await access.write(hosted, changes.slice(0, 1), signal())).toMatchObject({ state: 'written' })
  } finally {
    access.close()
    await server.stop()
  }
})

it('takes a record for one, in whatever case an answer has its names', async () => {
  const key = newTsigKey()
  // PowerDNS shortens the name of the mail server to that of the AFSDB record in its answer to ANY, and to none in another.
  const own = ['mg MX 5 Mail.Example.ORG.', 'mg AFSDB 1 afs.example.org.', '']
  const server = await startPowerDns({
    zones: { [APEX]: `${zoneFor(APEX, [])}${own.join('\n')}` },
    keys: [key],
  })
  const access = open(server, key)
  try {
    const hosted = await zoneOf(access)
    const before = writable(await access.read(hosted, [`mg.${APEX}`], signal()), `mg.${APEX}`, 'MX')!
    const after = { ...before, data: [{ type: 'MX', preference: 7, exchange: 'in.example.org' }] as const }
    expect(await access.write(hosted, [change(before, after)], signal())).toMatchObject({ state: 'written' })
    expect(dig(server, `mg.${APEX}`, 'MX')).toHaveLength(1)
  } finally {
    access.close()
    await server.stop()
  }
})

it('does not say that the key is to blame where BIND refuses a record', async () => {
  const key = newTsigKey()
  const server = await startBind({ zones: { [APEX]: zoneFor(APEX, []) }, keys: [key] })
  const access = open(server, key)
  try {
    const hosted = await zoneOf(access)
    const lost: WritableRrset = {
      ...{ name: `mg.${APEX}`, ttl: 300, type: 'MX' },
      data: [{ type: 'MX', preference: 10, exchange: `gone.${APEX}` }],
    }
    const outcome = await access.write(hosted, [change(null, lost)], signal())
    expect(outcome).toMatchObject({ state: 'unchanged', error: { failure: { code: 'forbidden' } } })
    const { message, fix } = outcome.state === 'unchanged' ? outcome.error.failure : { message: '', fix: '' }
    expect(message).toContain('does not say why (REFUSED)')
    expect(fix).toContain('an MX record that leads to a name of the zone without an address')
    const fine = change(null, texts(`mg.${APEX}`, ['one']))
    expect(await access.write(hosted, [fine], signal())).toMatchObject({ state: 'written' })
  } finally {
    access.close()
    await server.stop()
  }
})
