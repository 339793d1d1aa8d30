import type { AdviceAction } from '../../preload/contract/advice'
import type { DnsRecord } from '../../preload/contract/domain'
import type { WithData } from './rdata'

/** A record to publish with what it takes the place of, as far as that is known. */
export interface WithGoing extends DnsRecord {
  /** What is to be done; absent where DNS was never asked. */
  readonly action?: AdviceAction
  readonly replaces?: readonly WithData[]
}

/** A record as labelled lines for a person, such as the body of a ticket. */
export function textRecord(record: WithGoing): string {
  const lines: [string, string][] = [
    ...actionLines(record),
    ['Type', record.type],
    ['Name', record.name],
    ['Value', record.value],
  ]
  if (record.priority !== null) lines.push(['Priority', String(record.priority)])
  return lines.map(([label, text]) => `${label}: ${oneLine(text)}`.trimEnd()).join('\n')
}

/** A record that goes, as a line for a person. */
export function deletionLine(record: WithData): string {
  return `Delete: ${oneLine(goingText(record))}`
}

/** What is said before a record's own lines. */
export function actionLines({ action, replaces = [] }: Omit<WithGoing, keyof DnsRecord>): [string, string][] {
  if (action === 'leave') return [['State', 'in DNS already, nothing to do']]
  return replaces.map((old) => ['Replaces', goingText(old)])
}

/** A record that stands in a zone, on one line: type, owner name, data as a person writes them. */
export function goingText({ type, name, value, priority }: WithData): string {
  return `${type} ${name} ${priority === null ? value : `${priority} ${value === '' ? '.' : value}`}`
}

/** A line break in a provider's answer must not look like a further labelled line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}
