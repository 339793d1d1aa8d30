import type { DomainKey } from '../../preload/contract/domain'
import type { CheckScope } from '../../preload/contract/checks'
import type { RotationScope } from '../../preload/contract/export-run'
import type { LinkTarget } from '../../preload/contract/links'
import type { ImportPreview } from '../../preload/contract/notes'
import type { PublishPlan } from '../../preload/contract/publishing'

/** Whose records are exported. */
export type ExportSubject =
  /** One domain. */
  | { readonly kind: 'domain'; readonly key: DomainKey }
  /** The domains marked in the list. */
  | { readonly kind: 'selection' }
  /** Every domain the list shows. */
  | { readonly kind: 'list' }
  /** The keys that are being rotated: their records to publish, or those that can go. */
  | { readonly kind: 'rotations'; readonly records: RotationScope['records'] }

/** What is to be edited at once. */
export type EditSubject =
  /** The settings of these domains. */
  | { readonly kind: 'domains'; readonly scope: CheckScope; readonly many: number | null }
  /** What a job changed is to be put back; by its id. */
  | { readonly kind: 'undo'; readonly job: number }

/** What a plan of changes of zones is made for. */
export type PublishSubject =
  /** What these domains need. */
  | { readonly kind: 'domains'; readonly scope: CheckScope }
  /** What a run wrote goes again, and what went comes back: in these of its zones, by position, or in all. */
  | { readonly kind: 'undo'; readonly run: number; readonly zones: readonly number[] | null }
  /** What a run did not write, planned anew. */
  | { readonly kind: 'rest'; readonly run: number }
  /** The records of keys that are rotated come, or go: of these rotations, or by null of all that a search finds. */
  | {
      readonly kind: 'rotations'
      readonly records: RotationScope['records']
      readonly ids: readonly number[] | null
      readonly search: string
    }
  /** A plan that was saved, and opened again. */
  | { readonly kind: 'saved'; readonly plan: PublishPlan }

/**
 * Which dialog stands open; any part of the window may open one. `Dialogs.svelte` mounts them. A dialog that is about
 * something is open while that is set: null closes it.
 */
class Dialogs {
  about = $state(false)
  accounts = $state(false)
  /** The accounts are to begin with the form for a new one; the dialog takes the wish back when it did. */
  accountForm = $state(false)
  /** The connections to DNS hosts, or one of them by its id. */
  connections = $state<string | null>(null)
  /** The connections are to begin with the form for a new one; the dialog takes the wish back when it did. */
  connectionForm = $state(false)
  palette = $state(false)
  searchSyntax = $state(false)
  settings = $state(false)
  shortcuts = $state(false)
  /** What is known of a new version of Zonedesk. */
  update = $state(false)

  create = $state(false)
  /** The list of domains to add. */
  createMany = $state(false)
  /** The text that the list of domains to add begins with. */
  createManyText = $state('')
  /** The domain to delete. */
  delete = $state.raw<DomainKey | null>(null)
  /** Which domains are to be edited at once. */
  editMany = $state.raw<EditSubject | null>(null)
  /** The id of the bulk job to show. */
  job = $state<number | null>(null)

  /** The link that leads to no one domain yet. */
  link = $state.raw<LinkTarget | null>(null)
  /** Saving everything for another computer, and bringing it in. */
  movingOut = $state(false)
  movingIn = $state(false)

  findings = $state(false)
  watches = $state(false)
  rotations = $state(false)
  /** The domains whose DKIM keys are to be rotated. */
  rotating = $state.raw<CheckScope | null>(null)

  /** What is to be published. */
  publishing = $state.raw<PublishSubject | null>(null)
  /** The run of publishing to show, by its id. */
  publishRun = $state<number | null>(null)
  /** Every run. */
  publishRuns = $state(false)

  /** The steps that set up the open domain at its DNS host. */
  setup = $state(false)
  /** Whose records to export. */
  exporting = $state.raw<ExportSubject | null>(null)
  /** Whose sheets to write for somebody else. */
  handingOver = $state.raw<ExportSubject | null>(null)
  /** The id of the own preset to edit, or `new`. */
  preset = $state<string | null>(null)
  /** The Records tab is to open its picker of hosts; the tab takes the wish back when it did. */
  hostPicker = $state(false)

  /** The domains to tag. */
  tagging = $state.raw<readonly DomainKey[] | null>(null)
  /** The tag to rename. */
  renamingTag = $state<string | null>(null)
  /** The tag to take off every domain. */
  removingTag = $state<string | null>(null)
  /** What an import of notes would do. */
  importing = $state.raw<ImportPreview | null>(null)

  /** Opens the form for a new account. */
  connectAccount(): void {
    this.accountForm = true
    this.accounts = true
  }

  /** Opens the form for a new connection to a DNS host. */
  connectDnsHost(): void {
    this.connectionForm = true
    this.connections = 'all'
  }

  /** Opens the list of domains to add. */
  addSeveral(text = ''): void {
    this.createManyText = text
    this.createMany = true
  }
}

export const dialogs = new Dialogs()
