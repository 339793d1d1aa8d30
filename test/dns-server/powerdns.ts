import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port'
import { isServing, onFreePort, type PrimaryOptions, type PrimaryServer } from './primary'
import { requireProgram, ServerProcess } from './server-process'

const SCHEMA = '/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql'

/** PowerDNS with its database, its HTTP API and its tool. */
export interface PowerDnsServer extends PrimaryServer {
  /** Where its HTTP API begins, without `/api/v1`: `http://127.0.0.1:PORT`. */
  readonly apiUrl: string
  readonly apiKey: string
  /** Runs `pdnsutil` on the server's database, and returns what it prints. */
  pdnsutil(...args: string[]): string
}

/**
 * Starts PowerDNS with an SQLite database, with zones that can be updated by signed messages and over HTTP.
 *
 * @param options.settings further lines of pdns.conf
 * @throws Error naming the package to install when a program is missing, or with the server's own words
 */
export async function startPowerDns(
  options: PrimaryOptions & { settings?: readonly string[] },
): Promise<PowerDnsServer> {
  const program = requireProgram('pdns_server', 'pdns-server')
  const tool = requireProgram('pdnsutil', 'pdns-server')
  const sqlite = requireProgram('sqlite3', 'sqlite3')
  return onFreePort(options, async (host, port) => {
    const folder = mkdtempSync(join(tmpdir(), 'zonedesk-powerdns-'))
    const database = join(folder, 'pdns.sqlite3')
    const apiKey = randomBytes(16).toString('hex')
    const apiPort = await freePort([host])
    writeFileSync(
      join(folder, 'pdns.conf'),
      [
        'launch=gsqlite3',
        `gsqlite3-database=${database}`,
        'gsqlite3-pragma-synchronous=0',
        `local-address=${host}`,
        `local-port=${port}`,
        'dnsupdate=yes',
        'dname-processing=yes',
        // By default, loopback may transfer without a key.
        'allow-axfr-ips=',
        'api=yes',
        `api-key=${apiKey}`,
        'webserver=yes',
        `webserver-address=${host}`,
        `webserver-port=${apiPort}`,
        'webserver-allow-from=127.0.0.0/8',
        `socket-dir=${folder}`,
        'daemon=no',
        'guardian=no',
        'setuid=',
        'setgid=',
        // Nothing is answered from before a change.
        ...['cache-ttl', 'query-cache-ttl', 'negquery-cache-ttl', 'zone-metadata-cache-ttl'].map(
          (name) => `${name}=0`,
        ),
        'dnssec-key-cache-ttl=0',
        'zone-cache-refresh-interval=0',
        ...(options.settings ?? []),
        '',
      ].join('\n'),
    )
    const pdnsutil = (...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync(tool, ['--config-dir', folder, ...args], {
        encoding: 'utf8',
      })
      if (status !== 0) throw new Error(`pdnsutil ${args.join(' ')} failed:\n${stdout}${stderr}`)
      return stdout
    }
    const running = new ServerProcess('pdns_server', [program, `--config-dir=${folder}`])
    const stop = async () => {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    }
    const address = `${host}:${port}`
    try {
      execFileSync(sqlite, [database], { input: readFileSync(SCHEMA) })
      const { readers = [] } = options
      for (const { name, algorithm, secret } of [...options.keys, ...readers]) {
        pdnsutil('import-tsig-key', name, algorithm, secret)
      }
      for (const [apex, text] of Object.entries(options.zones)) {
        const file = join(folder, `${apex}.zone`)
        writeFileSync(file, text)
        pdnsutil('load-zone', apex, file)
        if (options.keys.length === 0) continue
        pdnsutil('set-meta', apex, 'TSIG-ALLOW-DNSUPDATE', ...options.keys.map(({ name }) => name))
        const transferring = [...(options.transfer === false ? [] : options.keys), ...readers]
        if (transferring.length === 0) continue
        pdnsutil('set-meta', apex, 'TSIG-ALLOW-AXFR', ...transferring.map(({ name }) => name))
      }
      running.start()
      await running.until('start', () =>
        /done launching threads|Creating backend connection/i.test(running.words),
      )
      await running.until('serve its zones', () => isServing(address, Object.keys(options.zones)))
    } catch (error) {
      await stop()
      throw error
    }
    const server = { address, host, port, version: versionOf(program), words: () => running.words, stop }
    return { ...server, apiUrl: `http://${host}:${apiPort}`, apiKey, pdnsutil }
  })
}

function versionOf(program: string): string {
  const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return `PowerDNS ${/Server (\S+)/.exec(`${stdout}${stderr}`)?.[1] ?? 'of an unknown version'}`
}
