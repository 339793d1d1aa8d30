import type { ZoneRecord } from '../../../../src/preload/contract/findings'
import type { ZoneChange } from '../../../../src/main/dns/rehearsal/zone-change'
import type { Row, World } from '../diagnosis/observed'

/** The world after somebody made a change at the DNS host, on every server. */
export function changedWorld(world: World, change: ZoneChange): World {
  const { held, ...same } = world
  const changed = (rows: readonly Row[]): Row[] => {
    const kept = rows.filter((row) => !change.removed.some((record) => isRow(record, row)))
    const added = change.added.filter((record) => !kept.some((row) => isRow(record, row)))
    return [...kept, ...added.map(rowOf)]
  }
  return {
    ...same,
    rows: changed(world.rows),
    ...(held === undefined
      ? {}
      : { held: new Map([...held].map(([server, rows]) => [server, changed(rows)])) }),
  }
}

function isRow(record: ZoneRecord, [name, type, value]: Row): boolean {
  return name === record.name && type === record.type && valueOf(record) === value
}

function rowOf(record: ZoneRecord): Row {
  return [record.name, record.type, valueOf(record)]
}

function valueOf({ type, value, priority }: ZoneRecord): string {
  const host = value.replace(/\.$/, '')
  if (type === 'MX') return `${priority ?? 10} ${host === '' ? '.' : host}`
  return type === 'CNAME' ? host : value
}
