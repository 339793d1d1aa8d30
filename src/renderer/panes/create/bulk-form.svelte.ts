import type {
  BulkEntry,
  BulkInput,
  BulkJob,
  BulkOptions,
  ChosenFile,
  PlannedRow,
} from '../../../preload/contract/bulk'
import type { Failure } from '../../../preload/contract/failure'
import { api } from '../../state/api'
import { CreateForm } from '../../features/domains/create-form.svelte'
import { createDirty, createErrors, createOptions } from '../../features/domains/create-values'
import { failureOf } from '../../state/failures.svelte'
import { DraftKeeper } from '../../parts/forms/draft-keeper'

/** The list of domains to add: what was pasted, then what would become of it. */
export class BulkForm {
  text = $state('')
  accountId = $state('')
  /** What to say about the file that was chosen; null when none was, or once nothing is left of it. */
  file = $state.raw<Pick<ChosenFile, 'path' | 'unreadable' | 'notes'> | null>(null)
  tags = $state.raw<readonly string[]>([])
  /** Options of all domains; its name and password are not used. */
  readonly options = new CreateForm()
  busy = $state(false)
  failure = $state.raw<Failure | null>(null)
  /** What the text has; null while it is written. */
  input = $state.raw<BulkInput | null>(null)
  entries = $state.raw<readonly BulkEntry[]>([])
  planned = $state.raw<readonly PlannedRow[]>([])
  readonly #draft = new DraftKeeper({ form: 'bulk-create', accountId: '', name: '' })

  get dirty(): boolean {
    return this.text.trim() !== '' || createDirty(this.options.values)
  }

  /** Reads what an earlier time left unsent. */
  async restore(): Promise<void> {
    const draft = await this.#draft.read()
    if (this.text !== '') return
    if (typeof draft?.['text'] === 'string') this.text = draft['text']
    if (typeof draft?.['tags'] === 'string') this.tags = draft['tags'].split(' ').filter((tag) => tag !== '')
  }

  /** Keeps what is typed for the next start. Call whenever something changed. */
  keep(): void {
    const { text, tags } = this
    if (text.trim() === '') this.file = null
    this.#draft.keep(text.trim() === '' ? null : { text, tags: tags.join(' ') })
  }

  clear(): void {
    this.#draft.keep(null)
  }

  close(): void {
    this.options.close()
    this.#draft.close()
  }

  async chooseFile(): Promise<void> {
    await this.#busily(async () => {
      const chosen = await api.bulk.chooseFile({})
      if (chosen === null) return
      const { text, ...file } = chosen
      this.text = text
      this.file = file
    })
  }

  /** Says what would become of each domain. Nothing is sent. Answers whether there is something to show. */
  async review(): Promise<boolean> {
    const wrong = Object.keys(createErrors(this.options.values)).filter((field) => field !== 'name')
    if (wrong.length > 0) {
      for (const field of wrong) this.options.leave(field as never)
      this.options.advanced = true
      return false
    }
    return this.#busily(async () => {
      const input = await api.bulk.read({ text: this.text })
      this.planned = await this.#plan(input.entries)
      this.entries = input.entries
      this.input = input
    })
  }

  /** Back to the text, which has not changed. */
  back(): void {
    this.input = null
    this.failure = null
  }

  /** Gives a domain another name. */
  async rename(index: number, typed: string): Promise<void> {
    await this.#change(this.entries.map((entry, at) => (at === index ? { ...entry, typed } : entry)))
  }

  async remove(index: number): Promise<void> {
    await this.#change(this.entries.filter((_, at) => at !== index))
  }

  /** Starts to add what can be added. */
  async start(): Promise<BulkJob | null> {
    let job: BulkJob | null = null
    await this.#busily(async () => {
      job = await api.bulk.create({ ...this.#request(this.entries), tags: [...this.tags] })
      this.clear()
    })
    return job
  }

  async #change(entries: readonly BulkEntry[]): Promise<void> {
    await this.#busily(async () => {
      this.planned = await this.#plan(entries)
      this.entries = entries
    })
  }

  #plan(entries: readonly BulkEntry[]): Promise<PlannedRow[]> {
    return api.bulk.plan(this.#request(entries))
  }

  #request(entries: readonly BulkEntry[]): {
    accountId: string
    entries: BulkEntry[]
    options: BulkOptions
  } {
    const { smtpPassword: _, ...options } = createOptions($state.snapshot(this.options.values))
    return { accountId: this.accountId, entries: [...entries], options }
  }

  async #busily(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.failure = null
    try {
      await work()
      return true
    } catch (error) {
      this.failure = failureOf(error)
      return false
    } finally {
      this.busy = false
    }
  }
}
