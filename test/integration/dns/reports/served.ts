import { LAB, startLab, type Lab } from '../../../dns-server/lab'
import type { Report, ReportedZone } from './report'

/** The name that most reports have for the domain; each needs one of its own to stand beside the others. */
const SHARED_APEX = 'example.com'

/** A report as it is served: with a domain of its own. */
export interface ServedReport {
  readonly report: Report
  /** A text of the report's with the names it has on the servers. */
  readonly served: (text: string) => string
  /** What was seen, with the names of the report. */
  readonly told: <T>(seen: T) => T
}

/** @param number different for each */
export function servedReport(report: Report, number: number): ServedReport {
  const apex = `report${number}.com`
  return {
    report,
    served: (text) => text.replaceAll(SHARED_APEX, apex),
    told: <T>(seen: T) => JSON.parse(JSON.stringify(seen).replaceAll(apex, SHARED_APEX)) as T,
  }
}

/** Starts servers that hold the zones of all reports at once. */
export async function serveReports(all: readonly ServedReport[]): Promise<Lab> {
  const own = all.map(({ report, served }) => zoneOf(report.own, served))
  const delegated = all.flatMap(({ report, served }) => report.delegated.map((zone) => zoneOf(zone, served)))
  const elsewhere = merged(
    all.flatMap(({ report, served }) => report.elsewhere.map((zone) => zoneOf(zone, served))),
  )
  const delegations = merged(own.map(({ apex }) => ({ apex: topOf(apex), lines: delegation(apex) })))
  const { com = [], ...tops } = byApex([...delegations, ...elsewhere].map(({ apex, lines }) => [apex, lines]))
  return startLab({
    com: com.join('\n'),
    first: textsOf(
      own.map(({ apex, lines }, index) => [apex, zoneText(apex, withSerial(lines, FIRST_SERIAL + index))]),
    ),
    third: textsOf(
      delegated.map(({ apex, lines }) => {
        return [apex, zoneText(apex, [...authority(apex, delegatedTo(apex, own)), ...lines])]
      }),
    ),
    tops: textsOf(
      Object.entries(tops).map(([apex, lines]) => [apex, zoneText(apex, [...authority(apex), ...lines])]),
    ),
    stubs: Object.fromEntries(delegated.map(({ apex }) => [apex, [LAB.third]])),
  })
}

/** The servers of the tests count serials up from zone to zone, and all of one zone are to have the same. */
const FIRST_SERIAL = 1_000

function withSerial(lines: readonly string[], serial: number): string[] {
  return lines.map((line) => line.replace(/^(@ SOA \S+ \S+ )\d+/, `$1${serial}`))
}

function zoneOf({ apex, lines }: ReportedZone, served: (text: string) => string): ReportedZone {
  return { apex: served(apex), lines: lines.map(served) }
}

/**
 * The zones of one apex as one zone.
 *
 * @throws Error where two reports have different records at one name, which would change what each of them says
 */
function merged(zones: readonly ReportedZone[]): ReportedZone[] {
  const all = new Map<string, Map<string, string>>()
  for (const { apex, lines } of zones) {
    const names = all.get(apex) ?? new Map<string, string>()
    all.set(apex, names)
    for (const [owner, text] of byOwner(lines)) {
      const other = names.get(owner)
      if (other !== undefined && other !== text) throw new Error(`Two reports differ in ${owner}.${apex}.`)
      names.set(owner, text)
    }
  }
  return [...all].map(([apex, names]) => ({ apex, lines: [...names.values()] }))
}

function byOwner(lines: readonly string[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const line of lines) {
    const owner = line.split(/\s/)[0] ?? ''
    names.set(owner, [names.get(owner), line].filter((text) => text !== undefined).join('\n'))
  }
  return names
}

function byApex(entries: readonly (readonly [string, readonly string[]])[]): Record<string, string[]> {
  const all: Record<string, string[]> = {}
  for (const [apex, lines] of entries) all[apex] = [...(all[apex] ?? []), ...lines]
  return all
}

/** @throws Error where two reports have one zone */
function textsOf(entries: readonly (readonly [apex: string, text: string])[]): Record<string, string> {
  const texts = new Map(entries)
  if (texts.size < entries.length) throw new Error('Two reports have the same zone.')
  return Object.fromEntries(texts)
}

function topOf(apex: string): string {
  return apex.slice(apex.indexOf('.') + 1)
}

/** What the zone above has: the servers that the zones of reports name, `ns1` and `ns2` below the apex. */
function delegation(apex: string): string[] {
  return [
    `${apex}. NS ns1.${apex}.`,
    `${apex}. NS ns2.${apex}.`,
    `ns1.${apex}. A ${LAB.first}`,
    `ns2.${apex}. A ${LAB.second}`,
  ]
}

/** The name servers that a zone above names for a zone below it. */
function delegatedTo(apex: string, own: readonly ReportedZone[]): string[] {
  return own.flatMap(({ apex: above, lines }) =>
    lines
      .map((line) => line.split(/\s+/))
      .filter(([owner = '', type]) => type === 'NS' && `${owner}.${above}` === apex)
      .map(([, , host = '']) => (host.endsWith('.') ? host : `${host}.${above}.`)),
  )
}

/** SOA and NS of a zone that comes without. */
function authority(apex: string, hosts: readonly string[] = [`ns.nic.${apex}.`]): string[] {
  return [
    `${apex}. SOA ${hosts[0] ?? ''} hostmaster.${apex}. 1 3600 600 86400 300`,
    ...hosts.map((host) => `${apex}. NS ${host}`),
    ...hosts.filter((host) => host.endsWith(`.${apex}.`)).map((host) => `${host} A ${LAB.parent}`),
  ]
}

function zoneText(apex: string, lines: readonly string[]): string {
  return [`$ORIGIN ${apex}.`, '$TTL 600', ...lines, ''].join('\n')
}
