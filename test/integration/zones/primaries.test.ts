import { execFileSync } from 'node:child_process'
import { Resolver } from 'node:dns/promises'
import { describe, expect, it } from 'vitest'
import { startBind } from '../../dns-server/bind'
import { startPowerDns } from '../../dns-server/powerdns'
import { newTsigKey, type PrimaryOptions, type PrimaryServer } from '../../dns-server/primary'
import { requireProgram } from '../../dns-server/server-process'
import { startUpdatableKnot } from '../../dns-server/updatable-knot'
import { zoneFor } from '../../dns-server/zone'

const APEX = 'example.com'
const TEXT = { type: 'TXT', name: APEX, value: 'kept' } as const

const STARTERS: readonly [string, (options: PrimaryOptions) => Promise<PrimaryServer>][] = [
  ['BIND', startBind],
  ['Knot DNS', startUpdatableKnot],
  ['PowerDNS', startPowerDns],
]

describe.each(STARTERS)('a primary for tests: %s', (name, start) => {
  it('takes what nsupdate signs, refuses it unsigned, and transfers its zone to the key alone', async () => {
    const key = newTsigKey()
    const server = await start({ zones: { [APEX]: zoneFor(APEX, [TEXT]) }, keys: [key] })
    try {
      expect(server.version).toMatch(new RegExp(`^${name} \\d`))
      const script = [
        `server ${server.host} ${server.port}`,
        `zone ${APEX}`,
        `prereq nxrrset mg.${APEX} TXT`,
        `update add mg.${APEX} 300 TXT "v=spf1 ~all"`,
        'send',
        '',
      ].join('\n')
      const nsupdate = requireProgram('nsupdate', 'bind9-dnsutils')
      const keyArgument = `${key.algorithm}:${key.name}:${key.secret}`
      expect(() => execFileSync(nsupdate, { input: script, stdio: 'pipe' })).toThrow(/REFUSED|NOTAUTH/)
      execFileSync(nsupdate, ['-y', keyArgument], { input: script, stdio: 'pipe' })

      const resolver = new Resolver({ timeout: 1_000, tries: 2 })
      resolver.setServers([server.address])
      expect(await resolver.resolveTxt(`mg.${APEX}`)).toEqual([['v=spf1 ~all']])

      const dig = requireProgram('dig', 'bind9-dnsutils')
      const transfer = ['+tcp', `@${server.host}`, '-p', String(server.port), APEX, 'AXFR']
      expect(execFileSync(dig, transfer, { encoding: 'utf8' })).not.toContain('v=spf1')
      expect(execFileSync(dig, ['-y', keyArgument, ...transfer], { encoding: 'utf8' })).toContain('v=spf1')
    } finally {
      await server.stop()
    }
  })
})
