import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '../../../src/preload/contract'
import { startDnsServer, zoneFor, type DnsServer, type ZoneRecord } from '../../dns-server/knot'
import { ROOT, ServeProcess } from './serve-process'

const text = readFileSync(join(ROOT, 'docs/api.md'), 'utf8')
const API_KEY = 'key-of-the-examples'

interface Example {
  readonly command: string
  readonly answer: unknown
}

/** Each `sh` block with the `json` or `text` block that comes next. */
const examples: Example[] = [
  ...text.matchAll(/^```sh\n(?<command>[^`]+)^```\n+```(?<kind>json|text)\n(?<answer>[^`]+)^```/gm),
].map(({ groups }) => ({
  command: groups?.['command']?.trim() ?? '',
  answer:
    groups?.['kind'] === 'text'
      ? groups['answer']?.trim()
      : (JSON.parse(groups?.['answer'] ?? '') as unknown),
}))

/** What an admin needs beside the Domains API. */
const BESIDE = [
  ...['GET /v1/dkim/keys', 'POST /v1/dkim/keys', 'DELETE /v1/dkim/keys'],
  'GET /v4/domains/{authority}/keys',
  'PUT /v4/domains/{authority}/keys/{selector}/activate',
  'PUT /v4/domains/{authority}/keys/{selector}/deactivate',
  ...['PUT /v3/domains/{name}/dkim_authority', 'PUT /v3/domains/{name}/dkim_selector'],
  'PUT /v1/dkim_management/domains/{name}/rotation',
  'POST /v1/dkim_management/domains/{name}/rotate',
  'GET /v3/domains/{name}/tracking',
  ...['open', 'click', 'unsubscribe'].map((kind) => `PUT /v3/domains/{name}/tracking/${kind}`),
  ...['GET /v2/x509/{host}/status', 'POST /v2/x509/{host}', 'PUT /v2/x509/{host}'],
  ...['GET /v3/domains/{name}/credentials', 'POST /v3/domains/{name}/credentials'],
  'PUT /v3/domains/{name}/credentials/{login}',
  'DELETE /v3/domains/{name}/credentials/{login}',
  'DELETE /v3/domains/{name}/credentials',
  ...['GET /v3/domains/{name}/connection', 'PUT /v3/domains/{name}/connection'],
  ...['GET', 'POST', 'DELETE'].map((method) => `${method} /v5/accounts/subaccounts`),
  'GET /v5/accounts/subaccounts/{id}',
  ...['enable', 'disable'].map((way) => `POST /v5/accounts/subaccounts/{id}/${way}`),
]

const noCurl = spawnSync('curl', ['--version']).error !== undefined

describe.skipIf(noCurl)('the curl examples (skipped where there is no curl)', () => {
  let dns: DnsServer
  let serving: ServeProcess

  beforeAll(async () => {
    dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
    serving = await ServeProcess.start(API_KEY, ['--resolver', dns.address])
  })
  afterAll(async () => {
    await serving.dispose()
    await dns.stop()
  })

  /** "Once the records are in DNS". */
  async function publish(): Promise<void> {
    const response = await serving.request('GET', '/v4/domains/mg.example.com')
    const answer = (await response.json()) as Record<string, { [field: string]: string }[]>
    const records = [...(answer['sending_dns_records'] ?? []), ...(answer['receiving_dns_records'] ?? [])]
    const zone = records.map((record) => ({
      type: record['record_type'] as ZoneRecord['type'],
      name: record['name'] ?? 'mg.example.com',
      value: record['value'] ?? '',
      priority: record['priority'] ?? null,
    }))
    await dns.setZone('example.com', zoneFor('example.com', zone))
  }

  async function run(command: string): Promise<string> {
    const child = spawn('sh', ['-ec', command], {
      env: { ...process.env, URL: serving.url, KEY: API_KEY, no_proxy: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part))
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect(code).toBe(0)
    return output
  }

  it.each(examples)('answers $command', async ({ command, answer }) => {
    if (/\/(?:verify|activate)"/.test(command)) await publish()
    const output = await run(command)
    if (typeof answer === 'string') expect(output).toBe(answer)
    else expect(JSON.parse(output)).toMatchObject(answer as object)
  })

  it('cover every operation', () => {
    const calls = examples.map(({ command }) => command).join('\n')
    const shown = [
      / "\$URL\/v4\/domains" -F name=/,
      / "\$URL\/v4\/domains\?/,
      /"\$URL\/v4\/domains\/mg\.example\.com"$/m,
      /-X PUT "\$URL\/v4\/domains\/mg\.example\.com" /,
      /-X PUT "\$URL\/v4\/domains\/mg\.example\.com\/verify"/,
      /-X DELETE "\$URL\/v3\/domains\/mg\.example\.com"/,
      /-X PUT "\$URL\/v3\/domains\/mg\.example\.com\/message_ttl/,
      /-X PUT "\$URL\/v3\/domains\/mg\.example\.com\/mailfrom_host/,
      /-X PUT "\$URL\/v3\/domains\/mg\.example\.com\/web_prefix/,
    ]
    for (const call of shown) expect(calls).toMatch(call)
    for (const operation of BESIDE) {
      const [method = '', path = ''] = operation.split(' ')
      const where = path.replace(/\{\w+\}/g, '[^/ "]+')
      const form = new RegExp(
        `${method === 'GET' || method === 'POST' ? '' : `-X ${method} `}.*"\\$URL${where}[?"]`,
      )
      expect(calls).toMatch(form)
    }
  })

  it('are all that the document has', () => {
    expect(text.match(/^```sh$/gm)).toHaveLength(examples.length)
  })
})

describe('the table of operations', () => {
  const tables = text
    .split(/\n(?!\|)/)
    .map((block) => block.split('\n').filter((line) => line.startsWith('|')))
    .filter((lines) => lines.length > 0)
    .map((lines) =>
      lines.map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    )
  const [[head, , ...rows] = [], [, , ...beside] = [], [, , ...spoken] = []] = tables
  const cells = [...rows, ...beside].flatMap(([operation = '', ...places]) =>
    places.map((cell, index) => ({ operation, place: head?.[index + 1] ?? '', cell })),
  )
  const spokenTests = spoken
    .map(([operation = '', , , , cell = '']) => ({ operation, place: 'app', cell }))
    .filter(({ cell }) => cell !== 'none')

  it('has every operation beside the Domains API too', () => {
    expect(tables).toHaveLength(3)
    expect(beside.map(([operation]) => operation)).toEqual(BESIDE.map((operation) => `\`${operation}\``))
  })

  it('has every operation in every place', () => {
    expect(head).toEqual(['operation', 'server', 'client', 'window'])
    expect(rows.map(([operation]) => operation)).toEqual([
      '`GET /v4/domains`',
      '`POST /v4/domains`',
      '`GET /v4/domains/{name}`',
      '`PUT /v4/domains/{name}`',
      '`PUT /v4/domains/{name}/verify`',
      '`DELETE /v3/domains/{name}`',
      '`PUT /v3/domains/{name}/message_ttl`',
      '`PUT /v3/domains/{name}/mailfrom_host`',
      '`PUT /v3/domains/{name}/web_prefix`',
    ])
    expect(cells.every(({ cell }) => cell !== '')).toBe(true)
    expect(cells.filter(({ place, cell }) => place === 'server' && cell.startsWith('none'))).toEqual([])
  })

  it('says of every operation what the app calls, with channels and calls that exist', () => {
    expect(spoken.map(([operation]) => operation)).toEqual(
      [...rows, ...beside].map(([operation]) => operation),
    )
    for (const [operation, client = '', channels = '', place = '', tests = ''] of spoken) {
      expect(
        [channels, place, tests].every((cell) => cell !== ''),
        operation,
      ).toBe(true)
      for (const [, subject = '', channel = ''] of channels.matchAll(/`([a-zA-Z]+)\.([a-zA-Z]+)`/g)) {
        expect(contract, operation).toHaveProperty([subject, channel])
      }
      if (client === 'none') continue
      const [, file = '', call = ''] = /^`(\S+\.ts)`: `(\w+)`$/.exec(client) ?? []
      const code = readFileSync(join(ROOT, 'src/main/provider/client', file), 'utf8')
      expect(code, `${operation}: ${client}`).toMatch(new RegExp(`^ {4}${call}: `, 'm'))
    }
  })

  it.each([...cells.filter(({ cell }) => !cell.startsWith('none: ')), ...spokenTests])(
    'names tests that exist: $operation in the $place',
    ({ cell }) => {
      for (const named of cell.split('; ')) {
        const [, file = '', title = ''] = /^`(\S+\.test\.ts)`: (.+)$/.exec(named) ?? []
        const path = join(ROOT, 'test', file)
        expect(file !== '' && existsSync(path), `${named}: no such file`).toBe(true)
        // The title of a test, behind the quote that opens it: `it('title'` or `it.each(...)('title'`.
        expect(readFileSync(path, 'utf8').includes(`('${title}'`), `${named}: no such test`).toBe(true)
      }
    },
  )
})
