import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { hasSameData, type WritableRrset } from '../../../src/main/zones/rrset'
import { newTsigKey } from '../../dns-server/primary'
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
import { answerOf, isLacking } from '../programs'

/** What `octodns-dump` and `octodns-sync` run. */
const run = (command: 'dump' | 'sync'): string =>
  `import sys; from octodns.cmds.${command} import main; sys.exit(main())`

const DKIM = `v=DKIM1; k=rsa; p=${'B'.repeat(400)}`
const SETS: readonly WritableRrset[] = [
  texts(`mg.${APEX}`, ['v=spf1 include:mailgun.org ~all', 'a\\b "c"; d']),
  {
    ...texts(`s1._domainkey.mg.${APEX}`, []),
    data: [{ type: 'TXT', strings: [DKIM.slice(0, 255), DKIM.slice(255)] }],
  },
  {
    ...{ name: `mg.${APEX}`, type: 'MX', ttl: 600 },
    data: [
      { type: 'MX', preference: 10, exchange: 'mxa.mailgun.org' },
      { type: 'MX', preference: 10, exchange: 'mxb.mailgun.org' },
    ],
  },
  { name: `email.mg.${APEX}`, type: 'CNAME', ttl: 600, data: [{ type: 'CNAME', target: 'mailgun.org' }] },
  { name: `six.${APEX}`, type: 'AAAA', ttl: 600, data: [{ type: 'AAAA', address: '2001:db8::1' }] },
]

it.skipIf(isLacking('python')).each(STARTERS)(
  'octoDNS reads at %s what Zonedesk wrote, and Zonedesk reads what octoDNS changed',
  async (_, start) => {
    const key = newTsigKey()
    const server = await start({ zones: { [APEX]: zoneFor(APEX, []) }, keys: [key] })
    const folder = mkdtempSync(join(tmpdir(), 'zonedesk-octodns-'))
    try {
      const access = open(server, key)
      const zone = await zoneOf(access)
      const changes = SETS.map((set) => change(null, set))
      expect(await access.write(zone, changes, signal())).toMatchObject({ state: 'written' })

      const yaml = join(folder, 'zones')
      mkdirSync(yaml)
      const config = join(folder, 'config.yaml')
      const provider = { class: 'octodns_bind.Rfc2136Provider', host: server.host, port: server.port }
      const tsig = { key_name: key.name, key_secret: key.secret, key_algorithm: key.algorithm }
      writeFileSync(
        config,
        JSON.stringify({
          providers: {
            server: { ...provider, ...tsig },
            yaml: { class: 'octodns.provider.yaml.YamlProvider', directory: yaml, enforce_order: false },
          },
          zones: { [`${APEX}.`]: { sources: ['yaml'], targets: ['server'] } },
        }),
      )
      await answerOf('python', [
        '-c',
        run('dump'),
        '--config-file',
        config,
        '--output-dir',
        yaml,
        `${APEX}.`,
        'server',
      ])
      const file = join(yaml, `${APEX}.yaml`)
      const dumped = readFileSync(file, 'utf8')
      for (const words of ['mxb.mailgun.org.', 'a\\b "c"\\; d', DKIM.replaceAll(';', '\\;'), '2001:db8::1']) {
        expect(dumped).toContain(words)
      }
      const added = `\nadded:\n  type: TXT\n  ttl: 120\n  value: 'of octoDNS \\; x'\n`
      writeFileSync(file, `${dumped.replace('mxb.mailgun.org', 'mxc.mailgun.org')}${added}`)
      await answerOf('python', ['-c', run('sync'), '--config-file', config, '--doit', '--force'])

      const contents = await access.read(zone, [], signal())
      expect(writable(contents, `added.${APEX}`, 'TXT')).toEqual(
        texts(`added.${APEX}`, ['of octoDNS ; x'], 120),
      )
      expect(writable(contents, `mg.${APEX}`, 'MX')?.data).toContainEqual({
        ...{ type: 'MX', preference: 10, exchange: 'mxc.mailgun.org' },
      })
      for (const set of SETS.filter(({ type }) => type !== 'MX')) {
        expect(hasSameData(writable(contents, set.name, set.type), set), set.name).toBe(true)
      }
      access.close()
    } finally {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
