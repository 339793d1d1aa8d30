import { describe, expect, it } from 'vitest'
import { advise } from '../../../../src/main/domains/advice/advise'
import { adviceInScope } from '../../../../src/main/domains/advice/in-scope'
import { recordKey } from '../../../../src/main/domains/advice/same-record'
import { entered } from '../../../../src/main/domains/advice/told-once'
import type { RecordAdvice } from '../../../../src/preload/contract/advice'
import type { ZoneRecord } from '../../../../src/preload/contract/findings'
import { CASES } from '../../dns/diagnosis/cases'
import { check, expectedRecords, NOW, type Row, type World } from '../../dns/diagnosis/observed'
import { changedWorld } from '../../dns/rehearsal/changed-world'

/** Each world that a diagnosis is for. */
const WORLDS: readonly (readonly [string, World])[] = CASES.map(({ code, name, cause }) => [
  name === undefined ? code : `${code}: ${name}`,
  cause,
])

const recordsOf = ({ expected = expectedRecords() }: World) => [...expected]
const inZone = ({ type, name, value, priority }: RecordAdvice['record']): ZoneRecord => ({
  ...{ type, name, value, priority },
})

/** What follows when everything that a set tells is done. */
function followed(world: World): { before: RecordAdvice[]; after: RecordAdvice[]; world: World } {
  const records = recordsOf(world)
  const before = advise({ records }, check(world), NOW)
  const scope = adviceInScope({ records }, 'all', check(world), NOW)
  const told = scope?.told ?? []
  const changed = changedWorld(world, {
    removed: told.flatMap(({ goes }) => goes),
    added: told.flatMap((advice) => entered(advice).map(inZone)),
  })
  return { before, after: advise({ records }, check(changed), NOW), world: changed }
}

const isSpfAt = (name: string) => (row: Row) =>
  row[0] === name && row[1] === 'TXT' && /^v=spf1(?: |$)/i.test(row[2])

describe('what is copied of a zone with a mistake', () => {
  it.each(WORLDS)('%s: leads to what DNS has, or is left to a person', (_, world) => {
    const { before, after, world: changed } = followed(world)
    for (const [index, { action, record }] of before.entries()) {
      const then = after[index]
      // Followed once, no change is asked for again, and none becomes undecided.
      if (action === 'add' || action === 'replace' || action === 'remove') {
        expect([record.name, action, then?.action, then?.sentence]).toEqual([
          record.name,
          action,
          'leave',
          '',
        ])
      }
      if (action === 'leave') expect([record.name, then?.action]).toEqual([record.name, 'leave'])
    }
    // One SPF record at most where none or one was, and where advice made it one.
    for (const { record, action } of before.filter(
      ({ record: { type, value } }) => type === 'TXT' && /^v=spf1/.test(value),
    )) {
      if (action === 'decide' || action === 'unknown') continue
      expect(changed.rows.filter(isSpfAt(record.name)).length).toBeLessThanOrEqual(1)
    }
  })

  it.each(WORLDS)('%s: never enters what is there, nor deletes what the provider needs', (_, world) => {
    const records = recordsOf(world)
    const told = adviceInScope({ records }, 'all', check(world), NOW)?.told ?? []
    const comes = told.flatMap((advice) => entered(advice))
    expect(new Set(comes.map(recordKey)).size).toBe(comes.length)
    const leaving = new Set(
      told.filter(({ action }) => action === 'leave').map(({ record }) => recordKey(record)),
    )
    for (const record of comes) expect(leaving.has(recordKey(record))).toBe(false)
    for (const old of told.flatMap(({ goes }) => goes)) expect(leaving.has(recordKey(old))).toBe(false)
  })

  it('is left to a person wherever a record is not there and no cure was offered', () => {
    const undecided = WORLDS.flatMap(([, world]) => {
      const result = check(world)
      return advise({ records: recordsOf(world) }, result, NOW).flatMap((advice) => {
        const found = result.records[advice.index]
        const isOpen = found?.standing === 'missing' || found?.standing === 'different'
        return isOpen && found.findings.every(({ fix }) => fix.records.length === 0) ? [advice] : []
      })
    })
    expect(undecided.length).toBeGreaterThan(3)
    // Mail servers of one name are told at the first of them.
    for (const { action, record } of undecided) {
      if (record.type !== 'MX') expect([record.name, action]).toEqual([record.name, 'decide'])
      else expect(['decide', 'replace', 'add']).toContain(action)
    }
  })
})
