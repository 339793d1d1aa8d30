import { join } from 'node:path'
import * as v from 'valibot'
import { sorted, type Told } from '../../unit/dns-hosts/exports/reading'
import { answerOf } from '../programs'

const ReadRecord = v.object({
  zone: v.string(),
  name: v.string(),
  type: v.string(),
  ttl: v.number(),
  value: v.string(),
  priority: v.nullable(v.number()),
})

/** What a program wrote, read by a third one. */
export interface WrittenBack {
  /** By zone, in the order of `sorted`. */
  readonly records: Readonly<Record<string, readonly Told[]>>
  /** Every TTL that occurs, in seconds. */
  readonly ttls: readonly number[]
}

/** Reads every `ZONE.zone` of a folder. */
export function readZoneFiles(folder: string): Promise<WrittenBack> {
  return readBy('read-zone-files.py', [folder])
}

/** Reads zones as octoDNS's own objects. */
export function readOctoDns(folder: string, zones: readonly string[]): Promise<WrittenBack> {
  return readBy('read-octodns.py', [folder, ...zones])
}

async function readBy(script: string, args: readonly string[]): Promise<WrittenBack> {
  const output = await answerOf('python', [join(import.meta.dirname, script), ...args])
  const all = v.parse(v.array(ReadRecord), JSON.parse(output))
  const zones = Object.groupBy(all, ({ zone }) => zone)
  return {
    records: Object.fromEntries(
      Object.entries(zones).map(([zone, records = []]) => [
        zone,
        sorted(records.map(({ name, type, value, priority }) => ({ name, type, value, priority }))),
      ]),
    ),
    ttls: [...new Set(all.map(({ ttl }) => ttl))],
  }
}
