import * as v from 'valibot'
import { channel } from './channel'
import { DomainKey } from './domain'
import { CountRequest } from './domains'
import { FindingCode } from './finding-titles'
import { DomainCheck, FindingSubject, Rehearsal, Severity } from './findings'

/** Which domains to check against DNS. */
export const CheckScope = v.variant('kind', [
  v.object({
    kind: v.literal('domains'),
    keys: v.pipe(v.array(DomainKey), v.minLength(1), v.maxLength(100_000)),
  }),
  /** Every domain of a list, whether it is loaded in the window or not. */
  v.object({ kind: v.literal('list'), request: CountRequest }),
])
export type CheckScope = v.InferOutput<typeof CheckScope>

/** A check of several domains, as far as it got. It is kept while it is under way, and goes on after a restart. */
export const CheckRun = v.object({
  id: v.number(),
  /** `waiting`: it goes on by itself when DNS can be asked again. */
  state: v.picklist(['running', 'waiting', 'done', 'cancelled']),
  /** Domains whose check has ended. */
  done: v.number(),
  total: v.number(),
  /** Of those done: how many have a finding that is `bad`. */
  bad: v.number(),
  /** Of those done: how many could not be checked, because their records are not in the cache or nobody answered. */
  skipped: v.number(),
  /** At the pace of the last seconds; null while the pace is not known, and while the check does not run. */
  secondsLeft: v.nullable(v.number()),
})
export type CheckRun = v.InferOutput<typeof CheckRun>

/** How many domains have a finding at their last check. */
export const FindingCount = v.object({ code: FindingCode, severity: Severity, domains: v.number() })
export type FindingCount = v.InferOutput<typeof FindingCount>

export const checks = {
  /** What the last check of a domain said, from the app's own files; null when it was never checked. */
  get: channel(DomainKey, v.nullable(DomainCheck)),
  /**
   * Checks one domain and answers once all is seen. Progress comes as `checkProgress`. Fails with `not-found`, and
   * with `refused` while the domain's records are not in the cache. When nobody answered anything, an earlier result
   * stays, and it fails with `offline`.
   */
  check: channel(
    v.object({
      ...DomainKey.entries,
      /** Asks again although the TTLs of earlier answers have not run out: about every record, or the one at this index. */
      fresh: v.union([v.boolean(), v.pipe(v.number(), v.integer(), v.minValue(0))]),
    }),
    DomainCheck,
  ),
  /**
   * What a cure of the last check leads to when a person edits a value of it first. Null when that is not known: the
   * check was long ago and DNS cannot be asked, or the finding is gone.
   */
  rehearse: channel(
    v.object({
      ...DomainKey.entries,
      /** Which finding: its code and subject, as the check said them. */
      code: FindingCode,
      subject: FindingSubject,
      /** Place of the record among those of the finding's fix. */
      at: v.pipe(v.number(), v.integer(), v.minValue(0)),
      /** No honest zone holds longer ones: RFC 1035 section 2.3.4 gives a whole record 65,535 octets. */
      value: v.pipe(v.string(), v.maxLength(65_535)),
    }),
    v.nullable(Rehearsal),
  ),
  /** Stops the check of one domain, which then fails with `cancelled`; the last whole result stays. */
  stop: channel(DomainKey, v.object({})),
  /**
   * Starts a check of many domains and answers at once; progress comes as `checkRunChanged`. Where nobody can be
   * asked, it waits and counts no domain as done. Fails with `storage` when it cannot be kept.
   */
  start: channel(CheckScope, CheckRun),
  cancel: channel(v.object({ id: v.number() }), v.object({})),
  /** The checks of many domains under way. */
  runs: channel(v.object({}), v.array(CheckRun)),
  /** The findings over all domains checked, the most frequent first. */
  findings: channel(v.object({ accountId: v.nullable(v.string()) }), v.array(FindingCount)),
}

/** How far the check of one domain is. */
export const CheckProgress = v.object({ ...DomainKey.entries, questions: v.number(), done: v.number() })
export type CheckProgress = v.InferOutput<typeof CheckProgress>
