import type { DnsRecord } from '../../preload/contract/domain'

/** A record as labelled lines for a person, such as the body of a ticket. */
export function textRecord(record: DnsRecord): string {
  const lines: [string, string][] = [
    ['Type', record.type],
    ['Name', record.name],
    ['Value', record.value],
  ]
  if (record.priority !== null) lines.push(['Priority', String(record.priority)])
  return lines.map(([label, text]) => `${label}: ${oneLine(text)}`.trimEnd()).join('\n')
}

/** A line break in a provider's answer must not look like a further labelled line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}
