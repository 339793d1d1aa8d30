import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { registrableDomain } from '../../../src/main/names/domain-name'
import { parseReport, type Report } from '../../integration/dns/reports/report'
import { servedReport, serveReports } from '../../integration/dns/reports/served'
import { generatedZones } from './generated'
import { KNOWN, type Facts } from './known'
import { ourVerdict } from './our-verdict'
import { isLacking } from '../programs'
import { askPeers, PEERS, type Asked, type Peer } from './peers'
import { differences, type Difference, type Verdict } from './verdict'

const REPORTS = join(import.meta.dirname, '../../dns-server/reports')
const AGREEMENT = join(import.meta.dirname, '../../../docs/agreement.md')

interface Zone {
  readonly report: Report
  readonly facts: Facts
  readonly privateKey: string | null
}

/** What one of the others says otherwise of one zone. */
interface Found extends Difference {
  readonly peer: Peer
  readonly facts: Facts
}

const reports: Zone[] = readdirSync(REPORTS)
  .filter((file) => file.endsWith('.zone'))
  .map((file) => parseReport(readFileSync(join(REPORTS, file), 'utf8')))
  .map((report) => ({ report, facts: { cases: [`report ${report.name}`], spf: [] }, privateKey: null }))
const generated: Zone[] = generatedZones()

const found: Found[] = []
/** Fields that both judged, by peer. */
const judged = new Map<Peer, number>()

/** Serves zones, has them judged by all, and notes where they differ. */
async function compare(zones: readonly Zone[]): Promise<void> {
  const served = zones.map(({ report }, index) => servedReport(report, index))
  const lab = await serveReports(served)
  try {
    const asked = zones.map((zone, index) => askedAs(zone, served[index]!.served))
    const peers = await askPeers(lab.resolver.address, asked)
    for (const [index, { report, facts }] of zones.entries()) {
      const { served: name } = served[index]!
      const expected = report.expected.map((record) => ({
        ...{ ...record, name: name(record.name), value: name(record.value) },
      }))
      const ours = await ourVerdict(lab, name(report.domain), expected)
      for (const peer of PEERS) {
        const theirs = peers[peer]?.[index]
        if (theirs === undefined) continue
        judged.set(peer, (judged.get(peer) ?? 0) + shared(ours, theirs))
        found.push(...differences(ours, theirs).map((one) => ({ ...one, peer, facts })))
      }
    }
  } finally {
    await lab.stop()
  }
}

function askedAs({ report, privateKey }: Zone, served: (text: string) => string): Asked {
  const domain = served(report.domain)
  const key = report.expected.find(({ type, name }) => type === 'TXT' && name.includes('._domainkey.'))
  return {
    ...{ domain, organizational: registrableDomain(domain) ?? domain },
    ...(key === undefined ? {} : { selector: key.name.split('.')[0] ?? '', wanted: key.value }),
    ...(privateKey === null ? {} : { privateKey }),
  }
}

function shared(ours: Verdict, theirs: Verdict): number {
  return Object.keys(theirs).filter((field) => field in ours).length
}

describe('diagnoses against other programs', () => {
  beforeAll(async () => {
    await compare(reports)
    await compare(generated)
  }, 300_000)

  for (const peer of PEERS) {
    describe.skipIf(isMissing(peer))(peer, () => {
      it('differs only where it is explained', () => {
        const unexplained = found
          .filter((one) => one.peer === peer)
          .filter((one) => !KNOWN.some(({ peers, isOne }) => peers.includes(peer) && isOne(one, one.facts)))
        expect(unexplained.map(words)).toEqual([])
        expect(judged.get(peer)).toBeGreaterThan(300)
      })

      it.each(KNOWN.filter(({ peers }) => peers.includes(peer)))('still differs: $record', ({ isOne }) => {
        expect(found.some((one) => one.peer === peer && isOne(one, one.facts))).toBe(true)
      })
    })
  }

  it('has every explanation in docs/agreement.md', () => {
    const page = readFileSync(AGREEMENT, 'utf8').replaceAll(/\s+/g, ' ')
    for (const { record, peers, ours, theirs, right } of KNOWN) {
      expect(page).toContain(`| ${record} | ${peers.join(', ')} | ${ours} | ${theirs} | ${right} |`)
    }
  })
})

function words({ facts, field, ours, theirs }: Found): string {
  const [kind = ''] = field.split(/[ ]/)
  const about = facts.cases.find((one) => one.startsWith(`${kind}: `)) ?? facts.cases[0] ?? ''
  return `${about}: ${field}: we say ${ours}, they say ${theirs}`
}

/** mailauth comes with the other npm packages. */
function isMissing(peer: Peer): boolean {
  if (peer === 'mailauth') return false
  return isLacking(peer === 'checkdmarc' ? 'python' : peer)
}
