import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isServing, onFreePort, type PrimaryOptions, type PrimaryServer, type TestTsigKey } from './primary'
import { requireProgram, ServerProcess } from './server-process'

/**
 * Starts BIND with zones that can be updated.
 *
 * @param options.zoneStatements more statements for each zone, such as `dnssec-policy default; inline-signing yes;`
 * @throws Error naming the package to install when named is missing, or with the server's own words
 */
export async function startBind(
  options: PrimaryOptions & { zoneStatements?: string },
): Promise<PrimaryServer> {
  const program = requireProgram('named', 'bind9')
  return onFreePort(options, async (host, port) => {
    const folder = mkdtempSync(join(tmpdir(), 'zonedesk-bind-'))
    mkdirSync(join(folder, 'keys'))
    for (const [apex, text] of Object.entries(options.zones)) {
      writeFileSync(join(folder, `${apex}.zone`), text)
    }
    const file = join(folder, 'named.conf')
    writeFileSync(file, config(folder, host, port, options))
    const running = new ServerProcess('named', [program, '-g', '-n', '1', '-c', file])
    const stop = async () => {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    }
    const address = `${host}:${port}`
    try {
      running.start()
      await running.until('start', () => / running$/m.test(running.words))
      await running.until('serve its zones', () => isServing(address, Object.keys(options.zones)))
    } catch (error) {
      await stop()
      throw error
    }
    return { address, host, port, version: versionOf(program), words: () => running.words, stop }
  })
}

function versionOf(program: string): string {
  const text = execFileSync(program, ['-v'], { encoding: 'utf8' })
  return /^BIND [\d.]+/.exec(text)?.[0] ?? text.trim()
}

function allowing(keys: readonly TestTsigKey[]): string {
  if (keys.length === 0) return '{ none; }'
  return `{ ${keys.map(({ name }) => `key "${name}"; `).join('')}}`
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
    zoneStatements = '',
  }: PrimaryOptions & { zoneStatements?: string },
): string {
  const allowed = allowing(keys)
  return [
    ...[...keys, ...readers].map(
      ({ name, algorithm, secret }) => `key "${name}" { algorithm ${algorithm}; secret "${secret}"; };`,
    ),
    'controls { };',
    'options {',
    `  directory "${folder}";`,
    `  key-directory "${join(folder, 'keys')}";`,
    `  pid-file "${join(folder, 'named.pid')}";`,
    `  session-keyfile "${join(folder, 'session.key')}";`,
    `  listen-on port ${port} { ${host}; };`,
    '  listen-on-v6 { none; };',
    '  recursion no;',
    '  dnssec-validation no;',
    '  notify no;',
    '  check-spf ignore;',
    '};',
    ...Object.keys(zones).map((apex) =>
      [
        `zone "${apex}" {`,
        `  type primary; file "${apex}.zone";`,
        `  allow-update ${allowed};`,
        `  allow-transfer ${allowing(transfer ? [...keys, ...readers] : readers)};`,
        `  ${zoneStatements}`,
        '};',
      ].join('\n'),
    ),
    '',
  ].join('\n')
}
