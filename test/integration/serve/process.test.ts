import Database from 'better-sqlite3'
import { createSocket } from 'node:dgram'
import { readdirSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { ServeProcess, startBuilt, startByNpm } from './serve-process'

const API_KEY = 'key-of-the-serve-tests'
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})

async function started(more: readonly string[] = []): Promise<ServeProcess> {
  const serving = await ServeProcess.start(API_KEY, more)
  undo.push(() => serving.dispose())
  return serving
}

function messageOf(response: Response): Promise<unknown> {
  return response.json().then((body: unknown) => (body as { message?: unknown }).message)
}

describe('the served process', () => {
  it('prints one line when it is ready and nothing else to standard output, ever', async () => {
    const serving = await started()
    expect(serving.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await serving.request('GET', '/v4/domains')).status).toBe(200)
    expect((await serving.request('GET', '/nowhere')).status).toBe(404)
    expect(await serving.stop()).toEqual({ code: 0, signal: null })
    expect(serving.process.stdout).toBe(`listening on ${serving.url}\n`)
  })

  it('logs each request to standard error, with neither query, key nor password', async () => {
    const serving = await started()
    const password = 'hunter22hunter22'
    await serving.request('POST', '/v4/domains', { name: 'mg.example.com', smtp_password: password })
    await serving.request('PUT', `/v4/domains/mg.example.com?smtp_password=${password}`)
    await serving.request('GET', `/v4/domains/${API_KEY}`)
    await fetch(`${serving.url}/v4/domains`, { headers: { authorization: `Basic ${btoa('api:key-wrong')}` } })
    await serving.stop()
    const lines = serving.process.stderr
      .trim()
      .split('\n')
      .map((line) => line.replace(/^\S+Z /, '').replace(/ \d+ ms$/, ''))
    expect(lines).toEqual([
      'POST /v4/domains 200',
      'PUT /v4/domains/mg.example.com 200',
      'GET /v4/domains/[redacted] 404',
      'GET /v4/domains 401',
    ])
    for (const secret of [password, API_KEY, 'key-wrong', btoa(`api:${API_KEY}`)]) {
      expect(serving.process.stderr).not.toContain(secret)
    }
  })

  it('listens on loopback alone', async () => {
    const serving = await started()
    const port = Number(new URL(serving.url).port)
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal)
    // 127.0.0.2 is this machine too, and another address than the one it listens on.
    for (const host of ['127.0.0.2', ...(outside === undefined ? [] : [outside.address])]) {
      const code = await new Promise((resolve) => {
        const socket = connect(port, host, () => resolve('connected'))
        socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        undo.push(() => socket.destroy())
      })
      expect(code).toBe('ECONNREFUSED')
    }
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('stops at %s with everything kept', async (signal) => {
    const serving = await started()
    for (const label of ['a', 'b', 'c']) {
      await serving.request('POST', '/v4/domains', { name: `${label}.example.com` })
    }
    const before = await (await serving.request('GET', '/v4/domains')).text()
    expect(await serving.stop(signal)).toEqual({ code: 0, signal: null })
    // A file that was closed has no log beside it any more.
    expect(readdirSync(serving.folder)).toEqual(['served.sqlite'])
    const db = new Database(serving.database, { readonly: true, fileMustExist: true })
    expect(db.prepare('SELECT count(*) FROM domains').pluck().get()).toBe(3)
    db.close()
    await serving.restart()
    expect(await (await serving.request('GET', '/v4/domains')).text()).toBe(before)
  })

  it('answers the requests under way before it stops, and takes no more', async () => {
    const silent = createSocket('udp4')
    await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve))
    undo.push(() => silent.close())
    const asked = new Promise((resolve) => silent.once('message', resolve))
    const serving = await started(['--resolver', `127.0.0.1:${silent.address().port}`])
    await serving.request('POST', '/v4/domains', { name: 'mg.example.com' })
    const verifying = serving.request('PUT', '/v4/domains/mg.example.com/verify')
    await asked
    const ended = serving.stop()
    await expect
      .poll(() =>
        serving.request('GET', '/v4/domains').then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused')
    // The resolver never answers, which ends as the service's own sentence and not as a dropped connection.
    const response = await verifying
    expect(response.status).toBe(503)
    expect(await messageOf(response)).toMatch(/^No DNS lookup succeeded, so nothing was changed\./)
    expect(await ended).toEqual({ code: 0, signal: null })
  })

  it('does not wait for connections on which nothing is asked', async () => {
    const serving = await started()
    const idle = connect(Number(new URL(serving.url).port), '127.0.0.1')
    undo.push(() => idle.destroy())
    await new Promise((resolve) => idle.once('connect', resolve))
    const half = connect(Number(new URL(serving.url).port), '127.0.0.1')
    half.on('error', () => undefined)
    undo.push(() => half.destroy())
    await new Promise<void>((resolve) =>
      half.write('GET /v4/domains HTTP/1.1\r\nHost: x\r\n', () => resolve()),
    )
    await pause(20)
    expect(await serving.stop()).toEqual({ code: 0, signal: null })
  })

  it('answers 413 to a large body with the connection intact, and 400 to what is no request', async () => {
    const serving = await started()
    const response = await serving.request('POST', '/v4/domains', { name: 'x'.repeat(3 * 1024 * 1024) })
    expect([response.status, await messageOf(response)]).toEqual([
      413,
      'Request body is too large. At most 1 MiB is accepted.',
    ])
    const socket = connect(Number(new URL(serving.url).port), '127.0.0.1')
    undo.push(() => socket.destroy())
    let answer = ''
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text))
    socket.write('GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    await new Promise((resolve) => socket.once('close', resolve))
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('{"message":"The request cannot be read"}')
    expect((await serving.request('GET', '/v4/domains')).status).toBe(200)
  })

  it('answers 429 with the seconds to wait when verifications are limited', async () => {
    const serving = await started(['--verify-per-minute', '2', '--resolver', '127.0.0.1:9'])
    await serving.request('POST', '/v4/domains', { name: 'mg.example.com' })
    const answers: Response[] = []
    for (let i = 0; i < 3; i++)
      answers.push(await serving.request('PUT', '/v4/domains/mg.example.com/verify'))
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 429])
    const last = answers[2]!
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(Number(last.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(await messageOf(last)).toBe('Too many requests. Try again later.')
  })
})

describe('the key', () => {
  it('is taken from the environment when it is not given', async () => {
    const serving = startBuilt(['--port', '0', '--db', ':memory:'], { ZONEDESK_API_KEY: 'key-from-outside' })
    undo.push(() => serving.child.kill('SIGKILL'))
    const url = await serving.line(/^listening on (.+)$/m)
    const headers = { authorization: `Basic ${btoa('api:key-from-outside')}` }
    expect((await fetch(`${url}/v4/domains`, { headers })).status).toBe(200)
    expect(serving.stderr).not.toContain('key-from-outside')
  })

  it('is made and told once when there is none', async () => {
    const serving = startBuilt(['--port', '0', '--db', ':memory:'])
    undo.push(() => serving.child.kill('SIGKILL'))
    const url = await serving.line(/^listening on (.+)$/m)
    await expect.poll(() => serving.stderr).toMatch(/^API key: \S{32}\n/)
    const [, key = ''] = /^API key: (\S+)$/m.exec(serving.stderr) ?? []
    const headers = { authorization: `Basic ${btoa(`api:${key}`)}` }
    expect((await fetch(`${url}/v4/domains`, { headers })).status).toBe(200)
    expect(serving.stderr.split(key)).toHaveLength(2)
    expect(serving.stdout).not.toContain(key)
  })
})

describe('a start that cannot be', () => {
  it('ends with 2 and one sentence when the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    undo.push(() => other.close())
    const { port } = other.address() as AddressInfo
    const serving = startBuilt(['--port', String(port), '--db', ':memory:', '--api-key', API_KEY])
    expect(await serving.ended).toEqual({ code: 2, signal: null })
    expect(serving.stdout).toBe('')
    expect(serving.stderr).toBe(
      `Port ${port} is in use by another program. Choose another port, or end that program.\n`,
    )
  })

  it('ends with 2 and one sentence when an argument is wrong', async () => {
    const serving = startBuilt(['--db', ':memory:', '--port', 'http'])
    expect(await serving.ended).toEqual({ code: 2, signal: null })
    expect(serving.stdout).toBe('')
    expect(serving.stderr).toBe('The option --port must be a whole number from 0 to 65535.\n')
  })

  it('ends with 1 and a sentence when the file cannot be opened', async () => {
    const serving = startBuilt(['--db', '/dev/null/x.sqlite', '--port', '0'])
    expect(await serving.ended).toEqual({ code: 1, signal: null })
    expect(serving.stderr).toBe(
      '/dev/null/x.sqlite cannot be written. Name another file with --db, or make this one writable.\n',
    )
  })
})

describe('npm run serve', () => {
  it(
    'sets up, prints the one line, answers, and goes with everything it started',
    { timeout: 120_000 },
    async () => {
      const serving = startByNpm(['--port', '0', '--db', ':memory:', '--api-key', API_KEY])
      const url = await serving.line(/^listening on (.+)$/m)
      const headers = { authorization: `Basic ${btoa(`api:${API_KEY}`)}` }
      expect((await fetch(`${url}/v4/domains`, { headers })).status).toBe(200)
      serving.child.kill('SIGTERM')
      await serving.ended
      expect(serving.stdout).toBe(`listening on ${url}\n`)
      await expect
        .poll(() =>
          fetch(`${url}/v4/domains`).then(
            () => 'answered',
            () => 'gone',
          ),
        )
        .toBe('gone')
    },
  )
})
