import type { ZoneRunState } from '../../preload/contract/publish-facts'
import type { PublishRun } from '../../preload/contract/publishing'
import { counted, grouped } from '../base/counted'

/** How many zones of a run nothing more happens to, of how many. */
export function runProgress({ zones }: Pick<PublishRun, 'zones'>): {
  readonly done: number
  readonly of: number
} {
  const of = Object.values(zones).reduce((sum, many) => sum + many, 0)
  return { done: of - zones.waiting - zones.writing, of }
}

/** What a run is called in a heading. */
export function runTitle({ undoes }: Pick<PublishRun, 'undoes'>): string {
  return undoes === null ? 'Publish records' : 'Take published records back'
}

/** Whose records a run is for: `mg.example.com and 12 others`. */
export function runNames({ firstDomain, domains }: Pick<PublishRun, 'firstDomain' | 'domains'>): string {
  if (firstDomain === null) return counted(domains, 'domain')
  return domains <= 1 ? firstDomain : `${firstDomain} and ${counted(domains - 1, 'other')}`
}

const ENDS: readonly (readonly [state: ZoneRunState, words: string])[] = [
  ['conflict', 'changed by somebody else'],
  ['partial', 'written in part'],
  ['failed', 'failed'],
  ['unknown', 'not known'],
  ['cancelled', 'not written'],
]

/** How a run stands, one sentence without its full stop. */
export function runSentence(run: Pick<PublishRun, 'state' | 'zones' | 'undoes' | 'isStopping'>): string {
  const { state, zones, undoes, isStopping } = run
  const { done, of } = runProgress(run)
  if (isStopping) {
    const { writing } = zones
    const left =
      writing === 0 ? '' : `: ${counted(writing, 'zone')} ${writing === 1 ? 'is' : 'are'} still being written`
    return `Stopping${left}`
  }
  if (state === 'running') return `${grouped(done)} of ${counted(of, 'zone')} done`
  if (state === 'interrupted') {
    return `${grouped(done)} of ${counted(of, 'zone')} done before Zonedesk was closed; it goes on by itself`
  }
  const verb = undoes === null ? 'written' : 'taken back'
  const parts = [
    zones.written === of
      ? `${counted(of, 'zone')} ${verb}`
      : `${grouped(zones.written)} of ${counted(of, 'zone')} ${verb}`,
    ...ENDS.flatMap(([end, words]) => (zones[end] === 0 ? [] : [`${grouped(zones[end])} ${words}`])),
  ]
  // Where all that waited was called not written, nothing is left of the run, and it is done.
  const wasStopped = state === 'cancelled' || zones.cancelled > 0
  return `${wasStopped ? 'Stopped: ' : ''}${parts.join(', ')}`
}
