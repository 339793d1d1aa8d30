import * as v from 'valibot'
import { BulkChanges, EditPlan, RowEdit } from './bulk-edit'
import { channel, writingChannel } from './channel'
import { CheckScope } from './checks'
import { DomainKey, DomainState } from './domain'
import { CreateOptions, NewDomainSubaccount } from './domains'
import { Failure } from './failure'
import { Tag } from './notes'
import { optionOf } from './option-shapes'

/** Domains one job may have. */
export const MOST_BULK_ROWS = 10_000

/** Characters of text that are read. */
export const MOST_BULK_TEXT = 4_000_000

/**
 * What may be set for many domains at once: all that create takes, except the password, which belongs to one domain.
 */
export const BulkOptions = v.omit(CreateOptions, ['smtpPassword'])
export type BulkOptions = v.InferOutput<typeof BulkOptions>

/** The same options, as entries of the table of options. */
export const bulkOptions = v.keyof(BulkOptions).options.map(optionOf)

const Tags = v.pipe(v.array(Tag), v.maxLength(100))
const Place = v.pipe(v.string(), v.maxLength(200))

/** One domain of a list, as it was read. */
export const BulkEntry = v.object({
  /** Where it stands, such as `Line 3`. */
  where: Place,
  /** Its name as written, or as changed since. */
  typed: v.pipe(v.string(), v.maxLength(2048)),
  /** Options of its own, which override those for all domains. */
  options: BulkOptions,
  /** Tags of its own, besides those of all. */
  tags: Tags,
  /** What was changed or left out on the way, one sentence each. */
  notes: v.array(v.string()),
  /** Why its own options cannot be taken; null when they can. */
  problem: v.nullable(v.string()),
})
export type BulkEntry = v.InferOutput<typeof BulkEntry>

const Entries = v.pipe(v.array(BulkEntry), v.maxLength(MOST_BULK_ROWS))

/** The domains that a text names. */
export const BulkInput = v.object({
  kind: v.picklist(['names', 'table']),
  entries: Entries,
  /** What belongs to no domain, such as unknown columns; one sentence each. */
  notes: v.array(v.string()),
})
export type BulkInput = v.InferOutput<typeof BulkInput>

/** A file as it was read. */
export const ChosenFile = v.object({
  path: v.string(),
  text: v.string(),
  /** Characters that could not be read, each U+FFFD in the text. */
  unreadable: v.number(),
  /** What to say about its encoding, one sentence each. */
  notes: v.array(v.string()),
})
export type ChosenFile = v.InferOutput<typeof ChosenFile>

/** What would become of one domain of a list. */
export const PlannedRow = v.object({
  /** `create`: it will be added; `there`: the account has it; `invalid`: it cannot be added as it stands. */
  verdict: v.picklist(['create', 'there', 'invalid']),
  /** As it will be sent; empty where it cannot be. */
  name: v.string(),
  unicodeName: v.string(),
  /** What was changed on the way, one sentence each. */
  notes: v.array(v.string()),
  /** Why it will not be added, and what to do; empty where it will. */
  message: v.string(),
  fix: v.string(),
})
export type PlannedRow = v.InferOutput<typeof PlannedRow>

/**
 * How one domain of a job stands.
 *
 * - `waiting`: nothing was sent
 * - `sending`: it is under way
 * - `unsure`: it was sent and no answer came; the app asks the provider before it sends anything again
 * - `done`: the provider has done it
 * - `there`: the account had it already, or it was so already; nothing was changed
 * - `failed`: the provider or the app declined; the sentence says why
 * - `cancelled`: the job was cancelled before its turn
 * - `left-out`: it could not be added or changed as it stood, or the user left it out; it was never sent
 */
export const BulkRowState = v.picklist([
  'waiting',
  'sending',
  'unsure',
  'done',
  'there',
  'failed',
  'cancelled',
  'left-out',
])
export type BulkRowState = v.InferOutput<typeof BulkRowState>

export const BulkRow = v.object({
  /** From 0, in the order of the job. */
  position: v.number(),
  accountId: v.string(),
  /** The account below it that has the domain, as last synced; null for the account itself, or where that is not known. */
  subaccountId: v.nullable(v.string()),
  /** As it is sent, or as written where it cannot be. */
  name: v.string(),
  unicodeName: v.string(),
  /** Where it stood in the list; empty when it comes from none. */
  where: v.string(),
  state: BulkRowState,
  /** What happened and what to do, one sentence each; empty when the state says all. */
  message: v.string(),
  fix: v.string(),
  /** As the provider answered; null before. */
  domainState: v.nullable(DomainState),
  /** Records that the provider does not see as they should be; null before it answered. */
  missing: v.nullable(v.number()),
  /** What is changed of it; null for a job that changes no settings. */
  edit: v.nullable(RowEdit),
})
export type BulkRow = v.InferOutput<typeof BulkRow>

export const BulkKind = v.picklist(['create', 'verify', 'refresh', 'edit'])
export type BulkKind = v.InferOutput<typeof BulkKind>

/**
 * - `running`: one domain after the other is done
 * - `paused`: the user stopped it for now
 * - `stopped`: it stopped itself, for a reason that concerns the whole account: `failure`
 * - `interrupted`: the app ended in the middle
 * - `cancelled`, `done`: nothing more happens
 */
export const BulkJobState = v.picklist(['running', 'paused', 'stopped', 'interrupted', 'cancelled', 'done'])
export type BulkJobState = v.InferOutput<typeof BulkJobState>

/** One thing done to many domains. It is kept, also over a restart, until the user dismisses it. */
export const BulkJob = v.object({
  id: v.number(),
  kind: BulkKind,
  state: BulkJobState,
  /** Milliseconds since the epoch. */
  startedAt: v.number(),
  total: v.number(),
  /** Domains in each state. */
  counts: v.object({
    waiting: v.number(),
    sending: v.number(),
    unsure: v.number(),
    done: v.number(),
    there: v.number(),
    failed: v.number(),
    cancelled: v.number(),
    'left-out': v.number(),
  }),
  /** The account of a job that adds domains; null for a job over the selected domains. */
  accountId: v.nullable(v.string()),
  /** The account below it that gets the domains; null for the account itself. */
  subaccountId: v.nullable(v.string()),
  /** Tags that every domain added gets. */
  tags: v.array(v.string()),
  /** What it sets for each of its domains; null for a job that changes no settings, or takes back what another changed. */
  changes: v.nullable(BulkChanges),
  /** The id of the job that it takes back; null when it takes none back. */
  undoes: v.nullable(v.number()),
  /** Why it stopped itself. */
  failure: v.nullable(Failure),
})
export type BulkJob = v.InferOutput<typeof BulkJob>

const JobId = v.object({ id: v.number() })

const CreatePlan = v.object({
  accountId: v.pipe(v.string(), v.nonEmpty()),
  subaccountId: NewDomainSubaccount,
  entries: Entries,
  /** Options of all domains. */
  options: BulkOptions,
})

export const bulk = {
  /**
   * Reads names, or a table with a column `domain` or `name`, out of a text. Nothing is sent. Fails with `invalid`
   * when there are more than the limit.
   */
  read: channel(v.object({ text: v.pipe(v.string(), v.maxLength(MOST_BULK_TEXT)) }), BulkInput),
  /** Asks for a text file and answers what is in it. Null: none was chosen. Fails with `invalid`, `storage`. */
  chooseFile: channel(v.object({}), v.nullable(ChosenFile)),
  /**
   * What would become of each domain, in the same order. Nothing is sent. Fails with `not-found`, `invalid`, and with
   * `refused` where the subaccount is known to be closed or disabled.
   */
  plan: channel(CreatePlan, v.array(PlannedRow)),
  /**
   * Starts to add what can be added, and answers at once. Fails with `not-found`, `invalid`, `storage`, and with `refused`
   * where the subaccount is known to be closed or disabled.
   */
  create: writingChannel(v.object({ ...CreatePlan.entries, tags: Tags }), BulkJob),
  /** Starts to verify or fetch these domains one after the other. Fails with `invalid`, `not-found`, `storage`. */
  start: writingChannel(
    v.object({
      kind: v.picklist(['verify', 'refresh']),
      keys: v.pipe(v.array(DomainKey), v.maxLength(MOST_BULK_ROWS)),
    }),
    BulkJob,
  ),
  /**
   * What these changes would do to each domain of a scope: the domains are fixed now. Nothing is sent. Fails with
   * `invalid` when a value cannot be sent, when there is no domain, and when there are more than the limit. Progress comes
   * as `editPlanProgress`; `cancelPlan` has it fail with `cancelled`.
   */
  planEdit: channel(v.object({ scope: CheckScope, changes: BulkChanges }), EditPlan),
  /**
   * What taking an edit back would do to each domain that it changed. Nothing is sent. Fails with `not-found`, and
   * with `refused` while the job is not at its end. Progress and stopping are those of `planEdit`.
   */
  planUndo: channel(JobId, EditPlan),
  /** Stops the planning of an edit, or of taking one back. */
  cancelPlan: channel(v.object({}), v.object({})),
  /**
   * Starts to carry out a plan, and answers at once. Fails with `not-found` when it is not the newest plan, `invalid`
   * when nothing is left to change, `storage`.
   */
  edit: writingChannel(
    v.object({
      plan: v.number(),
      /** Places of the rows that the user left out. */
      without: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(MOST_BULK_ROWS)),
    }),
    BulkJob,
  ),
  /** Every job that was not dismissed, the newest first. */
  list: channel(v.object({}), v.array(BulkJob)),
  /** The domains of a job. Fails with `not-found`. */
  rows: channel(JobId, v.array(BulkRow)),
  /** Stops after the domain under way; `resume` continues. Fails with `not-found`. */
  pause: channel(JobId, BulkJob),
  /** Goes on with the domains that are not done. Fails with `not-found`. */
  resume: writingChannel(JobId, BulkJob),
  /** Stops after the domain under way, for good. Fails with `not-found`. */
  cancel: channel(JobId, BulkJob),
  /** Tries again the domains that failed or were cancelled. Fails with `not-found`. */
  retry: writingChannel(JobId, BulkJob),
  /** Forgets a job that does not run. Fails with `not-found`, and `refused` while it runs. */
  dismiss: channel(JobId, v.object({})),
  /** Asks where and writes a text. Null path: the user chose none. Fails with `storage`. */
  saveText: channel(
    v.object({
      name: v.pipe(v.string(), v.maxLength(100)),
      text: v.pipe(v.string(), v.maxLength(2 * MOST_BULK_TEXT)),
    }),
    v.object({ path: v.nullable(v.string()) }),
  ),
}

/** How far a job is, and its rows that changed since it was last told. */
export const BulkProgress = v.object({ job: BulkJob, rows: v.array(BulkRow) })
export type BulkProgress = v.InferOutput<typeof BulkProgress>
