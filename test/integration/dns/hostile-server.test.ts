import fc from '../../generated/cases'
import * as v from 'valibot'
import { afterEach, describe, expect, it } from 'vitest'
import { Answer } from '../../../src/preload/contract/dns-answer'
import type { DnsClient } from '../../../src/main/dns/client/dns-client'
import { framed, FLAGS, message, nameOctets, record, startHostileServer, txt } from '../../dns-server/hostile'
import type { HostileServer } from '../../dns-server/hostile'
import { authoritative, clientFor, IMPATIENT } from './clients'

const QUESTION = { name: 'example.com', type: 'TXT' } as const

const running: { stop(): Promise<void> }[] = []
const clients: DnsClient[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

async function hostile(handlers: Parameters<typeof startHostileServer>[0]): Promise<HostileServer> {
  const server = await startHostileServer(handlers)
  running.push(server)
  return server
}

function ask(
  server: HostileServer,
  options: { timing?: typeof IMPATIENT; signal?: AbortSignal } = {},
): Promise<Answer> {
  const client = clientFor(options.timing === undefined ? {} : { timing: options.timing })
  clients.push(client)
  return client.ask(
    { server: authoritative(server.address), question: QUESTION, recursionDesired: false },
    { signal: options.signal },
  )
}

function texts({ outcome }: Answer): string[] {
  if (outcome.kind === 'none') throw new Error(`${outcome.reason}: ${outcome.message}`)
  return outcome.answers.flatMap((r) => (r.type === 'TXT' ? [r.text] : []))
}

describe('a server that answers over UDP', () => {
  it('is asked again, each time waiting longer, and given up when nothing comes', async () => {
    const server = await hostile({})
    const answer = await ask(server, { timing: IMPATIENT })
    expect(answer).toMatchObject({ tries: 3, transport: 'udp', outcome: { kind: 'none', reason: 'timeout' } })
    expect(server.udp).toHaveLength(3)
    expect(new Set(server.udp.map(({ id }) => id)).size).toBeGreaterThan(1)
  })

  it('is believed when it answers the second packet', async () => {
    const server = await hostile({
      udp: (asked, { reply }) => {
        if (asked.before > 0) reply(message(asked, { answers: [record(16, txt('second'))] }))
      },
    })
    const answer = await ask(server, { timing: { ...IMPATIENT, udpMs: [60, 4_000] } })
    expect(answer.tries).toBe(2)
    expect(texts(answer)).toEqual(['second'])
  })

  it.each<[string, { id?: number; question?: Buffer; flags?: number }]>([
    ['another id', { id: 1 }],
    ['another question', { question: Buffer.concat([nameOctets('evil.net'), Buffer.from([0, 16, 0, 1])]) }],
    ['a question for an answer', { flags: 0 }],
  ])('does not mislead with %s before the true answer', async (_, wrong) => {
    const server = await hostile({
      udp: (asked, { reply }) => {
        const id = wrong.id === undefined ? asked.id : asked.id ^ 1
        reply(message(asked, { ...wrong, id, answers: [record(16, txt('false'))] }))
        reply(message(asked, { answers: [record(16, txt('true'))] }))
      },
    })
    expect(texts(await ask(server))).toEqual(['true'])
  })

  it('is said to answer another question when nothing else comes', async () => {
    const server = await hostile({
      udp: (asked, { reply }) =>
        reply(message(asked, { id: asked.id ^ 1, answers: [record(16, txt('false'))] })),
    })
    const answer = await ask(server, { timing: IMPATIENT })
    expect(answer.outcome).toMatchObject({ kind: 'none', reason: 'mismatch' })
  })

  it('is not heard from another port', async () => {
    const server = await hostile({
      udp: (asked, { reply, replyFromElsewhere }) => {
        replyFromElsewhere(message(asked, { answers: [record(16, txt('false'))] }))
        if (asked.before > 0) reply(message(asked, { answers: [record(16, txt('true'))] }))
      },
    })
    expect(texts(await ask(server, { timing: { ...IMPATIENT, udpMs: [60, 4_000] } }))).toEqual(['true'])
  })

  it.each([
    ['a compression loop', (owner: Buffer) => record(16, txt('x'), { owner })],
    ['a name that points forward', () => record(5, Buffer.from([0xc0, 0xff]))],
    ['a record cut short', () => record(16, Buffer.from([200, 0x61]))],
  ])('is malformed with %s', async (_, bad) => {
    const server = await hostile({
      udp: (asked, { reply }) => {
        const loop = Buffer.from([0xc0, 12 + asked.question.length])
        reply(message(asked, { answers: [bad(loop)] }))
      },
    })
    const answer = await ask(server, { timing: IMPATIENT })
    expect(answer.outcome).toMatchObject({ kind: 'none', reason: 'malformed' })
  })

  it('is asked without EDNS when it does not understand it', async () => {
    const server = await hostile({
      udp: (asked, { reply }) => {
        const edns = asked.query.readUInt16BE(10) === 1
        reply(
          edns
            ? message(asked, { rcode: 1, question: null })
            : message(asked, { answers: [record(16, txt('plain'))] }),
        )
      },
    })
    const answer = await ask(server)
    expect(texts(answer)).toEqual(['plain'])
    expect(answer).toMatchObject({ tries: 2, outcome: { edns: false } })
  })

  it('is taken at its word when it answers FORMERR without EDNS too', async () => {
    const server = await hostile({ udp: (asked, { reply }) => reply(message(asked, { rcode: 1 })) })
    expect(await ask(server)).toMatchObject({ tries: 2, outcome: { rcodeName: 'FORMERR' } })
  })

  it('asks with a payload of 1232 octets, without DO', async () => {
    const server = await hostile({ udp: (asked, { reply }) => reply(message(asked)) })
    await ask(server)
    const opt = server.udp[0]!.query.subarray(12 + 17)
    expect(opt.toString('hex')).toBe('000029' + '04d0' + '00000000' + '0000')
  })

  it('is unreachable at once where nobody listens', async () => {
    const server = await hostile({})
    await server.stop()
    running.splice(0)
    expect(await ask(server)).toMatchObject({ tries: 1, outcome: { kind: 'none', reason: 'unreachable' } })
  })

  it('is not waited for when the check is stopped', async () => {
    const stop = new AbortController()
    const server = await hostile({ udp: () => stop.abort() })
    const answer = await ask(server, { signal: stop.signal })
    expect(answer.outcome).toMatchObject({ kind: 'none', reason: 'cancelled' })
    expect(server.udp).toHaveLength(1)
  })
})

describe('a server that answers over TCP', () => {
  const truncated: Parameters<typeof startHostileServer>[0]['udp'] = (asked, { reply }) => {
    reply(message(asked, { flags: FLAGS.qr | FLAGS.aa | FLAGS.tc }))
  }

  it('gives whole what was truncated over UDP, up to the largest TXT record', async () => {
    const strings = Array.from({ length: 250 }, (_, index) => String(index % 10).repeat(255))
    const server = await hostile({
      udp: truncated,
      tcp: (asked, socket) => socket.end(framed(message(asked, { answers: [record(16, txt(...strings))] }))),
    })
    const answer = await ask(server)
    expect(answer).toMatchObject({ transport: 'tcp', tries: 2, outcome: { flags: { tc: true } } })
    expect(texts(answer)).toEqual([strings.join('')])
  })

  it.each<[string, string, NonNullable<Parameters<typeof startHostileServer>[0]['tcp']>]>([
    [
      'truncates there too',
      'truncated',
      (asked, s) => s.end(framed(message(asked, { flags: FLAGS.qr | FLAGS.tc }))),
    ],
    ['hangs up', 'closed', (_, s) => s.destroy()],
    ['hangs up in the middle', 'closed', (asked, s) => s.end(framed(message(asked)).subarray(0, 20))],
    ['says nothing', 'timeout', () => undefined],
    ['claims a message of three octets', 'malformed', (_, s) => s.write(Buffer.from([0, 3, 1, 2, 3]))],
    [
      'answers another question',
      'mismatch',
      (asked, s) => s.end(framed(message(asked, { id: asked.id ^ 1 }))),
    ],
  ])('is given up when it %s', async (_, reason, tcp) => {
    const server = await hostile({ udp: truncated, tcp })
    const answer = await ask(server, { timing: { ...IMPATIENT, udpMs: [4_000] } })
    expect(answer).toMatchObject({ transport: 'tcp', outcome: { kind: 'none', reason } })
  })

  it('is given up when the answer comes drop by drop', async () => {
    const drips = new Set<NodeJS.Timeout>()
    const server = await hostile({
      udp: truncated,
      tcp: (asked, socket) => {
        const octets = framed(message(asked, { answers: [record(16, txt('x'.repeat(200)))] }))
        let at = 0
        const drip = setInterval(() => socket.write(octets.subarray(at, ++at)), 20)
        drips.add(drip)
        socket.on('close', () => clearInterval(drip))
      },
    })
    const answer = await ask(server, { timing: { ...IMPATIENT, udpMs: [4_000] } })
    expect(answer.outcome).toMatchObject({ kind: 'none', reason: 'timeout' })
    for (const drip of drips) clearInterval(drip)
  })

  it('may send the length in two pieces, and more after the message', async () => {
    const server = await hostile({
      udp: truncated,
      tcp: (asked, socket) => {
        const octets = framed(message(asked, { answers: [record(16, txt('whole'))] }))
        socket.write(octets.subarray(0, 1))
        setImmediate(() => socket.write(Buffer.concat([octets.subarray(1), Buffer.from('more')])))
      },
    })
    expect(texts(await ask(server))).toEqual(['whole'])
  })
})

describe('fuzzed answers', () => {
  it('neither crash nor hang, and are what their schema says', async () => {
    let next: (asked: Parameters<typeof message>[0]) => Buffer = (asked) => message(asked)
    const server = await hostile({ udp: (asked, { reply }) => reply(next(asked)) })
    const client = clientFor({ timing: { ...IMPATIENT, udpMs: [20] } })
    clients.push(client)
    const change = fc.record({ at: fc.nat(120), octet: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 10 }), fc.boolean(), async (changes, keepHeader) => {
        next = (asked) => {
          const octets = message(asked, {
            answers: [record(16, txt('v=spf1 -all')), record(5, nameOctets('a.example.net'))],
            authority: [record(2, nameOctets('ns.example.net'))],
          })
          // With the header as it is, the changes reach the records.
          for (const { at, octet } of changes) octets[(keepHeader ? 12 : 0) + at] = octet
          return octets
        }
        const answer = await client.ask(
          { server: authoritative(server.address), question: QUESTION, recursionDesired: false },
          { fresh: true },
        )
        expect(v.parse(Answer, answer)).toEqual(answer)
      }),
      { numRuns: 300 },
    )
  })
})
