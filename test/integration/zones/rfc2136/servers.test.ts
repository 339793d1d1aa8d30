import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newTsigKey, type PrimaryServer, type TestTsigKey } from '../../../dns-server/primary'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import {
  APEX,
  change,
  dig,
  nsupdate,
  open,
  rrset,
  signal,
  STARTERS,
  texts,
  writable,
  zoneOf,
} from './servers'

const ZONE = [
  `$ORIGIN ${APEX}.`,
  '$TTL 300',
  `@ SOA ns1.${APEX}. hostmaster.${APEX}. 100 3600 600 86400 60`,
  '@ NS ns1',
  '@ NS NS2.Example.net.',
  'ns1 A 192.0.2.53',
  '@ 600 TXT "v=spf1 include:_spf.example.net ~all"',
  '@ 600 TXT "google-site-verification=AbC"',
  '@ 600 TXT "odd \\" \\\\ \\200\\001" "second; string"',
  '@ MX 10 MXA.Example.NET.',
  '@ MX 20 mxb.example.net.',
  '@ CAA 0 issue "ca.example.net; policy=ev"',
  '_sip._tcp SRV 1 2 5060 sip.example.net.',
  'www CNAME WWW.Example.Net.',
  'six AAAA 2001:DB8:0:0:0:0:0:1',
  'unknown TYPE65300 \\# 3 010203',
  '*.wild TXT "of the wildcard"',
  'real.wild TXT "of its own"',
  'both.wild A 192.0.2.7',
  'a\\.b.dot TXT "in a label with a dot"',
  'sub NS ns.elsewhere.example.net.',
  'tree DNAME other.example.net.',
  '',
].join('\n')

describe.each(STARTERS)('%s', (_name, start) => {
  for (const algorithm of ['hmac-sha256', 'hmac-sha512'] as const) {
    describe.each([
      ['which lets the key transfer the zone', true],
      ['which does not', false],
    ])(`with ${algorithm}, %s`, (_words, transfer) => {
      let server: PrimaryServer
      let key: TestTsigKey
      let access: ZoneAccess

      beforeAll(async () => {
        key = newTsigKey('Zonedesk.Test', algorithm)
        server = await start({ zones: { [APEX]: ZONE }, keys: [key], transfer })
        access = open(server, key)
      })
      afterAll(async () => {
        access.close()
        await server.stop()
      })

      it('is found by its apex, with the name servers that stand there', async () => {
        expect(await access.find('Example.com.', signal())).toEqual([
          { id: APEX, apex: APEX, nameServers: ['ns1.example.com', 'ns2.example.net'], notWritable: null },
        ])
        expect(await access.find('example.org', signal())).toEqual([])
        expect(await access.find(`www.${APEX}`, signal())).toEqual([])
      })

      it('keeps its serial when it is only looked at', async () => {
        await zoneOf(access)
        const before = dig(server, APEX, 'SOA')
        await access.read(await zoneOf(access), [`both.wild.${APEX}`], signal())
        expect(dig(server, APEX, 'SOA')).toEqual(before)
      })

      it('is read whole, or by questions, to the last octet', async () => {
        const zone = await zoneOf(access)
        const names = [
          '_sip._tcp',
          'www',
          'six',
          'unknown',
          'real.wild',
          'made-up.wild',
          'both.wild',
          'a\\.b.dot',
        ]
        const owners = [
          APEX,
          ...names.map((name) => `${name}.${APEX}`),
          `x.sub.${APEX}`,
          `sub.${APEX}`,
          `x.tree.${APEX}`,
        ]
        const contents = await access.read(zone, owners, signal())
        expect(contents.extent).toBe(transfer ? 'whole' : 'types')
        expect(contents.serial).toBeGreaterThanOrEqual(100)
        expect(writable(contents, APEX, 'TXT')).toMatchObject({ name: APEX, type: 'TXT', ttl: 600 })
        expect(writable(contents, APEX, 'TXT')?.data).toEqual(
          expect.arrayContaining([
            { type: 'TXT', strings: ['v=spf1 include:_spf.example.net ~all'] },
            { type: 'TXT', strings: ['google-site-verification=AbC'] },
            { type: 'TXT', strings: ['odd " \\ \xc8\x01', 'second; string'] },
          ]),
        )
        expect(writable(contents, APEX, 'TXT')?.data).toHaveLength(3)
        expect(writable(contents, APEX, 'MX')?.data).toEqual(
          expect.arrayContaining([
            { type: 'MX', preference: 10, exchange: 'mxa.example.net' },
            { type: 'MX', preference: 20, exchange: 'mxb.example.net' },
          ]),
        )
        expect(rrset(contents, APEX, 'CAA')).toMatchObject({
          values: ['0 issue "ca.example.net; policy=ev"'],
        })
        expect(rrset(contents, `_sip._tcp.${APEX}`, 'SRV')).toMatchObject({
          values: ['1 2 5060 sip.example.net.'],
        })
        expect(writable(contents, `www.${APEX}`, 'CNAME')?.data).toEqual([
          { type: 'CNAME', target: 'www.example.net' },
        ])
        expect(writable(contents, `six.${APEX}`, 'AAAA')?.data).toEqual([
          { type: 'AAAA', address: '2001:db8::1' },
        ])
        expect(rrset(contents, `unknown.${APEX}`, 'TYPE65300')).toMatchObject({ values: ['\\# 3 010203'] })
        expect(writable(contents, `real.wild.${APEX}`, 'TXT')?.data).toEqual([
          { type: 'TXT', strings: ['of its own'] },
        ])
        expect(contents.rrsets.filter(({ name }) => name === `made-up.wild.${APEX}`)).toEqual([])
        expect(contents.rrsets.filter(({ name }) => name === `both.wild.${APEX}`)).toHaveLength(1)
        expect(writable(contents, `a\\.b.dot.${APEX}`, 'TXT')?.data).toEqual([
          { type: 'TXT', strings: ['in a label with a dot'] },
        ])
        expect(rrset(contents, `sub.${APEX}`, 'NS')).toMatchObject({ values: ['ns.elsewhere.example.net.'] })
        expect(contents.rrsets.filter(({ name }) => name === `x.tree.${APEX}`)).toEqual([])
      })

      it('takes new records, changed ones and removals in one update, and keeps all others', async () => {
        const zone = await zoneOf(access)
        const name = `mg.${APEX}`
        const dkim = `v=DKIM1; k=rsa; p=${'A'.repeat(392)}`
        const added = {
          ...texts(`k1._domainkey.${name}`, [], 1_800),
          data: [{ type: 'TXT' as const, strings: [dkim.slice(0, 255), dkim.slice(255)] }],
        }
        const before = await access.read(zone, [APEX, `www.${APEX}`], signal())
        const apexText = writable(before, APEX, 'TXT')!
        const grown = {
          ...apexText,
          data: [
            ...apexText.data.filter((data) => !('strings' in data && data.strings[0]!.startsWith('v=spf1'))),
            { type: 'TXT' as const, strings: ['v=spf1 include:mailgun.org include:_spf.example.net ~all'] },
          ],
        }
        const alias = writable(before, `www.${APEX}`, 'CNAME')!
        const outcome = await access.write(
          zone,
          [
            change(null, texts(name, ['v=spf1 include:mailgun.org ~all'], null)),
            change(null, added),
            change(apexText, grown),
            change(alias, null),
            change(null, {
              ...{ name: `www.${APEX}`, ttl: 120, type: 'AAAA' },
              data: [{ type: 'AAAA', address: '2001:DB8::5' }],
            }),
            change(null, {
              ...{ name: `email.${name}`, ttl: 120, type: 'CNAME' },
              data: [{ type: 'CNAME', target: 'mailgun.org' }],
            }),
            change(null, {
              ...{ name, ttl: 120, type: 'MX' },
              data: [{ type: 'MX', preference: 10, exchange: 'mxa.mailgun.org' }],
            }),
          ],
          signal(),
        )
        expect(outcome).toEqual({ state: 'written', serial: expect.any(Number) as number })
        expect(dig(server, name, 'TXT')).toEqual([`${name}. 3600 TXT "v=spf1 include:mailgun.org ~all"`])
        expect(dig(server, `k1._domainkey.${name}`, 'TXT')).toEqual([
          `k1._domainkey.${name}. 1800 TXT "${dkim.slice(0, 255)}" "${dkim.slice(255)}"`,
        ])
        expect(dig(server, APEX, 'TXT')).toEqual(
          [
            `${APEX}. 600 TXT "google-site-verification=AbC"`,
            `${APEX}. 600 TXT "odd \\" \\\\ \\200\\001" "second; string"`,
            `${APEX}. 600 TXT "v=spf1 include:mailgun.org include:_spf.example.net ~all"`,
          ].toSorted(),
        )
        expect(dig(server, `www.${APEX}`, 'AAAA')).toEqual([`www.${APEX}. 120 AAAA 2001:db8::5`])
        expect(dig(server, `email.${name}`, 'CNAME')).toEqual([`email.${name}. 120 CNAME mailgun.org.`])
        expect(dig(server, name, 'MX')).toEqual([`${name}. 120 MX 10 mxa.mailgun.org.`])
        expect(dig(server, APEX, 'NS')).toHaveLength(2)
        expect(dig(server, APEX, 'CAA')).toHaveLength(1)

        const after = await access.read(zone, [APEX, name, `www.${APEX}`], signal())
        expect(writable(after, APEX, 'TXT')?.ttl).toBe(600)
        expect(await access.write(zone, [change(writable(after, name, 'MX'), null)], signal())).toMatchObject(
          {
            state: 'written',
          },
        )
        expect(dig(server, name, 'MX')).toEqual([])
        expect(dig(server, name, 'TXT')).toHaveLength(1)
      })

      it('takes a change of records whose names the server keeps in capitals', async () => {
        const zone = await zoneOf(access)
        const mx = writable(await access.read(zone, [APEX], signal()), APEX, 'MX')!
        const fewer = { ...mx, data: mx.data.filter((data) => data.type === 'MX' && data.preference === 20) }
        expect(await access.write(zone, [change(mx, fewer)], signal())).toMatchObject({ state: 'written' })
        expect(dig(server, APEX, 'MX')).toEqual([`${APEX}. 300 MX 20 mxb.example.net.`])
      })

      it('gives the whole RRset a new TTL', async () => {
        const zone = await zoneOf(access)
        const name = `ttl.${APEX}`
        nsupdate(server, key, [`update add ${name} 300 TXT "one"`, `update add ${name} 300 TXT "two"`])
        const before = writable(await access.read(zone, [name], signal()), name, 'TXT')!
        const after = { ...texts(name, ['two', 'three'], 900) }
        expect(await access.write(zone, [change(before, after)], signal())).toMatchObject({
          state: 'written',
        })
        expect(dig(server, name, 'TXT')).toEqual([`${name}. 900 TXT "three"`, `${name}. 900 TXT "two"`])
      })

      it('declines a change of what is no longer as planned, and says what is there', async () => {
        const zone = await zoneOf(access)
        const name = `busy.${APEX}`
        nsupdate(server, key, [`update add ${name} 300 TXT "one"`])
        const before = writable(await access.read(zone, [name], signal()), name, 'TXT')!
        nsupdate(server, key, [`update add ${name} 300 TXT "of another editor"`])
        const mine = change(before, texts(name, ['one', 'mine']))
        const other = change(null, texts(`free.${APEX}`, ['new']))
        const outcome = await access.write(zone, [other, mine], signal())
        expect(outcome).toMatchObject({ state: 'conflict', differs: [{ change: mine }] })
        if (outcome.state !== 'conflict') throw new Error('It was no conflict.')
        expect(outcome.differs[0]?.found?.data).toHaveLength(2)
        expect(dig(server, name, 'TXT')).toHaveLength(2)
        expect(dig(server, `free.${APEX}`, 'TXT')).toEqual([])
      })

      it('declines a CNAME beside other records, and other records beside a CNAME', async () => {
        const zone = await zoneOf(access)
        const cname = (name: string) =>
          change(null, { name, ttl: 60, type: 'CNAME', data: [{ type: 'CNAME', target: 'mailgun.org' }] })
        nsupdate(server, key, [`update add alias.${APEX} 60 CNAME mailgun.org.`])
        const cases = [
          [cname(`six.${APEX}`), 'an AAAA record'],
          [cname(`_sip._tcp.${APEX}`), 'an SRV record'],
          [cname(`unknown.${APEX}`), 'a TYPE65300 record'],
          [change(null, texts(`alias.${APEX}`, ['x'])), 'a CNAME record'],
          [change(null, texts(`x.sub.${APEX}`, ['x'])), `a delegation at sub.${APEX}`],
          [change(null, texts(`x.tree.${APEX}`, ['x'])), `a DNAME record at tree.${APEX}`],
        ] as const
        for (const [wanted, inTheWay] of cases) {
          const outcome = await access.write(zone, [wanted], signal())
          expect(outcome, inTheWay).toMatchObject({
            state: 'conflict',
            differs: [{ change: wanted, inTheWay }],
          })
        }
      })

      it('takes a CNAME in place of all other records of its name', async () => {
        const zone = await zoneOf(access)
        const name = `moved.${APEX}`
        nsupdate(server, key, [`update add ${name} 60 A 192.0.2.1`, `update add ${name} 60 TXT "x"`])
        const contents = await access.read(zone, [name], signal())
        const changes = [
          change(writable(contents, name, 'A'), null),
          change(null, { name, ttl: 60, type: 'CNAME', data: [{ type: 'CNAME', target: 'mailgun.org' }] }),
          change(writable(contents, name, 'TXT'), null),
        ]
        expect(await access.write(zone, changes, signal())).toMatchObject({ state: 'written' })
        expect(dig(server, name, 'CNAME')).toEqual([`${name}. 60 CNAME mailgun.org.`])
      })

      it('takes a record of its own at a name that a wildcard answers for', async () => {
        const zone = await zoneOf(access)
        const name = `mine.wild.${APEX}`
        const outcome = await access.write(zone, [change(null, texts(name, ['of its own']))], signal())
        expect(outcome).toMatchObject({ state: 'written' })
        expect(dig(server, name, 'TXT')).toEqual([`${name}. 300 TXT "of its own"`])
      })
    })
  }
})
