import { expect } from 'vitest'
import type {
  DomainCheck,
  Finding,
  FixRecord,
  RecordCheck,
} from '../../../../../src/preload/contract/findings'
import { findingsOf } from '../../../../unit/dns/diagnosis/observed'

/** What must hold of a check for it to be the right answer to a report. */
export type Expectation = (check: DomainCheck) => void

/** All findings, but that the provider has yet to look again. */
export function faultsOf(check: DomainCheck): Finding[] {
  return findingsOf(check).filter(({ code }) => code !== 'not-verified-yet')
}

/** Every sentence that a user reads, those of cures too. */
export function saidOf(findings: readonly Finding[]): string {
  return findings.map(({ title, sentence, fix }) => `${title}. ${sentence} ${fix.sentence}`).join('\n')
}

/** The records that cures want to have in the zone, at one name when it is given. */
export function offeredOf(check: DomainCheck, name?: string): FixRecord[] {
  return findingsOf(check)
    .filter(({ fix }) => fix.action === 'add' || fix.action === 'edit')
    .flatMap(({ fix }) => fix.records)
    .filter((record) => name === undefined || record.name === name)
}

/** The records that cures want to have gone. */
export function removedOf(check: DomainCheck): FixRecord[] {
  return findingsOf(check)
    .filter(({ fix }) => fix.action === 'remove')
    .flatMap(({ fix }) => fix.records)
}

export function recordAt(check: DomainCheck, name: string, type: string): RecordCheck {
  const found = check.records.find((record) => record.name === name && record.type === type)
  if (found === undefined) throw new Error(`The provider wants no ${type} record at ${name}.`)
  return found
}

/** Every record of the provider's is there, and nothing else is to be said. */
export function expectNothingWrong(check: DomainCheck): void {
  expect(faultsOf(check)).toEqual([])
  expectPublished(check)
}

export function expectPublished(check: DomainCheck): void {
  expect(check.records.map(({ standing }) => standing)).toEqual(check.records.map(() => 'published'))
}
