import { characterStrings, escapedOctets, quotedText } from '../character-strings'
import { address, bareName, preference, presentationRdata, type WithData } from '../rdata'
import { goingText, oneLine } from '../text-format'
import { oneFile, type Written } from './export-file'
import { byZone, goingFrom, wholeSets, type ExportSet, type RRset, type ZoneRecords } from './export-set'
import { goingNotes } from './going-notes'
import { hclIdentifier, hclString } from './hcl'

/** `cloudflare_dns_record` for each record. Source: registry.terraform.io, cloudflare/cloudflare 5. */
export function terraformCloudflare(sets: readonly ExportSet[], ttl: number): Written {
  const grouped = byZone(sets, { apexCname: true })
  const taken = new Set<string>()
  const variables = new Set<string>()
  const blocks = grouped.zones.flatMap((zone) => {
    const variable = hclIdentifier(`cloudflare_zone_id_${zone.zone}`, variables)
    return [
      zoneVariable(variable, `The Cloudflare zone ID of ${zone.zone}.`),
      ...goingComments(zone),
      ...zone.records.map((record) =>
        block('cloudflare_dns_record', hclIdentifier(`${bareName(record.name)}_${record.type}`, taken), [
          ['zone_id', `var.${variable}`],
          ['name', hclString(bareName(record.name))],
          ['type', hclString(record.type)],
          ['content', hclString(cloudflareContent(record))],
          ...(record.type === 'MX' ? ([['priority', String(preference(record))]] as const) : []),
          ['ttl', String(ttl)],
          ['proxied', 'false'],
        ]),
      ),
    ]
  })
  return oneFile(grouped, 'cloudflare.tf', `${blocks.join('\n\n')}\n`, [
    ...goingNotes(grouped.zones),
    'For the provider cloudflare/cloudflare, version 5. Existing records must be imported first.',
  ])
}

/** `aws_route53_record` for each RRset. Source: registry.terraform.io, hashicorp/aws, aws_route53_record. */
export function terraformRoute53(sets: readonly ExportSet[], ttl: number): Written {
  const grouped = byZone(sets, { apexCname: false })
  const taken = new Set<string>()
  const variables = new Set<string>()
  const blocks = grouped.zones.flatMap((zone) => {
    const variable = hclIdentifier(`route53_zone_id_${zone.zone}`, variables)
    return [
      zoneVariable(variable, `The Route 53 hosted zone ID of ${zone.zone}.`),
      ...goingComments(zone),
      ...wholeSets(zone).sets.map((rrset) =>
        block('aws_route53_record', hclIdentifier(`${rrset.name}_${rrset.type}`, taken), [
          ['zone_id', `var.${variable}`],
          ['name', hclString(rrset.name)],
          ['type', hclString(rrset.type)],
          ['ttl', String(ttl)],
          ['records', list(rrset)],
        ]),
      ),
    ]
  })
  return oneFile(grouped, 'route53.tf', `${blocks.join('\n\n')}\n`, [
    ...goingNotes(grouped.zones),
    'For the provider hashicorp/aws. An existing record set must be imported first, and its values added here.',
  ])
}

/** A text is quoted character-strings (Cloudflare API, TXT record `content`); names are without trailing dot. */
function cloudflareContent(record: WithData): string {
  switch (record.type) {
    case 'TXT':
    case 'SPF':
      return quotedText(record.value)
    case 'MX':
    case 'CNAME':
      return bareName(record.value)
    case 'A':
    case 'AAAA':
      return address(record)
  }
}

/** What goes, in a comment: a resource can only say what is to be there. */
function goingComments(zone: ZoneRecords): string[] {
  const going = goingFrom(zone)
  if (going.length === 0) return []
  return [going.map((record) => `# Delete first: ${oneLine(goingText(record))}`).join('\n')]
}

function list({ records }: RRset): string {
  return `[\n${records.map((record) => `    ${hclString(route53Value(record))},`).join('\n')}\n  ]`
}

/** The provider puts quotes around a text itself, so only those between its parts are written. */
function route53Value(record: WithData): string {
  if (record.type !== 'TXT') return presentationRdata(record, 'octal')
  return characterStrings(record.value)
    .map((part) => escapedOctets(part, 'octal'))
    .join('""')
}

function zoneVariable(name: string, description: string): string {
  return `variable "${name}" {\n  type        = string\n  description = ${hclString(description)}\n}`
}

function block(type: string, name: string, attributes: readonly (readonly [string, string])[]): string {
  const width = Math.max(...attributes.map(([key]) => key.length))
  const lines = attributes.map(([key, value]) => `  ${key.padEnd(width)} = ${value}`)
  return [`resource "${type}" "${name}" {`, ...lines, '}'].join('\n')
}
