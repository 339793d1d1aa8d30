import type {
  BulkEntry,
  BulkInput,
  BulkJob,
  BulkOptions,
  ChosenFile,
  PlannedRow,
} from '../../../preload/contract/bulk'
import type { Draft } from '../../../preload/contract/settings'
import { api } from '../../state/api'
import { CreateForm } from '../../features/domains/create-form.svelte'
import { createDirty, createOptions } from '../../features/domains/create-values'
import { DraftedForm } from '../../parts/forms/drafted-form.svelte'
import type { Reasons } from '../../parts/forms/form.svelte'

interface BulkValues {
  text: string
  tags: readonly string[]
}

/** The list of domains to add: what was pasted, then what would become of it. Its options are judged on their own. */
export class BulkForm extends DraftedForm<BulkValues, 'text'> {
  accountId = $state('')
  /** The account below it that gets the domains; empty for the account itself. */
  subaccountId = $state('')
  /** What to say about the file that was chosen; null when none was, or once nothing is left of it. */
  file = $state.raw<Pick<ChosenFile, 'path' | 'unreadable' | 'notes'> | null>(null)
  /** Options of all domains; its name and password are not used. */
  readonly options = new CreateForm()
  /** What the text has; null while it is written. */
  input = $state.raw<BulkInput | null>(null)
  entries = $state.raw<readonly BulkEntry[]>([])
  planned = $state.raw<readonly PlannedRow[]>([])

  /** @param text what to begin with */
  constructor(text: string) {
    super({ text, tags: [] }, ['text'], { form: 'bulk-create', accountId: '', name: '' })
  }

  override get dirty(): boolean {
    return this.values.text.trim() !== '' || createDirty(this.options.values)
  }

  /** The text is judged by the plan, line by line. */
  protected override reasons(): Reasons<'text'> {
    return {}
  }

  protected override draft(): Draft | null {
    const { text, tags } = this.values
    return text.trim() === '' ? null : { text, tags: tags.join(' ') }
  }

  protected override takeDraft({ text, tags }: Draft): void {
    if (typeof text === 'string') this.values.text = text
    if (typeof tags === 'string') this.values.tags = tags.split(' ').filter((tag) => tag !== '')
  }

  override keep(): void {
    if (this.values.text.trim() === '') this.file = null
    super.keep()
  }

  clear(): void {
    this.dropDraft()
  }

  override close(): void {
    this.options.close()
    super.close()
  }

  async chooseFile(): Promise<void> {
    await this.attempt(async () => {
      const chosen = await api.bulk.chooseFile({})
      if (chosen === null) return
      const { text, ...file } = chosen
      this.values.text = text
      this.file = file
    })
  }

  /** Says what would become of each domain. Nothing is sent. Answers whether there is something to show. */
  async review(): Promise<boolean> {
    if (!this.options.judgeOptions()) return false
    const { ok } = await this.attempt(async () => {
      const input = await api.bulk.read({ text: this.values.text })
      this.planned = await this.#plan(input.entries)
      this.entries = input.entries
      this.input = input
    })
    return ok
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
    const started = await this.attempt(async () => {
      const job = await api.bulk.create({ ...this.#request(this.entries), tags: [...this.values.tags] })
      this.clear()
      return job
    })
    return started.ok ? started.answer : null
  }

  async #change(entries: readonly BulkEntry[]): Promise<void> {
    await this.attempt(async () => {
      this.planned = await this.#plan(entries)
      this.entries = entries
    })
  }

  #plan(entries: readonly BulkEntry[]): Promise<PlannedRow[]> {
    return api.bulk.plan(this.#request(entries))
  }

  #request(entries: readonly BulkEntry[]): {
    accountId: string
    subaccountId: string | null
    entries: BulkEntry[]
    options: BulkOptions
  } {
    const { smtpPassword: _, ...options } = createOptions($state.snapshot(this.options.values))
    const { accountId, subaccountId } = this
    return { accountId, subaccountId: subaccountId || null, entries: [...entries], options }
  }
}
