import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DomainCheck } from '../../../../src/preload/contract/findings'
import { LAB, type Lab } from '../../../dns-server/lab'
import { findingsOf } from '../../../unit/dns/diagnosis/observed'
import { checkIn, healthy, startWorld, toBoth, type Zones } from './world'

/** All that is wanted at another name than `mg`. */
const at = (name: string): string[] =>
  healthy().flatMap((line) => (/^(\S+\.)?mg /.test(line) ? [line.replace(/(^|\.)mg /, `$1${name} `)] : []))

const apexOf = (name: string): string[] =>
  at(name).map((line) =>
    line.replace(`.${name} `, ' ').replace(new RegExp(`^${name.replaceAll('.', '\\.')} `), '@ '),
  )

const first: Zones = {
  // A private suffix.
  'is-a.dev': [
    ...at('someone'),
    ...at('mg.two'),
    ...['half MX 10 mxa.mailgun.org.', 'half MX 10 mxb.mailgun.org.'],
    ...['own NS ns.part', 'lost NS ns.lost', `ns.part A ${LAB.third}`, `ns.lost A ${LAB.parent}`],
  ],
  'corp.internal': healthy(),
  'office.zzlab': healthy(),
}

let lab: Lab
beforeAll(async () => {
  lab = await startWorld({
    first,
    third: { 'own.is-a.dev': ['@ NS ns.part.is-a.dev.', ...apexOf('own')] },
    tops: {
      dev: toBoth('is-a.dev'),
      // A registry that keeps records of registered names in its own zone.
      com: [...at('kept'), 'mxonly MX 10 mxa.mailgun.org.', 'reserved TXT "reserved by the registry"'],
      // Not in the Public Suffix List.
      zzlab: toBoth('office.zzlab'),
      internal: [],
    },
    internal: ['corp.internal'],
    dead: ['lost.is-a.dev'],
  })
})
afterAll(() => lab.stop())

const check = (domain: string): Promise<DomainCheck> => checkIn(lab, domain)
/** Without the policies, which no zone here has. */
const codesOf = (result: DomainCheck): string[] =>
  findingsOf(result)
    .map(({ code }) => code)
    .filter((code) => !/^(dmarc|mta-sts|tls-rpt|bimi)-missing$/.test(code))
const standingsOf = ({ records }: DomainCheck): string[] => records.map(({ standing }) => standing)
const PUBLISHED = Array<string>(5).fill('published')

describe('a domain below a private suffix', () => {
  it.each(['someone.is-a.dev', 'mg.two.is-a.dev'])(
    'is in the zone of the suffix when that holds its records (%s)',
    async (domain) => {
      const result = await check(domain)
      expect(result.zone).toBe('is-a.dev')
      expect(standingsOf(result)).toEqual(PUBLISHED)
      expect(codesOf(result)).toEqual([])
      expect(result.records[1]?.host).toBe(`mx._domainkey.${domain.replace('.is-a.dev', '')}`)
      const dmarc = findingsOf(result).find(({ code }) => code === 'dmarc-missing')
      expect(dmarc?.fix.sentence).toContain('in the zone is-a.dev: ask whoever runs that zone to enter it')
    },
  )

  it('is a zone of its own when it is delegated', async () => {
    const result = await check('own.is-a.dev')
    expect(result.zone).toBe('own.is-a.dev')
    expect(standingsOf(result)).toEqual(PUBLISHED)
    expect(codesOf(result)).toEqual([])
    expect(result.records[1]?.host).toBe('mx._domainkey')
  })

  it('is not in the zone of the suffix when it is delegated to servers that do not serve it', async () => {
    const result = await check('lost.is-a.dev')
    expect(result.zone).toBe('lost.is-a.dev')
    expect(codesOf(result)).toContain('servers-all-lame')
    expect(standingsOf(result)).toEqual(Array(5).fill('unknown'))
  })

  it('has what is missing added by whoever runs the suffix', async () => {
    const result = await check('half.is-a.dev')
    expect(standingsOf(result)).toEqual(['missing', 'missing', 'missing', 'published', 'published'])
    expect(codesOf(result)).not.toContain('suffix-name-missing')
    for (const { fix } of result.records.slice(0, 3).flatMap(({ findings }) => findings)) {
      expect(fix.action).toBe('add')
      expect(fix.sentence).toContain('in the zone is-a.dev: ask whoever runs that zone to enter it')
    }
    expect(result.records.map(({ host }) => host).slice(0, 3)).toEqual([
      ...['half', 'mx._domainkey.half', 'email.half'],
    ])
  })

  it.each(['nobody.is-a.dev', 'mg.nobody.is-a.dev'])(
    'may not be registered there, or have nothing yet, when nothing is there (%s)',
    async (domain) => {
      const result = await check(domain)
      expect(result.zone).toBe('is-a.dev')
      expect(standingsOf(result)).toEqual(Array(5).fill('missing'))
      expect(codesOf(result)).toContain('suffix-name-missing')
      expect(codesOf(result)).not.toContain('not-registered')
      expect(codesOf(result)).not.toContain('no-name-servers')
      const told = result.findings.find(({ code }) => code === 'suffix-name-missing')
      expect(told?.sentence).toBe(
        'nobody.is-a.dev does not exist in DNS: the zone is-a.dev has neither records of it nor name servers for it.',
      )
    },
  )
})

describe('a registered name without name servers', () => {
  it('is in DNS when the registry holds its records', async () => {
    const result = await check('kept.com')
    expect(result.zone).toBe('com')
    expect(standingsOf(result)).toEqual(PUBLISHED)
    expect(codesOf(result)).toEqual([])
  })

  it('has what is missing beside them added by the registry', async () => {
    const result = await check('mxonly.com')
    expect(codesOf(result)).not.toContain('no-name-servers')
    expect(standingsOf(result)).toEqual(['missing', 'missing', 'missing', 'published', 'missing'])
    expect(result.records[1]?.findings[0]?.fix.sentence).toContain(
      'in the zone com: ask whoever runs that zone',
    )
  })

  it('is in no zone when the registry has other words there', async () => {
    expect(codesOf(await check('reserved.com'))).toEqual(['no-name-servers'])
  })

  it('does not exist when the registry says so', async () => {
    expect(codesOf(await check('mg.nowhere.com'))).toEqual(['not-registered'])
  })
})

describe('a name whose end is not in the Public Suffix List', () => {
  it('is in the zone that a resolver knows, where the top-level domain has no such name', async () => {
    const result = await check('mg.corp.internal')
    expect(result.zone).toBe('corp.internal')
    expect(standingsOf(result)).toEqual(PUBLISHED)
    expect(codesOf(result)).toEqual([])
  })

  it('is found by its delegation', async () => {
    const result = await check('mg.office.zzlab')
    expect(result.zone).toBe('office.zzlab')
    expect(standingsOf(result)).toEqual(PUBLISHED)
    expect(codesOf(result)).toEqual([])
  })

  it('does not exist when nobody knows it', async () => {
    expect(codesOf(await check('mg.nowhere.zzlab'))).toEqual(['not-registered'])
  })
})
