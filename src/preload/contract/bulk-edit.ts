import * as v from 'valibot'
import { DomainChanges } from './domains'
import { RecordChange, RecordLine } from './record-changes'

/** What may be changed for many domains at once: all that update takes, except the password, which belongs to one. */
export const BulkChanges = v.omit(DomainChanges, ['smtpPassword'])
export type BulkChanges = v.InferOutput<typeof BulkChanges>

/** The settings that may be changed for many domains at once, in the order of the table of options. */
export const bulkChangeNames = v.keyof(BulkChanges).options
export type BulkChangeName = keyof BulkChanges

const SettingValue = v.union([v.string(), v.number(), v.boolean()])

/** One setting of a domain, as it is and as it is to be. */
export const SettingChange = v.object({
  setting: v.picklist(bulkChangeNames),
  /** As the provider said; null when it did not. */
  before: v.nullable(SettingValue),
  after: SettingValue,
})
export type SettingChange = v.InferOutput<typeof SettingChange>

/** What a job changes of one domain, or has changed. */
export const RowEdit = v.object({
  changes: v.array(SettingChange),
  /** Whether `before` was known when the job was made; if not, the provider is asked at the domain's turn. */
  known: v.boolean(),
  /** Records that the provider no longer asks for, and those it asks for instead; null while that is not known. */
  records: v.nullable(v.object({ gone: v.array(RecordLine), added: v.array(RecordLine) })),
})
export type RowEdit = v.InferOutput<typeof RowEdit>

/** What would become of one domain of an edit. */
export const PlannedEdit = v.object({
  /**
   * - `change`: it will be changed
   * - `unknown`: it was never fetched; it will be fetched at its turn, and changed where it differs
   * - `same`: it is so already
   * - `refused`: it cannot be changed; the sentence says why
   */
  verdict: v.picklist(['change', 'unknown', 'same', 'refused']),
  accountId: v.string(),
  /** The account below it that has the domain; null for the account itself, or where that is not known. */
  subaccountId: v.nullable(v.string()),
  name: v.string(),
  unicodeName: v.string(),
  /** The settings that will be sent. */
  changes: v.array(SettingChange),
  /** What the changes do to the records that must stand in DNS, as far as is known. */
  records: v.array(RecordChange),
  /** When the provider said what is known of the domain, milliseconds since the epoch; null when it was never fetched. */
  knownAt: v.nullable(v.number()),
  /** What to know before it is sent, one sentence each. */
  notes: v.array(v.string()),
  /** Why nothing will be sent, and what to do; empty where something will. */
  message: v.string(),
  fix: v.string(),
})
export type PlannedEdit = v.InferOutput<typeof PlannedEdit>

/** What an edit would do to each domain. The main process keeps the newest plan, so that what was seen is what is done. */
export const EditPlan = v.object({
  id: v.number(),
  /** The id of the job that it takes back; null when it takes none back. */
  undoes: v.nullable(v.number()),
  rows: v.array(PlannedEdit),
})
export type EditPlan = v.InferOutput<typeof EditPlan>

/** How far the planning of an edit is, in domains. */
export const EditPlanProgress = v.object({ done: v.number(), total: v.number() })
export type EditPlanProgress = v.InferOutput<typeof EditPlanProgress>
