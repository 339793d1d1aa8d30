import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecordData } from '../../../../src/main/zones/rfc2136/record-data'
import { SIGNED_TIMING, SignedServer } from '../../../../src/main/zones/rfc2136/signed-server'
import { tsigKey } from '../../../../src/main/zones/rfc2136/tsig-key'
import type { HostedZone } from '../../../../src/main/zones/zone-access'
import { newTsigKey, type PrimaryServer, type TestTsigKey } from '../../../dns-server/primary'
import { isChange } from '../../../dns-server/tcp-proxy'
import { startBothProxy, type BothProxy, type UdpReply } from '../../../dns-server/udp-proxy'
import { zoneFor } from '../../../dns-server/zone'
import { APEX, change, dig, open, signal, STARTERS, texts, writable } from './servers'

const HOSTED: HostedZone = { id: APEX, apex: APEX, nameServers: null, notWritable: null }
const SHORT = `short.${APEX}`
const LONG = `long.${APEX}`
const LONG_TEXT = 'long '.repeat(600)
const TXT = 16
const SOA = 6

/** For tests in which UDP answers: longer than any answer takes. */
const PATIENT = { udpMs: 20_000 }
/** For tests in which it does not. */
const HURRIED = { udpMs: 150 }

const UPDATE = 5
const opcodeOf = (message: Buffer): number => (message[2]! >> 3) & 0xf
const flip = (message: Buffer, at: number): Buffer => {
  const changed = Buffer.from(message)
  changed[at]! ^= 1
  return changed
}

describe.each(STARTERS)('%s, asked over UDP', (_name, start) => {
  for (const algorithm of ['hmac-sha256', 'hmac-sha512'] as const) {
    describe(`with ${algorithm}`, () => {
      let server: PrimaryServer
      let key: TestTsigKey
      const proxies: BothProxy[] = []

      beforeAll(async () => {
        key = newTsigKey('zonedesk-test', algorithm)
        const sets = [
          { type: 'TXT', name: SHORT, value: 'short' },
          { type: 'TXT', name: LONG, value: LONG_TEXT },
        ] as const
        server = await start({ zones: { [APEX]: zoneFor(APEX, sets) }, keys: [key] })
      })
      afterAll(async () => {
        for (const proxy of proxies) await proxy.stop()
        await server.stop()
      })

      const through = async (
        onUdp: (answer: Buffer, request: Buffer, reply: UdpReply) => void,
      ): Promise<BothProxy> => {
        const proxy = await startBothProxy(server.port, onUdp)
        proxies.push(proxy)
        return proxy
      }
      const connect = (
        to: { host: string; port: number },
        timing: { udpMs: number; udpSilentMs?: number },
        now = Date.now,
      ): SignedServer =>
        new SignedServer(to.host, to.port, tsigKey(key.name, key.algorithm, key.secret), now, {
          ...SIGNED_TIMING,
          ...timing,
        })
      /** What the server says of a name's texts, read as the app reads it. */
      const textsOf = async (asked: SignedServer, name: string): Promise<string[]> => {
        const [answer] = await asked.ask([{ name, type: TXT }], signal())
        return answer!.answers.map((record) => readRecordData(answer!.octets, record).text)
      }

      it('answers a question over UDP, and TCP is not asked', async () => {
        const proxy = await through((answer, _, { send }) => send(answer))
        const asked = connect(proxy, PATIENT)
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        const answers = await asked.ask(
          [
            { name: APEX, type: SOA },
            { name: `nobody.${APEX}`, type: TXT },
          ],
          signal(),
        )
        expect(answers.map(({ rcode }) => rcode)).toEqual([0, 3])
        expect(proxy.overUdp).toHaveLength(3)
        expect(proxy.overTcp).toEqual([])
        asked.close()
      })

      it('cuts a long answer off over UDP, which is then had over TCP', async () => {
        const proxy = await through((answer, _, { send }) => send(answer))
        const asked = connect(proxy, PATIENT)
        const [text] = await textsOf(asked, LONG)
        expect(text?.replaceAll('" "', '')).toBe(`"${LONG_TEXT}"`)
        expect(proxy.overUdp).toHaveLength(1)
        expect(proxy.overTcp).toHaveLength(1)
        // The next question is asked over UDP again: a long answer says nothing against it.
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        expect(proxy.overUdp).toHaveLength(2)
        asked.close()
      })

      it('is asked many questions over TCP alone', async () => {
        const proxy = await through((answer, _, { send }) => send(answer))
        const asked = connect(proxy, PATIENT)
        const questions = Array.from({ length: 40 }, (_, at) => ({ name: `n${at}.${APEX}`, type: TXT }))
        expect(await asked.ask(questions, signal())).toHaveLength(40)
        expect(proxy.overUdp).toEqual([])
        asked.close()
      })

      it('gets each update over TCP, once, and none over UDP', async () => {
        const proxy = await through((answer, _, { send }) => send(answer))
        const access = open(proxy, key, { timing: PATIENT })
        const [zone] = await access.find(APEX, signal())
        const name = `written.${APEX}`
        expect(await access.write(zone!, [change(null, texts(name, ['x']))], signal())).toMatchObject({
          state: 'written',
        })
        const contents = await access.read(zone!, [name], signal())
        expect(writable(contents, name, 'TXT')).toEqual(texts(name, ['x']))
        expect(proxy.overUdp.length).toBeGreaterThan(0)
        expect(proxy.overUdp.filter((request) => opcodeOf(request) === UPDATE)).toEqual([])
        expect(proxy.overTcp.filter(isChange)).toHaveLength(1)
        access.close()
      })

      it('may answer over UDP from elsewhere, or something else, before it answers', async () => {
        const proxy = await through((answer, request, { send, sendFromElsewhere }) => {
          sendFromElsewhere(answer)
          send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))
          send(flip(answer, 1))
          send(request)
          send(otherQuestion(answer))
          send(answer)
        })
        const asked = connect(proxy, PATIENT)
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        expect(proxy.overTcp).toEqual([])
        asked.close()
      })

      const forged: [string, (answer: Buffer) => Buffer][] = [
        ['is cut off, and says so', (answer) => flagged(answer.subarray(0), 0x02)],
        ['has another signature', (answer) => flip(answer, answer.length - 12)],
        ['has other data under the signature', (answer) => changedText(answer)],
        ['has no signature', (answer) => withoutLast(answer)],
        ['says REFUSED without a signature', (answer) => withRcode(withoutLast(answer), 5)],
        ['says FORMERR without a signature', (answer) => withRcode(withoutLast(answer), 1)],
      ]
      it.each(forged)('is asked over TCP at once where an answer %s', async (_, forge) => {
        const proxy = await through((answer, _request, { send }) => send(forge(answer)))
        const asked = connect(proxy, PATIENT)
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        expect(proxy.overUdp).toHaveLength(1)
        expect(proxy.overTcp).toHaveLength(1)
        asked.close()
      })

      const silent: [string, (answer: Buffer, reply: UdpReply) => void][] = [
        ['no answer comes', () => undefined],
        ['an answer comes from elsewhere alone', (answer, reply) => reply.sendFromElsewhere(answer)],
        ['only an answer with another id comes', (answer, reply) => reply.send(flip(answer, 1))],
        ['only an answer to another question comes', (answer, reply) => reply.send(otherQuestion(answer))],
      ]
      it.each(silent)('is asked over TCP after the wait, and then at once, where %s', async (_, onUdp) => {
        const proxy = await through((answer, _request, reply) => onUdp(answer, reply))
        const asked = connect(proxy, HURRIED)
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        expect(proxy.overUdp).toHaveLength(1)
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        expect(proxy.overUdp).toHaveLength(1)
        expect(proxy.overTcp).toHaveLength(2)
        asked.close()
      })

      it('is asked over UDP anew some minutes after it was silent there', async () => {
        let isSilent = true
        const proxy = await through((answer, _, { send }) => (isSilent ? undefined : send(answer)))
        // Within the 300 s by which clocks may differ (RFC 8945 section 10).
        let later = 0
        const asked = connect(proxy, { ...HURRIED, udpSilentMs: 120_000 }, () => Date.now() + later)
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        later = 60_000
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        expect([proxy.overUdp.length, proxy.overTcp.length]).toEqual([1, 2])
        isSilent = false
        later = 200_000
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        expect([proxy.overUdp.length, proxy.overTcp.length]).toEqual([2, 2])
        asked.close()
      })

      it('answers too late over UDP, and nothing is taken from it', async () => {
        const late: (() => void)[] = []
        const proxy = await startBothProxy(
          server.port,
          (answer, _, { send }) => late.push(() => send(answer)),
          {
            // The first answer over TCP goes out after the late one over UDP.
            before: () => late.splice(0).forEach((send) => send()),
          },
        )
        proxies.push(proxy)
        const asked = connect(proxy, HURRIED)
        expect(await textsOf(asked, SHORT)).toEqual(['"short"'])
        expect(proxy.overTcp).toHaveLength(1)
        asked.close()
      })

      it('is not asked further once the question is cancelled', async () => {
        const stop = new AbortController()
        const proxy = await through(() => stop.abort())
        const asked = connect(proxy, PATIENT)
        await expect(asked.ask([{ name: SHORT, type: TXT }], stop.signal)).rejects.toMatchObject({
          failure: { code: 'cancelled' },
        })
        expect(proxy.overTcp).toEqual([])
        asked.close()
      })

      it('says of a wrong secret what it says over TCP', async () => {
        const other = newTsigKey(key.name, algorithm)
        const access = open(server, other)
        await expect(access.find(APEX, signal())).rejects.toMatchObject({ failure: { code: 'unauthorized' } })
        const edits = dig(server, APEX, 'SOA')
        expect(
          await access.write(HOSTED, [change(null, texts(`no.${APEX}`, ['x']))], signal()),
        ).toMatchObject({ state: 'unchanged', error: { failure: { code: 'unauthorized' } } })
        expect(dig(server, APEX, 'SOA')).toEqual(edits)
        access.close()
      })
    })
  }
})

function flagged(message: Buffer, bit: number): Buffer {
  const changed = Buffer.from(message)
  changed[2]! |= bit
  return changed
}

function withRcode(message: Buffer, rcode: number): Buffer {
  const changed = Buffer.from(message)
  changed[3] = (changed[3]! & 0xf0) | rcode
  return changed
}

/** The answer with one letter of the question's name changed. */
function otherQuestion(message: Buffer): Buffer {
  const changed = Buffer.from(message)
  changed[13]! ^= 1
  return changed
}

function changedText(message: Buffer): Buffer {
  const changed = Buffer.from(message)
  changed[changed.lastIndexOf('short') + 1]! ^= 1
  return changed
}

/** The message without its last record, which is the signature. */
function withoutLast(message: Buffer): Buffer {
  const changed = Buffer.from(message)
  const at = message.lastIndexOf(Buffer.concat([Buffer.from([13]), Buffer.from('zonedesk-test')]))
  changed.writeUInt16BE(message.readUInt16BE(10) - 1, 10)
  return changed.subarray(0, at)
}
