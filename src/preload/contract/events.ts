import * as v from 'valibot'
import { Notice } from './notice'
import { CommandId } from './commands'
import { ConnectionTestProgress } from './connections'
import { BulkProgress } from './bulk'
import { EditPlanProgress } from './bulk-edit'
import { CheckProgress, CheckRun } from './checks'
import { DomainKey } from './domain'
import { ExportProgress } from './export-run'
import { MovingProgress } from './moving'
import { PublishPlan, PublishRun } from './publishing'
import { SamplesStatus } from './samples'
import { Settings } from './settings'
import { SyncStatus } from './sync'
import { UpdateStatus } from './updates'

/** What the main process tells the window unasked, by name. */
export const events = {
  syncProgress: SyncStatus,
  /** Rows of an account changed in the cache; null names means any may have. */
  domainsChanged: v.object({ accountId: v.string(), names: v.nullable(v.array(v.string())) }),
  accountsChanged: v.object({}),
  /** Connections to DNS hosts were added, changed or removed, or the choice of a zone was. */
  connectionsChanged: v.object({}),
  /** How far the test of a connection to a DNS host is. */
  connectionTestProgress: ConnectionTestProgress,
  /** The accounts below an account are others, or are called otherwise. */
  subaccountsChanged: v.object({ accountId: v.string() }),
  /** Tags or notes of these domains changed; null means those of any may have. */
  notesChanged: v.object({ keys: v.nullable(v.array(DomainKey)) }),
  /** The sample domains were added or removed, or are on the way. */
  samplesChanged: SamplesStatus,
  settingsChanged: Settings,
  /** How far a job over many domains is; once more when it ended. */
  bulkProgress: BulkProgress,
  editPlanProgress: EditPlanProgress,
  /** How far the check of one domain is. */
  checkProgress: CheckProgress,
  /** A domain has a new result of a check. */
  domainChecked: DomainKey,
  /** How far a check of many domains is; once more when it ended. */
  checkRunChanged: CheckRun,
  /** The person asked to see a domain outside the window, such as by a click on a notification. */
  domainAsked: DomainKey,
  /** A link came from outside and waits to be taken. */
  linkArrived: v.object({}),
  /** Watches began, went on, ended or were stopped. */
  watchesChanged: v.object({}),
  /** Rotations of DKIM keys began, went on, ended, or were taken off the list. */
  rotationsChanged: v.object({}),
  /** How far the planning of changes of zones is; once more when it ended. */
  publishPlanChanged: PublishPlan,
  /** How far the writing into zones is; once more when it ended. */
  publishRunChanged: PublishRun,
  /** The zone or the DNS host of this name and the names below it changed, or became known; null: of any name. */
  zoneChanged: v.object({ name: v.nullable(v.string()) }),
  /** Own presets were added, changed or removed. */
  presetsChanged: v.object({}),
  exportProgress: ExportProgress,
  /** What is known of new versions, or how far a download is, changed. */
  updatesChanged: UpdateStatus,
  movingProgress: MovingProgress,
  notice: Notice,
  command: v.object({ command: CommandId }),
}
export type Events = { [Name in keyof typeof events]: v.InferOutput<(typeof events)[Name]> }
export type EventName = keyof Events

/** Tells the window something. */
export type Emit = <Name extends EventName>(name: Name, payload: Events[Name]) => void
