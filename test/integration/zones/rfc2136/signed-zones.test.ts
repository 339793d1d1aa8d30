import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startBind } from '../../../dns-server/bind'
import { startPowerDns } from '../../../dns-server/powerdns'
import { newTsigKey, type PrimaryOptions, type PrimaryServer } from '../../../dns-server/primary'
import { requireProgram } from '../../../dns-server/server-process'
import { signZone } from '../../../dns-server/signed-zone'
import { startUpdatableKnot } from '../../../dns-server/updatable-knot'
import { zoneFor } from '../../../dns-server/zone'
import { APEX, change, open, signal, texts, writable, zoneOf } from './servers'

function signatures(server: PrimaryServer, name: string, type = 'TXT'): string {
  const dig = requireProgram('dig', 'bind9-dnsutils')
  const words = [
    '+dnssec',
    '+norec',
    '+noall',
    '+answer',
    '+tcp',
    `@${server.host}`,
    '-p',
    String(server.port),
  ]
  return execFileSync(dig, [...words, name, type], { encoding: 'utf8' })
}

it('writes in a zone that BIND signs by itself, and BIND signs what was written', async () => {
  const key = newTsigKey()
  const zoneStatements = 'dnssec-policy default; inline-signing yes;'
  const server = await startBind({ zones: { [APEX]: zoneFor(APEX, []) }, keys: [key], zoneStatements })
  try {
    const access = open(server, key)
    const name = `mg.${APEX}`
    const zone = await zoneOf(access)
    expect(zone).toMatchObject({ notWritable: null })
    expect(zone.caution).toBeUndefined()
    const outcome = await access.write(zone, [change(null, texts(name, ['one']))], signal())
    expect(outcome).toMatchObject({ state: 'written' })
    for (let tries = 0; tries < 100 && !/RRSIG/.test(signatures(server, name)); tries++) await pause(50)
    expect(signatures(server, name)).toMatch(/RRSIG\s+TXT/)
    const before = writable(await access.read(zone, [name], signal()), name, 'TXT')
    expect(await access.write(zone, [change(before, null)], signal())).toMatchObject({ state: 'written' })
    access.close()
  } finally {
    await server.stop()
  }
})

it.each([
  [
    'Knot DNS',
    (options: PrimaryOptions) => startUpdatableKnot({ ...options, settings: ['dnssec-signing: on'] }),
  ],
  [
    'PowerDNS',
    async (options: PrimaryOptions) => {
      const server = await startPowerDns({ ...options, settings: ['gsqlite3-dnssec=yes'] })
      server.pdnsutil('secure-zone', APEX)
      return server
    },
  ],
] as const)('says nothing after a write to %s, which signed it', async (_, start) => {
  const key = newTsigKey()
  const server = await start({ zones: { [APEX]: zoneFor(APEX, []) }, keys: [key] })
  try {
    const access = open(server, key)
    for (let tries = 0; tries < 100 && !/RRSIG/.test(signatures(server, `ns.${APEX}`, 'A')); tries++)
      await pause(50)
    const zone = await zoneOf(access)
    expect(zone.caution).toMatch(/signed/)
    const name = `mg.${APEX}`
    const outcome = await access.write(zone, [change(null, texts(name, ['one']))], signal())
    expect(outcome).toEqual({ state: 'written', serial: expect.any(Number) as number })
    expect(signatures(server, name)).toMatch(/RRSIG\s+TXT/)
    access.close()
  } finally {
    await server.stop()
  }
})

it.each([
  ['BIND', startBind],
  ['Knot DNS', startUpdatableKnot],
  ['PowerDNS', startPowerDns],
] as const)('says before a write to %s that a zone may have been signed by hand', async (name, start) => {
  const key = newTsigKey()
  const server = await start({ zones: { [APEX]: signZone(APEX, zoneFor(APEX, [])).text }, keys: [key] })
  try {
    const access = open(server, key)
    const zone = await zoneOf(access)
    expect(zone.notWritable).toBeNull()
    expect(zone.caution).toMatch(/signed/)
    // BIND takes no update that it cannot sign. The other two take it, which is why the caution is said.
    const outcome = await access.write(zone, [change(null, texts(`mg.${APEX}`, ['one']))], signal())
    expect(outcome.state).toBe(name === 'BIND' ? 'unknown' : 'written')
    // The journal has what became of it.
    if (outcome.state === 'written') {
      expect(outcome.caution).toContain('its server did not sign what Zonedesk wrote')
    }
    expect(signatures(server, `mg.${APEX}`)).not.toMatch(/RRSIG/)
    access.close()
  } finally {
    await server.stop()
  }
})
