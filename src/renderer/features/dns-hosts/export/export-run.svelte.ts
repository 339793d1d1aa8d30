import {
  DEFAULT_TTL,
  type ExportFormat,
  type ExportOffer,
  type RecordScope,
} from '../../../../preload/contract/export-format'
import type { ExportOutcome } from '../../../../preload/contract/export-run'
import type { Failure } from '../../../../preload/contract/failure'
import { announce } from '../../../base/announce.svelte'
import { api } from '../../../state/api'
import { sameDomain } from '../../../state/domain-key'
import { failureOf } from '../../../state/failures.svelte'
import { scopeOf } from './export-scope'
import { outcomeSentence } from './export-words'
import { LongExport } from './long-export.svelte'
import { openHost } from '../../../state/domain/open-host.svelte'
import type { ExportSubject } from '../../../state/dialogs.svelte'

/** A preview shows the beginning only, so it reads no more domains than that needs. */
const PREVIEWED = 3

/** One export as the dialog builds it: which records of which domains in which format, its preview and its result. */
export class ExportRun {
  subject = $state.raw<ExportSubject>({ kind: 'list' })
  which = $state<RecordScope>('all')
  format = $state<ExportFormat>('bind')
  /** Seconds. */
  ttl = $state(DEFAULT_TTL)
  offers = $state.raw<readonly ExportOffer[]>([])
  /** The preview; null while it is read, and when it cannot be made. */
  preview = $state.raw<ExportOutcome | null>(null)
  /** Why there is no preview. */
  previewFailure = $state.raw<Failure | null>(null)
  /** What is being written now, to the clipboard or to files. */
  readonly work = new LongExport()
  /** What was written last. */
  outcome = $state.raw<ExportOutcome | null>(null)
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
      this.offers = await api.dnsHosts.formats({ presetId: known ? host.preset.id : null })
    } catch (error) {
      this.work.failure = failureOf(error)
    }
  }

  /** Reads the preview; a later call makes an earlier one void. */
  refresh(): void {
    const mine = ++this.#number
    const { subject, which, format, ttl } = this
    this.outcome = null
    this.work.failure = null
    // One after the other: the main process makes one export at a time.
    this.#lastPreview = this.#lastPreview.then(async () => {
      if (mine !== this.#number || this.work.busy) return
      try {
        const scope = await scopeOf(subject, PREVIEWED)
        const outcome = await api.dnsHosts.export({ scope, which, format, to: 'screen', ttl })
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
    if (this.work.busy) return
    await this.#lastPreview
    this.outcome = null
    const { which, format, ttl } = this
    const outcome = await this.work.run(this.subject, (scope) =>
      api.dnsHosts.export({ scope, which, format, to, ttl }),
    )
    if (outcome === null || (to === 'file' && outcome.path === null)) return
    this.outcome = outcome
    announce(outcomeSentence(outcome))
  }
}
