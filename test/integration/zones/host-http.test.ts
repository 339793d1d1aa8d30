import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHostHttp, type HostHttp } from '../../../src/main/zones/host/host-http'
import { requireToken } from '../../../src/main/zones/host/host-words'
import { json, startServer, text, type ScriptedServer } from '../provider/scripted-server'
import { hurriedParts } from './access-parts'

const SECRET = 'tok/en+0123456789abcdef='
const never = new AbortController().signal
const Answer = v.object({ value: v.number() })

describe('HTTP to a DNS host', () => {
  let server: ScriptedServer
  let waits: number[]
  let http: HostHttp

  beforeEach(async () => {
    server = await startServer()
    waits = []
    http = open(server.url)
  })
  afterEach(() => server.close())

  function open(base: string, answerMs = 5000): HostHttp {
    return createHostHttp({
      host: 'The host',
      credential: 'API token',
      right: 'Give it the right.',
      hasAddress: false,
      base,
      secret: SECRET,
      headers: { authorization: `Bearer ${SECRET}` },
      words: (body) => v.parse(v.object({ error: v.string() }), body).error,
      atOnce: 2,
      parts: hurriedParts(waits),
      answerMs,
    })
  }
  const read = () => http.read('/x', Answer, never)
  const write = () => http.write({ method: 'PATCH', path: '/x', json: { a: 1 } }, Answer, never)
  const failed = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error)

  it('reads an answer of the shape that was asked for', async () => {
    server.answers = [json({ value: 7, more: true })]
    expect((await read()).value).toEqual({ value: 7 })
    expect(server.received[0]).toMatchObject({ method: 'GET', url: '/x', authorization: `Bearer ${SECRET}` })
  })

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [400, 'refused'],
    [409, 'refused'],
    [422, 'refused'],
    [413, 'refused'],
    [405, 'bad-answer'],
    [500, 'bad-answer'],
    [503, 'bad-answer'],
  ])('makes status %d a failure with the code %s and a way out', async (status, code) => {
    server.answers = [
      json(
        { error: `no: ${SECRET} and ${encodeURIComponent(SECRET)} and ${SECRET.slice(0, 12)}...` },
        status,
      ),
    ]
    const error = await failed(read())
    expect(error).toMatchObject({ failure: { code, fix: expect.stringMatching(/\S/) as string } })
    expect(JSON.stringify(error)).not.toContain(SECRET.slice(0, 12))
    expect(String(error)).not.toContain(SECRET.slice(0, 12))
    const sent = await write()
    expect(sent.state).toBe(status < 500 ? 'unchanged' : 'unknown')
    expect(JSON.stringify(sent)).not.toContain(SECRET.slice(0, 12))
  })

  it('waits as long as the host asks, and asks again', async () => {
    server.answers = [text('', 429, { 'retry-after': '7' }), json({ value: 1 })]
    expect((await read()).value).toEqual({ value: 1 })
    expect(waits).toEqual([7000])
  })

  it('sends a write again only after 429, which is before the host did anything', async () => {
    server.answers = [text('', 429, { 'retry-after': '2' }), json({ value: 1 })]
    expect(await write()).toEqual({ state: 'done', value: { value: 1 } })
    expect(server.received).toHaveLength(2)
    server.answers = [text('', 503, { 'retry-after': '2' })]
    expect(await write()).toMatchObject({ state: 'unknown' })
    expect(server.received).toHaveLength(3)
  })

  it('gives up after some tries, and at once where the wait is long', async () => {
    server.answers = [text('', 429)]
    expect(await failed(read())).toMatchObject({ failure: { code: 'rate-limited' } })
    expect(server.received).toHaveLength(4)
    server.answers = [text('', 429, { 'retry-after': '3600' })]
    expect(await failed(read())).toMatchObject({
      failure: { code: 'rate-limited', fix: 'Try again in 3600 s.' },
    })
    expect(await write()).toMatchObject({ state: 'unchanged', error: { failure: { code: 'rate-limited' } } })
    expect(server.received).toHaveLength(6)
  })

  it('follows no redirect with the secret', async () => {
    const other = await startServer()
    other.answers = [json({ value: 1 })]
    server.answers = [text('', 302, { location: `${other.url}/x` })]
    expect(await failed(read())).toMatchObject({ failure: { code: 'bad-answer' } })
    expect(await write()).toMatchObject({ state: 'unknown' })
    expect(other.received).toEqual([])
    await other.close()
  })

  it.each([
    ['a web page', text('<!doctype html><p>Sign in</p>', 200, { 'content-type': 'text/html' }), /web page/],
    ['half an answer', text('{"value":'), /incomplete/],
    ['another shape', json({ value: 'seven' }), /at value/],
  ])('does not take %s for an answer', async (_, answer, words) => {
    server.answers = [answer]
    expect(await failed(read())).toMatchObject({
      failure: { code: 'bad-answer', message: expect.stringMatching(words) as string },
    })
    expect(await write()).toMatchObject({ state: 'unknown' })
  })

  it('does not read an answer without end', async () => {
    const piece = Buffer.alloc(1024 * 1024, 0x20)
    server.answers = [
      (response) => {
        response.writeHead(200)
        const more = (): void => {
          while (!response.destroyed && response.write(piece));
        }
        response.on('drain', more)
        more()
      },
    ]
    expect(await failed(read())).toMatchObject({
      failure: { message: 'The answer of The host is too long.' },
    })
  })

  it('knows after a connection was lost only that a read failed', async () => {
    server.answers = [(response) => response.destroy()]
    expect(await failed(read())).toMatchObject({ failure: { code: 'offline' } })
    expect(await write()).toMatchObject({ state: 'unknown', error: { failure: { code: 'offline' } } })
  })

  it('knows that nothing was written where no connection was made', async () => {
    http = open('http://127.0.0.1:9')
    expect(await write()).toMatchObject({ state: 'unchanged' })
  })

  it('does not wait for ever', async () => {
    http = open(server.url, 100)
    server.answers = [() => undefined]
    expect(await write()).toMatchObject({ state: 'unknown', error: { failure: { code: 'timeout' } } })
  })

  it('stops a read when it is cancelled, and never a write that was sent', async () => {
    const stop = new AbortController()
    server.answers = [() => stop.abort()]
    expect(await failed(http.read('/x', Answer, stop.signal))).toMatchObject({
      failure: { code: 'cancelled' },
    })
    const later = new AbortController()
    server.answers = [
      (response, request) => {
        later.abort()
        json({ value: 1 })(response, request)
      },
    ]
    expect(await http.write({ method: 'PUT', path: '/x' }, Answer, later.signal)).toMatchObject({
      state: 'done',
    })
  })

  it('takes a token with blanks around it, and none with blanks inside', () => {
    expect(requireToken(`\n ${SECRET}\t`, 'API token')).toBe(SECRET)
    for (const wrong of ['', '  ', 'two words', 'line\nbreak', 'naïve']) {
      expect(() => requireToken(wrong, 'API token')).toThrow(
        expect.objectContaining({ name: 'ZonedeskError' }) as Error,
      )
    }
  })
})
