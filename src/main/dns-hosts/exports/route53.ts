import { absoluteName } from '../absolute-name'
import { bareName, presentationRdata, type WithData } from '../rdata'
import { fileName, type ExportFile, type Written } from './export-file'
import {
  byZone,
  leaving,
  wholeSets,
  type ExportSet,
  type LeftOut,
  type RRset,
  type WholeSets,
  type ZoneRecords,
} from './export-set'

/** Longest value in characters. Source: AWS, Route 53 API, ResourceRecord. */
const MAX_VALUE = 4000
/** A request may have 1,000 values and 32,000 characters of them, and an UPSERT counts each twice. Source: AWS, Route 53
 * Developer Guide, "Quotas" (docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html). */
const MAX_VALUES = 500
const MAX_CHARACTERS = 16_000

interface Route53Change {
  readonly Action: 'UPSERT' | 'DELETE'
  readonly ResourceRecordSet: {
    readonly Name: string
    readonly Type: string
    readonly TTL: number
    readonly ResourceRecords: readonly { readonly Value: string }[]
  }
}

/**
 * Change batches for `aws route53 change-resource-record-sets --change-batch`: an UPSERT for each RRset with all of its
 * values, also the existing ones that stay, where they are known. An RRset of which nothing is left is deleted, which
 * needs its exact values and TTL; where these are not known, it is left out together with the records it is in the way
 * of. A hosted zone needs its own request, and a large zone several.
 * Source: AWS, Route 53 API, Change, ChangeBatch.
 */
export function route53Batch(sets: readonly ExportSet[], ttl: number): Written {
  const grouped = byZone(sets, { apexCname: false })
  const leftOut: LeftOut[] = [...grouped.leftOut]
  const files: ExportFile[] = []
  const replaced: string[] = []
  for (const zone of grouped.zones) {
    const { sets: whole, ended } = possible(zone, leftOut)
    const fit = whole.filter((rrset) => fits(rrset, leftOut))
    replaced.push(...fit.filter(({ type, isWhole }) => type === 'TXT' && !isWhole).map(({ name }) => name))
    // Within a request the order does not matter; over several, what is in the way goes first.
    const batches = inRequests([
      ...ended.map((rrset) => change('DELETE', rrset, rrset.ttl)),
      ...fit.map((rrset) => change('UPSERT', rrset, ttl)),
    ])
    batches.forEach((changes, index) => {
      const part = batches.length === 1 ? '' : `-${index + 1}`
      const batch = { Comment: `Records of ${zone.zone}`, Changes: changes }
      files.push({
        fileName: fileName(`${zone.zone}${part}`, 'route53.json'),
        text: `${JSON.stringify(batch, null, 2)}\n`,
        zone: zone.zone,
        records: changes
          .filter(({ Action }) => Action === 'UPSERT')
          .reduce((sum, { ResourceRecordSet }) => sum + ResourceRecordSet.ResourceRecords.length, 0),
      })
    })
  }
  return { files, leftOut, notes: replaced.length === 0 ? [] : [replacing(replaced)] }
}

/** The part of a zone's change that a batch can say; the rest is left out. */
function possible(
  zone: ZoneRecords,
  leftOut: LeftOut[],
): { sets: WholeSets['sets']; ended: (RRset & { ttl: number })[] } {
  const { sets, ended, loose } = wholeSets(zone)
  const unknown = [...loose, ...ended.filter(({ ttl }) => ttl === null).flatMap(({ records }) => records)]
  for (const record of unknown) {
    leftOut.push(leaving(record, 'Delete it by hand: Route 53 wants its TTL, which is not known.'))
  }
  const blocked = sets.filter((rrset) => unknown.some((record) => isInTheWay(record, rrset)))
  for (const { records } of blocked) {
    const reason = 'First delete the record in its place by hand, then add this one.'
    leftOut.push(...records.map((record) => leaving(record, reason)))
  }
  return {
    sets: sets.filter((rrset) => !blocked.includes(rrset)),
    ended: ended.flatMap((rrset) => (rrset.ttl === null ? [] : [{ ...rrset, ttl: rrset.ttl }])),
  }
}

/** A CNAME stands alone at its name (RFC 1034 3.6.2). */
function isInTheWay(record: WithData, { name, type }: RRset): boolean {
  if (bareName(record.name).toLowerCase() !== name.toLowerCase()) return false
  return (record.type === 'CNAME') !== (type === 'CNAME')
}

function change(action: Route53Change['Action'], { name, type, records }: RRset, ttl: number): Route53Change {
  return {
    Action: action,
    ResourceRecordSet: {
      Name: absoluteName(name, 'octal'),
      Type: type,
      TTL: ttl,
      ResourceRecords: records.map((record) => ({ Value: presentationRdata(record, 'octal') })),
    },
  }
}

function fits({ records }: RRset, leftOut: LeftOut[]): boolean {
  const long = records.find((record) => presentationRdata(record, 'octal').length > MAX_VALUE)
  if (long === undefined) return true
  leftOut.push(leaving(long, `Its value is longer than the ${MAX_VALUE} characters Route 53 takes.`))
  return false
}

function inRequests(changes: readonly Route53Change[]): Route53Change[][] {
  const requests: Route53Change[][] = []
  let values = 0
  let characters = 0
  for (const one of changes) {
    const own = one.ResourceRecordSet.ResourceRecords
    const length = own.reduce((sum, { Value }) => sum + Value.length, 0)
    const last = requests.at(-1)
    if (last === undefined || values + own.length > MAX_VALUES || characters + length > MAX_CHARACTERS) {
      requests.push([one])
      values = own.length
      characters = length
    } else {
      last.push(one)
      values += own.length
      characters += length
    }
  }
  return requests
}

function replacing(names: readonly string[]): string {
  return `UPSERT replaces every TXT value of a name: first copy the existing TXT values into this file, at ${names.join(', ')}.`
}
