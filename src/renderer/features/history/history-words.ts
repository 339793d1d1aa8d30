import type { DnsRecord, DomainSettings } from '../../../preload/contract/domain'
import { domainOptions } from '../../../preload/contract/domain-options'
import type {
  DomainChange,
  ChangeSource,
  HistoryEntry,
  RecordedOutcome,
} from '../../../preload/contract/history'
import { settingValue } from '../../../preload/contract/option-words'
import { standingOf, standingWords } from '../../state/domain/standing'
import { counted, grouped } from '../../base/counted'
import { exactTime } from '../../base/relative-time'
import { STANDING_WORDS } from '../../parts/values/standing-words'

/** What brought a change to light, as the end of a line. */
const SOURCE_WORDS: Record<ChangeSource, string> = {
  sync: 'Found by a sync',
  refresh: 'Found by a refresh',
  verify: 'After a verification',
  create: 'You added the domain',
  edit: 'You changed the settings',
  delete: 'You deleted the domain',
  check: 'DNS was checked',
}

/** What brought an entry to light, and how often where the same was found again and again. */
export function sourceWords({ source, repeated }: Pick<HistoryEntry, 'source' | 'repeated'>): string {
  if (repeated === undefined) return SOURCE_WORDS[source]
  const often = `${grouped(repeated.times)} times the same since ${exactTime(repeated.since)}`
  return source === 'check' ? `DNS was checked, ${often}` : `${SOURCE_WORDS[source]}, ${often}`
}

const STATE_WORDS = { active: 'Active', unverified: 'Unverified', disabled: 'Disabled' } as const

/** How good or bad a change is, for its mark. */
export type ChangeTone = 'ok' | 'warn' | 'bad' | 'neutral'

/** One change as a line: what it is about, and what it was and is. */
export interface ChangeLine {
  readonly tone: ChangeTone
  readonly title: string
  /** Null when there is nothing to compare. */
  readonly before: string | null
  readonly after: string | null
}

function settingLabel(setting: keyof DomainSettings): string {
  return domainOptions[setting].label
}

/** The words for how a record stands; it was looked for whenever a change tells of it. */
export function recordStanding(record: DnsRecord): string {
  return standingWords[standingOf(record, record.valid !== 'unknown')]
}

/** A change in words. A record's value is shown beside it, not in it. */
export function changeLine(change: DomainChange): ChangeLine {
  switch (change.what) {
    case 'domain':
      return change.change === 'added'
        ? { tone: 'ok', title: 'Domain added', before: null, after: null }
        : { tone: 'bad', title: 'Domain removed', before: null, after: null }
    case 'state':
      return {
        tone: change.after === 'active' ? 'ok' : change.after === 'disabled' ? 'bad' : 'warn',
        title: 'State',
        before: STATE_WORDS[change.before],
        after: STATE_WORDS[change.after],
      }
    case 'setting':
      return {
        tone: 'neutral',
        title: settingLabel(change.setting),
        before: settingValue(change.setting, change.before),
        after: settingValue(change.setting, change.after),
      }
    case 'record':
      return recordLine(change.before, change.after)
    case 'verification':
    case 'check':
      return outcomeLine(change)
    case 'standing':
      return standingLine(change)
    case 'finding':
      return change.change === 'came'
        ? { tone: 'warn', title: `New finding: ${change.title}`, before: null, after: null }
        : { tone: 'ok', title: `No longer found: ${change.title}`, before: null, after: null }
  }
}

function outcomeLine({ what, found, needed, foundBefore }: RecordedOutcome): ChangeLine {
  const tone = found === needed ? 'ok' : foundBefore !== null && found < foundBefore ? 'bad' : 'warn'
  if (foundBefore !== null && foundBefore !== found) {
    const title = what === 'check' ? 'Published records' : 'Records the provider found'
    return { tone, title, before: String(foundBefore), after: `${found} of ${needed}` }
  }
  const title =
    what === 'check'
      ? `${found} of ${counted(needed, 'record')} published`
      : `The provider found ${found} of ${counted(needed, 'record')}`
  return { tone, title, before: null, after: null }
}

function standingLine({ before, after }: Extract<DomainChange, { what: 'standing' }>): ChangeLine {
  if (after === null) return { tone: 'neutral', title: 'Record no longer needed', before: null, after: null }
  const tone = after === 'published' ? 'ok' : after === 'unknown' ? 'neutral' : 'warn'
  return {
    tone,
    title: before === null ? `Record now needed: ${STANDING_WORDS[after].toLowerCase()}` : 'Record',
    before: before === null ? null : STANDING_WORDS[before],
    after: before === null ? null : STANDING_WORDS[after],
  }
}

function recordLine(before: DnsRecord | null, after: DnsRecord | null): ChangeLine {
  if (before === null)
    return { tone: 'neutral', title: 'The provider now wants this record', before: null, after: null }
  if (after === null)
    return { tone: 'neutral', title: 'The provider no longer wants this record', before: null, after: null }
  const [was, is] = [recordStanding(before), recordStanding(after)]
  if (before.valid !== after.valid && was !== is) {
    return { tone: after.valid === 'valid' ? 'ok' : 'warn', title: 'Record', before: was, after: is }
  }
  if (before.value !== after.value || before.priority !== after.priority) {
    return { tone: 'neutral', title: 'The provider wants another value', before: null, after: null }
  }
  if (before.cached.join('\n') !== after.cached.join('\n')) {
    return { tone: 'neutral', title: 'The provider found another value', before: null, after: null }
  }
  return { tone: 'neutral', title: 'Record', before: was, after: is }
}

/** Two texts to set beside each other; null when they are not both there or are the same. */
export function changedValue(change: DomainChange): { before: string; after: string } | null {
  if (change.what !== 'record' || change.before === null || change.after === null) return null
  const { before, after } = change
  const asked = [withPriority(before), withPriority(after)] as const
  if (asked[0] !== asked[1]) return { before: asked[0], after: asked[1] }
  const [was, is] = [before.cached.join(', '), after.cached.join(', ')]
  return was !== is && was !== '' && is !== '' && after.valid !== 'valid' ? { before: was, after: is } : null
}

/** A record's value as it is asked for. */
export function withPriority({ priority, value }: DnsRecord): string {
  return priority === null ? value : `${priority} ${value}`
}
