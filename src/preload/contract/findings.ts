import * as v from 'valibot'
import { NoAnswerReason, Question, Server } from './dns-answer'
import { RecordType } from './domain'
import { FindingCode } from './finding-titles'

/** `bad`: mail suffers. `warn`: it will, or it may. `info`: advice, or something that passes by itself. */
export const Severity = v.picklist(['bad', 'warn', 'info'])
export type Severity = v.InferOutput<typeof Severity>

/** What a finding is about: one of the provider's records, another RRset, or the domain as a whole (null). */
export const FindingSubject = v.nullable(
  v.object({
    /** Place in the domain's records; null when it is none of them, such as the DMARC policy. */
    index: v.nullable(v.number()),
    /** Owner name, without trailing dot. */
    name: v.string(),
    type: RecordType,
  }),
)
export type FindingSubject = v.InferOutput<typeof FindingSubject>

/** Who answered what, and when. */
export const Evidence = v.object({
  server: Server,
  question: Question,
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL` and so on, or why there is no answer. */
  outcome: v.string(),
  /** The records' data as a person writes them: an MX as `10 mxa.example.net`. Empty when there are none. */
  values: v.array(v.string()),
  /** Seconds for which the answer, or the absence, may be remembered; null when nothing says so. */
  ttl: v.nullable(v.number()),
  /** Milliseconds since the epoch. */
  at: v.number(),
})
export type Evidence = v.InferOutput<typeof Evidence>

/** What only the user knows: it stands in a value as `mark` until it is filled in, and nothing is invented for it. */
export const Blank = v.object({
  /** The text in the value that takes its place, such as `[your mailbox]`. */
  mark: v.string(),
  kind: v.picklist(['mailbox', 'web-address']),
})
export type Blank = v.InferOutput<typeof Blank>

const priority = v.nullable(v.number())

/** A record as it stands in a zone. */
export const ZoneRecord = v.object({
  /** `SPF` is the obsolete type 99 (RFC 7208 section 3.1). */
  type: v.picklist([...RecordType.options, 'SPF']),
  /** Owner name, whole, without trailing dot. */
  name: v.string(),
  /** A text without quotes, its character-strings joined; a target or a mail server without trailing dot. */
  value: v.string(),
  /** MX preference, 0..65535; null for other types. */
  priority,
})
export type ZoneRecord = v.InferOutput<typeof ZoneRecord>

/** A record in the fields of a DNS host's form, ready to copy once its blank, if it has one, is filled in. */
export const FixRecord = v.object({
  type: RecordType,
  /** Owner name, whole, without trailing dot. */
  name: v.string(),
  /** What to type where the form adds the zone's name itself: relative to the zone, `@` at its apex. */
  host: v.string(),
  value: v.string(),
  /** MX preference, 0..65535; null for other types. */
  priority,
  /** Records that go when this one comes, as they are seen now. Empty for a new one. */
  replaces: v.array(ZoneRecord),
  /** Null when nothing is left open. */
  blank: v.nullable(Blank),
})
export type FixRecord = v.InferOutput<typeof FixRecord>

/**
 * - `add`: the records are new
 * - `edit`: each record takes the place of those it `replaces`
 * - `remove`: the records are to go
 * - `wait`: it passes by itself
 * - `none`: nothing to change in DNS
 */
export const FixAction = v.picklist(['add', 'edit', 'remove', 'wait', 'none'])
export type FixAction = v.InferOutput<typeof FixAction>

/** What a change of the zone leads to, found by judging the zone as it would be. */
export const Rehearsal = v.object({
  /** How many of the records the provider needs would be published. */
  published: v.number(),
  /** How many it needs. */
  needed: v.number(),
  /** DNS lookups the SPF policy would cost, of 10; null without a single policy. */
  lookups: v.nullable(v.number()),
  /** False where some lookups are not known; `lookups` is then the least there can be. */
  lookupsKnown: v.boolean(),
  /** What would newly be wrong: the sentences of the findings that come, `bad` and `warn`. */
  comes: v.array(v.string()),
  /** All this in one line: "After this: all 5 published, SPF 6 of 10 lookups." */
  sentence: v.string(),
})
export type Rehearsal = v.InferOutput<typeof Rehearsal>

/**
 * What to do about a finding. With `add` and `edit`, what each record `replaces` goes and the record comes; with
 * `remove` the records go. Records stand here only when the change was rehearsed: judged on the zone as it would be.
 */
export const Fix = v.object({
  action: FixAction,
  /** What to do, in plain words. */
  sentence: v.string(),
  records: v.array(FixRecord),
  /** What stops working after the change, a few words each; the sentence names each of them. */
  drops: v.array(v.string()),
  /** There where the change is right only if something holds that DNS does not show; the sentence says what. */
  isConditional: v.exactOptional(v.literal(true)),
  /** What the change leads to; null where nothing is to be changed, or it is not known. */
  after: v.nullable(Rehearsal),
  /** Seconds until it should be right, for `wait`; null otherwise, or when nothing says so. */
  wait: v.nullable(v.number()),
})
export type Fix = v.InferOutput<typeof Fix>

/** One thing that is wrong, or could be better, with its proof and its cure. */
export const Finding = v.object({
  code: FindingCode,
  severity: Severity,
  subject: FindingSubject,
  /** The code's short name, the same for every finding of the code. */
  title: v.string(),
  /** One plain sentence: what is the matter here. */
  sentence: v.string(),
  /** Why it matters; for a person who wants to know more. */
  explanation: v.string(),
  evidence: v.array(Evidence),
  fix: Fix,
  /** Where the rule stands: `RFC 7208 section 4.5`, and a link to it. */
  source: v.object({ text: v.string(), url: v.string() }),
})
export type Finding = v.InferOutput<typeof Finding>

/**
 * - `published`: DNS has it
 * - `missing`: DNS says that there is nothing
 * - `different`: DNS has something else
 * - `partly`: some servers have it and some do not
 * - `unknown`: nobody answered usefully; it may be there or not. Or it is there, and whether it does what it must cannot
 *   be known
 */
export const DnsStanding = v.picklist(['published', 'missing', 'different', 'partly', 'unknown'])
export type DnsStanding = v.InferOutput<typeof DnsStanding>

/** What one server has of a record. */
export const RecordSighting = v.object({
  server: Server,
  standing: v.picklist(['published', 'missing', 'different', 'unknown']),
  /** The data it answered; empty when it had none. */
  values: v.array(v.string()),
  outcome: v.string(),
  ttl: v.nullable(v.number()),
  at: v.number(),
})
export type RecordSighting = v.InferOutput<typeof RecordSighting>

/** Expected, seen and where: one record of the provider's against DNS. */
export const RecordCheck = v.object({
  /** Place in the domain's records. */
  index: v.number(),
  name: v.string(),
  type: RecordType,
  /** The owner name relative to its zone, `@` at the apex; the whole name when the zone is not known. */
  host: v.string(),
  /** The apex of the record's zone, where it is another than the domain's: a part that is delegated on. */
  zone: v.exactOptional(v.string()),
  /** The data as a person writes them: an MX as `10 mxa.example.net`. */
  expected: v.string(),
  /** What the zone's own servers have, or resolvers when those did not answer. */
  seen: v.array(v.string()),
  /** One for each server that was asked, the zone's own first. */
  where: v.array(RecordSighting),
  standing: DnsStanding,
  findings: v.array(Finding),
  /** Set on a DKIM key that the provider does not sign with (`needed-records.ts`): it counts nowhere. */
  isSpare: v.exactOptional(v.literal(true)),
})
export type RecordCheck = v.InferOutput<typeof RecordCheck>

/**
 * How a term of an SPF policy ended.
 *
 * - `ok`: evaluated
 * - `pending`: an answer is still needed
 * - `failed`: the lookup failed, so nothing is known
 * - `void`: there is nothing at the name
 * - `no-policy`, `several`, `syntax`: an include or redirect whose domain has no policy, two, or a broken one
 * - `loop`: it leads back to a domain above
 * - `macro`: differs with each message, so it cannot be followed
 * - `not-followed`: beyond the bound of what is asked
 */
export const SpfNodeState = v.picklist([
  ...(['ok', 'pending', 'failed', 'void', 'no-policy', 'several', 'syntax', 'loop', 'macro'] as const),
  'not-followed',
])
export type SpfNodeState = v.InferOutput<typeof SpfNodeState>

/** A term that asks DNS, with what it leads to. The root is the domain's own policy. */
export interface SpfNode {
  /** As written; empty for the root. */
  term: string
  domain: string
  /** The policy found there; null for terms other than include and redirect, and where none was found. */
  policy: string | null
  state: SpfNodeState
  /** DNS lookups it costs, with all below it (RFC 7208 section 4.6.4). */
  lookups: number
  children: SpfNode[]
}
export const SpfNode: v.GenericSchema<SpfNode> = v.object({
  term: v.string(),
  domain: v.string(),
  policy: v.nullable(v.string()),
  state: SpfNodeState,
  lookups: v.number(),
  children: v.array(v.lazy(() => SpfNode)),
})

/** What an SPF policy costs its receivers, by RFC 7208 section 4.6.4. */
export const SpfCost = v.object({
  tree: SpfNode,
  /** At most 10 are allowed. */
  lookups: v.number(),
  /** At most 2 are allowed. */
  voidLookups: v.number(),
  /** False while answers are missing or lookups failed, and then the counts are at least these. */
  complete: v.boolean(),
})
export type SpfCost = v.InferOutput<typeof SpfCost>

/** A domain's health in one line. */
export const HealthSummary = v.object({
  /** The worst of all findings; null when there are none. Advice (`info`) included. */
  worst: v.nullable(Severity),
  standings: v.record(DnsStanding, v.number()),
  severities: v.record(Severity, v.number()),
  sentence: v.string(),
})
export type HealthSummary = v.InferOutput<typeof HealthSummary>

/** Everything the diagnoses say of one domain. */
export const DomainCheck = v.object({
  domain: v.string(),
  /** The zone's apex; null when it was not found. */
  zone: v.nullable(v.string()),
  /** When the last answer came, milliseconds since the epoch. */
  at: v.number(),
  /** False when the check was cancelled or cut short. */
  complete: v.boolean(),
  records: v.array(RecordCheck),
  /** Findings about the domain as a whole, and advice. */
  findings: v.array(Finding),
  /** Null when the domain has no single SPF policy. */
  spf: v.nullable(SpfCost),
  summary: HealthSummary,
})
export type DomainCheck = v.InferOutput<typeof DomainCheck>

/** The records that must be published: all but spare DKIM keys. */
export function neededChecks({ records }: Pick<DomainCheck, 'records'>): RecordCheck[] {
  return records.filter(({ isSpare }) => isSpare !== true)
}

/** Whether no server answered anything about the records, as where a network lets no DNS through. */
export function isSilent({ records }: DomainCheck): boolean {
  return isUnanswered({ where: records.flatMap(({ where }) => where) })
}

/** Whether no server answered anything about a record. */
export function isUnanswered({ where }: Pick<RecordCheck, 'where'>): boolean {
  return where.length > 0 && where.every(({ outcome }) => v.is(NoAnswerReason, outcome))
}
