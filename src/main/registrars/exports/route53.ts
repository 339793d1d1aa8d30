import { absoluteName } from '../absolute-name'
import { presentationRdata } from '../rdata'
import { fileName, type ExportFile, type Written } from './export-file'
import { byZone, leaving, rrsets, type ExportSet, type LeftOut, type RRset } from './export-set'

/** Longest value in characters. Source: AWS, Route 53 API, ResourceRecord. */
const MAX_VALUE = 4000
/** A request may have 1,000 values and 32,000 characters of them, and an UPSERT counts each twice. Source: AWS, Route 53
 * Developer Guide, "Quotas" (docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html). */
const MAX_VALUES = 500
const MAX_CHARACTERS = 16_000

interface Change {
  readonly Action: 'UPSERT'
  readonly ResourceRecordSet: {
    readonly Name: string
    readonly Type: string
    readonly TTL: number
    readonly ResourceRecords: readonly { readonly Value: string }[]
  }
}

/**
 * Change batches for `aws route53 change-resource-record-sets --change-batch`: an UPSERT for each RRset, with all
 * of its values. A hosted zone needs its own request, and a large zone several.
 */
export function route53Batch(sets: readonly ExportSet[], ttl: number): Written {
  const grouped = byZone(sets, { apexCname: false })
  const leftOut: LeftOut[] = [...grouped.leftOut]
  const files: ExportFile[] = []
  const replaced: string[] = []
  for (const zone of grouped.zones) {
    const fit = rrsets(zone).filter((rrset) => fits(rrset, leftOut))
    replaced.push(...fit.filter(({ type }) => type === 'TXT').map(({ name }) => name))
    const batches = inRequests(fit.map((rrset) => change(rrset, ttl)))
    batches.forEach((changes, index) => {
      const part = batches.length === 1 ? '' : `-${index + 1}`
      const batch = { Comment: `Records of ${zone.zone}`, Changes: changes }
      files.push({
        fileName: fileName(`${zone.zone}${part}`, 'route53.json'),
        text: `${JSON.stringify(batch, null, 2)}\n`,
        zone: zone.zone,
        records: changes.reduce(
          (sum, { ResourceRecordSet }) => sum + ResourceRecordSet.ResourceRecords.length,
          0,
        ),
      })
    })
  }
  return { files, leftOut, notes: replaced.length === 0 ? [] : [replacing(replaced)] }
}

function change({ name, type, records }: RRset, ttl: number): Change {
  return {
    Action: 'UPSERT',
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

function inRequests(changes: readonly Change[]): Change[][] {
  const requests: Change[][] = []
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
  return `UPSERT replaces every TXT value a name has: first add the values that are there to ${names.join(', ')}.`
}
