import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presentationOf } from '../../../src/main/zones/presentation'
import { isWritable, type WritableRrset } from '../../../src/main/zones/rrset'
import type { ZoneAccess } from '../../../src/main/zones/zone-access'
import { newTsigKey, type PrimaryServer, type TestTsigKey } from '../../dns-server/primary'
import { zoneFor } from '../../dns-server/zone'
import {
  APEX,
  change,
  open,
  signal,
  STARTERS,
  texts,
  writable,
  zoneOf,
} from '../../integration/zones/rfc2136/servers'
import { answerOf, isLacking, type ProgramName } from '../programs'

const DKIM = `v=DKIM1; k=rsa; p=${'B'.repeat(400)}`
/** What Zonedesk writes, below a name of its own for each pair of programs. */
const setsBelow = (name: string): readonly WritableRrset[] => [
  texts(`mg.${name}`, ['v=spf1 include:mailgun.org ~all', 'a\\b "c"; d', 'caf\xc3\xa9'], 600),
  {
    ...texts(`s1._domainkey.mg.${name}`, [], 1_800),
    data: [{ type: 'TXT', strings: [DKIM.slice(0, 255), DKIM.slice(255)] }],
  },
  {
    ...{ name: `mg.${name}`, type: 'MX', ttl: 600 },
    data: [
      { type: 'MX', preference: 10, exchange: 'mxa.mailgun.org' },
      { type: 'MX', preference: 20, exchange: 'mxb.mailgun.org' },
    ],
  },
  { name: `email.mg.${name}`, type: 'CNAME', ttl: 600, data: [{ type: 'CNAME', target: 'mailgun.org' }] },
  { name: `six.${name}`, type: 'AAAA', ttl: 600, data: [{ type: 'AAAA', address: '2001:db8::1' }] },
]

/** Two programs that write, each with one of its makers that reads. */
const PAIRS: readonly { readonly writer: ProgramName; readonly reader: ProgramName }[] = [
  { writer: 'nsupdate', reader: 'dig' },
  { writer: 'knsupdate', reader: 'kdig' },
]
const ALGORITHMS = ['hmac-sha256', 'hmac-sha512'] as const

describe.each(STARTERS)('%s', (_name, start) => {
  describe.each(ALGORITHMS)('with %s', (algorithm) => {
    let server: PrimaryServer
    let key: TestTsigKey
    let access: ZoneAccess

    beforeAll(async () => {
      key = newTsigKey('zonedesk-test', algorithm)
      server = await start({ zones: { [APEX]: zoneFor(APEX, []) }, keys: [key] })
      access = open(server, key)
    })
    afterAll(async () => {
      access.close()
      await server.stop()
    })

    for (const { writer, reader } of PAIRS) {
      describe.skipIf(isLacking(writer) || isLacking(reader))(`${writer} and ${reader}`, () => {
        const signed = (): string[] => ['-y', `${key.algorithm}:${key.name}:${key.secret}`]
        /** What the reader prints of a signed transfer: sorted lines of `name ttl type data`. */
        const transferred = async (): Promise<string[]> => {
          const output = await answerOf(reader, [
            ...[...signed(), `@${server.host}`, '-p', String(server.port)],
            ...[APEX, 'AXFR', '+tcp', '+noall', '+answer'],
          ])
          return output
            .split('\n')
            .filter((line) => line.trim() !== '' && !line.startsWith(';'))
            .map((line) => line.replace(/[ \t]+/g, ' ').replace(' IN ', ' '))
            .toSorted()
        }
        const update = (...lines: string[]): Promise<string> =>
          answerOf(writer, signed(), {
            input: [`server ${server.host} ${server.port}`, `zone ${APEX}.`, ...lines, 'send', ''].join('\n'),
          })

        it('reads what Zonedesk wrote', async () => {
          const zone = await zoneOf(access)
          const sets = setsBelow(`${writer}.${APEX}`)
          const changes = sets.map((set) => change(null, set))
          expect(await access.write(zone, changes, signal())).toMatchObject({ state: 'written' })
          const wanted = sets.flatMap(({ name, ttl, type, data }) =>
            data.map((one) => `${name}. ${ttl} ${type} ${spelt(presentationOf(one))}`),
          )
          const lines = (await transferred())
            .filter((line) => line.includes(`.${writer}.${APEX}.`))
            .map(spelt)
          expect(lines).toEqual(wanted.toSorted())
        })

        it('writes what Zonedesk reads, and what Zonedesk then changes and removes', async () => {
          const name = `theirs-${writer}.${APEX}`
          await update(
            `update add ${name}. 300 TXT "one" "and \\"two\\" \\\\ ; more"`,
            `update add ${name}. 300 TXT "other"`,
            `update add ${name}. 300 MX 5 MX.Example.NET.`,
          )
          const zone = await zoneOf(access)
          const contents = await access.read(zone, [name], signal())
          const text = writable(contents, name, 'TXT')!
          expect(text.data).toHaveLength(2)
          expect(text.data).toEqual(
            expect.arrayContaining([
              { type: 'TXT', strings: ['one', 'and "two" \\ ; more'] },
              { type: 'TXT', strings: ['other'] },
            ]),
          )
          expect(text.ttl).toBe(300)
          const mail = writable(contents, name, 'MX')!
          expect(mail.data).toEqual([{ type: 'MX', preference: 5, exchange: 'mx.example.net' }])

          const fewer = {
            ...text,
            data: text.data.filter((one) => 'strings' in one && one.strings[0] === 'other'),
          }
          expect(await access.write(zone, [change(text, fewer), change(mail, null)], signal())).toMatchObject(
            { state: 'written' },
          )
          expect((await transferred()).filter((line) => line.startsWith(name))).toEqual([
            `${name}. 300 TXT "other"`,
          ])
        })

        it('is the editor that comes in between, and nothing of its work is lost', async () => {
          const name = `between-${writer}.${APEX}`
          await update(`update add ${name}. 300 TXT "first"`)
          const zone = await zoneOf(access)
          const before = writable(await access.read(zone, [name], signal()), name, 'TXT')!
          await update(`update add ${name}. 300 TXT "of ${writer}"`)
          const outcome = await access.write(zone, [change(before, texts(name, ['first', 'mine']))], signal())
          expect(outcome).toMatchObject({ state: 'conflict' })
          const { rrsets } = await access.read(zone, [name], signal())
          expect(rrsets.filter(isWritable).find((set) => set.name === name)?.data).toHaveLength(2)
          expect((await transferred()).filter((line) => line.startsWith(name))).toHaveLength(2)
        })

        it('has its prerequisites refused where Zonedesk wrote first', async () => {
          const name = `first-${writer}.${APEX}`
          const zone = await zoneOf(access)
          expect(await access.write(zone, [change(null, texts(name, ['mine']))], signal())).toMatchObject({
            state: 'written',
          })
          await expect(
            update(`prereq nxrrset ${name}. TXT`, `update add ${name}. 300 TXT "x"`),
          ).rejects.toThrow(/YXRRSET/)
          expect((await transferred()).filter((line) => line.startsWith(name))).toEqual([
            `${name}. 300 TXT "mine"`,
          ])
        })
      })
    }
  })
})

/** kdig escapes fewer characters of a text than dig, and writes others: a text is compared by its octets. */
function spelt(line: string): string {
  return line
    .replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(Number(digits)))
    .replace(/\\(["\\;])/g, '$1')
}
