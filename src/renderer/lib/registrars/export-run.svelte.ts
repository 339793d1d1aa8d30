import type { ExportFormat, ExportOffer, RecordScope } from '../../../preload/contract/export-format'
import type { ExportOutcome, ExportProgress, ExportScope } from '../../../preload/contract/export-run'
import { type Failure, ZonedeskError } from '../../../preload/contract/failure'
import { announce } from '../announce.svelte'
import { api, listen } from '../api'
import { sameDomain } from '../domains/domain-key'
import { domainList } from '../domains/domain-list.svelte'
import { selection } from '../domains/selection.svelte'
import { failureOf } from '../failures.svelte'
import { outcomeSentence } from './export-words'
import { openHost } from './open-host.svelte'
import type { ExportSubject } from './registrar-dialogs.svelte'

/** What one export takes by name. */
const MOST_BY_NAME = 100_000
/** A preview shows the beginning only, so it reads no more domains than that needs. */
const PREVIEWED = 3

/** The domains of a subject, as the main process wants them named. @throws {ZonedeskError} `refused` when there are none */
export async function scopeOf(subject: ExportSubject, most = MOST_BY_NAME): Promise<ExportScope> {
  if (subject.kind === 'list' && domainList.query !== null && most >= MOST_BY_NAME) {
    const { accountId, filter, search } = domainList.query
    return { kind: 'list', request: { accountId, filter, search } }
  }
  const keys = await keysOf(subject, most)
  if (keys.length === 0) throw new ZonedeskError('refused', 'There are no domains to export.')
  return { kind: 'domains', keys }
}

async function keysOf(
  subject: ExportSubject,
  most: number,
): Promise<Extract<ExportScope, { kind: 'domains' }>['keys']> {
  if (subject.kind === 'domain') return [subject.key]
  if (subject.kind === 'selection') return selection.keys(most)
  const { query } = domainList
  if (query === null) return []
  const { items } = await api.domains.list({ ...query, after: null, limit: most })
  return items.map(({ accountId, name }) => ({ accountId, name }))
}

/** One export as the dialog builds it: what of whom as what, how it begins, and what became of it. */
export class ExportRun {
  subject = $state.raw<ExportSubject>({ kind: 'list' })
  which = $state<RecordScope>('all')
  format = $state<ExportFormat>('bind')
  offers = $state.raw<readonly ExportOffer[]>([])
  /** How it begins; null while it is read, and when it cannot be made. */
  preview = $state.raw<ExportOutcome | null>(null)
  /** Why there is no preview. */
  previewFailure = $state.raw<Failure | null>(null)
  /** What is being written now. */
  writing = $state<'clipboard' | 'file' | null>(null)
  progress = $state.raw<ExportProgress | null>(null)
  /** What was written last. */
  outcome = $state.raw<ExportOutcome | null>(null)
  failure = $state.raw<Failure | null>(null)
  #number = 0
  #lastPreview: Promise<void> = Promise.resolve()

  constructor(subject: ExportSubject) {
    this.subject = subject
  }

  /** Why the host must not be given the format, one sentence; null when it may, or several hosts are concerned. */
  get refusal(): string | null {
    return this.offers.find(({ format }) => format === this.format)?.refusal ?? null
  }

  async loadOffers(): Promise<void> {
    const { subject } = this
    const { host } = openHost
    const known = subject.kind === 'domain' && host !== null && sameDomain(subject.key, host)
    try {
      this.offers = await api.registrars.formats({ presetId: known ? host.preset.id : null })
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  /** Reads how the export begins; a later call makes an earlier one void. */
  refresh(): void {
    const mine = ++this.#number
    const [subject, which, format] = [this.subject, this.which, this.format]
    this.outcome = null
    this.failure = null
    // One after the other: the main process makes one export at a time.
    this.#lastPreview = this.#lastPreview.then(async () => {
      if (mine !== this.#number || this.writing !== null) return
      try {
        const scope = await scopeOf(subject, PREVIEWED)
        const outcome = await api.registrars.export({ scope, which, format, to: 'screen' })
        if (mine !== this.#number) return
        this.preview = outcome
        this.previewFailure = null
      } catch (error) {
        if (mine !== this.#number) return
        this.preview = null
        this.previewFailure = failureOf(error)
      }
    })
  }

  async write(to: 'clipboard' | 'file'): Promise<void> {
    if (this.writing !== null) return
    await this.#lastPreview
    this.writing = to
    this.progress = null
    this.failure = null
    this.outcome = null
    try {
      const scope = await scopeOf(this.subject)
      const outcome = await api.registrars.export({ scope, which: this.which, format: this.format, to })
      if (to === 'file' && outcome.path === null) return
      this.outcome = outcome
      announce(outcomeSentence(outcome))
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'cancelled') announce('The export was stopped')
      else this.failure = failure
    } finally {
      this.writing = null
      this.progress = null
    }
  }

  async cancel(): Promise<void> {
    try {
      await api.registrars.cancelExport({})
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  /** Follows the progress. The answer stops following. */
  follow(): () => void {
    return listen('exportProgress', (progress) => {
      if (this.writing !== null) this.progress = progress.state === 'running' ? progress : null
    })
  }
}
