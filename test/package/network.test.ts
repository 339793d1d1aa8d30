import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { output, packages } from './packages'

/** How long the app runs after its window shows its content, in milliseconds. */
const WAIT_MS = 10_000

/** A network of its own: what is sent to any address but the computer's own goes to a device that only counts. */
const network = `zonedesk-${process.pid}`
const resolvers = `/etc/netns/${network}`
const within = (command: readonly string[]): readonly string[] => ['netns', 'exec', network, ...command]
let folder: string

/** How many packets were sent away, and how many within the computer. */
function sent(): { readonly away: number; readonly within: number } {
  const count = (device: string): number =>
    Number(output('ip', within(['cat', `/sys/class/net/${device}/statistics/tx_packets`])).trim())
  return { away: count('away'), within: count('lo') }
}

describe.runIf(packages().installs)('the packed app', () => {
  beforeAll(() => {
    output('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'iproute2', 'procps'])
    folder = mkdtempSync(join(tmpdir(), 'zonedesk-network-'))
    // `ip netns exec` puts this file in the place of the system's.
    mkdirSync(resolvers, { recursive: true })
    writeFileSync(join(resolvers, 'resolv.conf'), 'nameserver 192.0.2.53\n')
    output('ip', ['netns', 'add', network])
    output('ip', within(['sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1']))
    output('ip', within(['ip', 'link', 'add', 'away', 'type', 'veth', 'peer', 'name', 'nowhere']))
    // Nobody answers at its other end, so nobody is asked who has an address.
    output('ip', within(['ip', 'link', 'set', 'away', 'arp', 'off']))
    output('ip', within(['ip', 'address', 'add', '192.0.2.1/24', 'dev', 'away']))
    for (const device of ['lo', 'nowhere', 'away']) output('ip', within(['ip', 'link', 'set', device, 'up']))
    output('ip', within(['ip', 'route', 'add', 'default', 'dev', 'away']))
  })
  afterAll(() => {
    spawnSync('ip', ['netns', 'delete', network])
    rmSync(resolvers, { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  })

  it('sends nothing when it starts without an account', async () => {
    const picture = join(folder, 'window.png')
    const before = sent()
    const app = spawn(
      'ip',
      within([
        join(packages().unpacked, 'zonedesk'),
        '--no-sandbox',
        `--user-data-dir=${join(folder, 'data')}`,
        `--screenshot=${picture}`,
      ]) as string[],
      { stdio: 'ignore' },
    )
    try {
      await expect.poll(() => existsSync(picture), { timeout: 60_000 }).toBe(true)
      await sleep(WAIT_MS)
      expect(app.exitCode).toBeNull()
      expect(sent()).toEqual(before)
    } finally {
      app.kill()
    }
    expect(readFileSync(picture).length).toBeGreaterThan(10_000)
  })

  it('would be seen sending', () => {
    const before = sent()
    spawnSync('ip', within(['getent', 'hosts', 'mg.example.com']) as string[], { timeout: 20_000 })
    expect(sent().away).toBeGreaterThan(before.away)
  })
})
