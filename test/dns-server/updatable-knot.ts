import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isServing, onFreePort, type PrimaryOptions, type PrimaryServer } from './primary'
import { requireProgram, ServerProcess } from './server-process'

/**
 * Starts Knot DNS with zones that can be updated. `knot.ts` starts it with zones that the test writes as files.
 *
 * @param options.settings more lines for every zone, such as `dnssec-signing: on`
 * @throws Error naming the package to install when knotd is missing, or with the server's own words
 */
export async function startUpdatableKnot(
  options: PrimaryOptions & { settings?: readonly string[] },
): Promise<PrimaryServer> {
  const program = requireProgram('knotd', 'knot')
  return onFreePort(options, async (host, port) => {
    const folder = mkdtempSync(join(tmpdir(), 'zonedesk-knot-'))
    mkdirSync(join(folder, 'run'))
    for (const [apex, text] of Object.entries(options.zones)) {
      writeFileSync(join(folder, `${apex}.zone`), text)
    }
    const file = join(folder, 'knot.conf')
    writeFileSync(file, config(folder, host, port, options))
    const running = new ServerProcess('knotd', [program, '-c', file])
    const stop = async () => {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    }
    const address = `${host}:${port}`
    try {
      running.start()
      await running.until('start', () => /server started/.test(running.words))
      await running.until('serve its zones', () => isServing(address, Object.keys(options.zones)))
    } catch (error) {
      await stop()
      throw error
    }
    return { address, host, port, version: versionOf(program), words: () => running.words, stop }
  })
}

function versionOf(program: string): string {
  const text = execFileSync(program, ['--version'], { encoding: 'utf8' })
  return `Knot DNS ${/[\d.]+/.exec(text)?.[0] ?? text.trim()}`
}

function config(
  folder: string,
  host: string,
  port: number,
  {
    zones,
    keys,
    readers = [],
    transfer = true,
    settings = [],
  }: PrimaryOptions & { settings?: readonly string[] },
): string {
  const action = transfer ? '[update, transfer]' : '[update]'
  const all = [...keys, ...readers]
  return [
    'server:',
    `  listen: ${host}@${port}`,
    `  rundir: ${join(folder, 'run')}`,
    '  background-workers: 1',
    '  udp-workers: 1',
    '  tcp-workers: 1',
    'log:',
    '  - target: stderr',
    '    any: info',
    'database:',
    `  storage: ${folder}`,
    ...(all.length === 0 ? [] : ['key:']),
    ...all.flatMap(({ name, algorithm, secret }) => [
      `  - id: ${name}`,
      `    algorithm: ${algorithm}`,
      `    secret: ${secret}`,
    ]),
    ...(all.length === 0 ? [] : ['acl:']),
    ...all.flatMap(({ name }, at) => [
      `  - id: acl${at}`,
      `    key: ${name}`,
      `    action: ${at < keys.length ? action : '[transfer]'}`,
    ]),
    'template:',
    '  - id: default',
    `    storage: ${folder}`,
    '    journal-content: changes',
    '    zonefile-load: whole',
    '    zonefile-sync: -1',
    ...settings.map((line) => `    ${line}`),
    `    acl: [${all.map((_, at) => `acl${at}`).join(', ')}]`,
    ...(Object.keys(zones).length === 0 ? [] : ['zone:']),
    ...Object.keys(zones).flatMap((apex) => [`  - domain: ${apex}.`, `    file: ${apex}.zone`]),
    '',
  ].join('\n')
}
