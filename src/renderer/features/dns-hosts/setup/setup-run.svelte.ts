import { SvelteSet } from 'svelte/reactivity'
import type { DnsRecord, DomainDetail, DomainKey } from '../../../../preload/contract/domain'
import type { AdvisedRow, PanelField, PanelRow } from '../../../../preload/contract/dns-hosts'
import { isCheckOf } from '../../../state/domain/finding-order'
import { openCheck } from '../../../state/domain/open-check.svelte'
import { DraftKeeper } from '../../../parts/forms/draft-keeper'
import { copying } from '../../../parts/copy/copying.svelte'
import { copiedFields, isRefused, notesFor } from '../field-words'

/**
 * How far a record is.
 *
 * - `todo`: nothing was done yet
 * - `copied`: all its fields were copied
 * - `decide`: a person has to decide about it first
 * - `refused`: no zone at the host can hold it
 * - `published`: DNS has it, and nothing is left to replace or delete
 */
export type StepState = 'todo' | 'copied' | 'decide' | 'refused' | 'published'

export interface SetupStep {
  readonly record: DnsRecord
  readonly row: AdvisedRow
  readonly state: StepState
}

/** What is typed in a step, in its order: the fields of its record, and of what is added beside it. */
function stepFields({ row }: Pick<SetupStep, 'row'>): PanelField[] {
  return [...row.fields, ...row.beside.flatMap(({ fields }) => fields)]
}

/** Of several records, the least advanced one counts. */
const STATES: readonly StepState[] = ['todo', 'decide', 'copied', 'refused', 'published']

/** Names a change, whatever the provider saw of the record. A change with another value was not copied yet. */
function identity({ record: { type, name, priority, value }, goes }: AdvisedRow['advice']): string {
  const going = goes.map((old) => [old.type, old.name, old.priority, old.value])
  return JSON.stringify([type, name, priority, value, ...going])
}

/**
 * The records of one domain, one at a time, as its DNS host wants them. What was copied is remembered over restarts.
 */
export class SetupRun {
  /** Place of the record shown; the number of records once all are gone through. */
  at = $state(0)
  /** Whether what was copied before is known. */
  ready = $state(false)
  readonly #copied = new SvelteSet<string>()
  /** Places of the shown record's fields that were copied since it is shown. */
  readonly #fields = new SvelteSet<number>()
  /** Places of the shown record's fields that are on their way to the clipboard. */
  readonly #leaving = new SvelteSet<number>()
  readonly #keeper: DraftKeeper
  readonly #detail: () => DomainDetail | null
  readonly #rows: () => ReadonlyMap<number, AdvisedRow>

  /**
   * @param key the domain
   * @param detail answers it as it is now
   * @param rows answers its records as the form wants them now
   */
  constructor(
    key: DomainKey,
    detail: () => DomainDetail | null,
    rows: () => ReadonlyMap<number, AdvisedRow>,
  ) {
    this.#detail = detail
    this.#rows = rows
    this.#keeper = new DraftKeeper({ form: 'set-up', ...key })
  }

  get steps(): SetupStep[] {
    const records = this.#detail()?.records ?? []
    return records.flatMap((record, index) => {
      const row = this.#rows().get(index)
      // What is one record at the host is one step.
      if (row === undefined || row.set[0] !== index) return []
      const states = this.#recordsOf(row).map(([at, one]) => this.#stateOf(one, at, row))
      const state = STATES.find((one) => states.includes(one)) ?? 'todo'
      return [{ record, row, state }]
    })
  }

  /** The records whose values a step has, with their places. */
  #recordsOf({ set }: PanelRow): [number, DnsRecord][] {
    const records = this.#detail()?.records ?? []
    return set.flatMap((at): [number, DnsRecord][] => (records[at] === undefined ? [] : [[at, records[at]]]))
  }

  get step(): SetupStep | undefined {
    return this.steps[this.at]
  }

  /** Whether all were gone through. */
  get finished(): boolean {
    return this.ready && this.at >= this.steps.length
  }

  #stateOf(record: DnsRecord, index: number, row: AdvisedRow): StepState {
    const { action } = row.advice
    if (action === 'leave') return 'published'
    if (action === 'decide') return 'decide'
    const isCopied = this.#copied.has(identity(this.#rows().get(index)?.advice ?? row.advice))
    const before = isRefused(row) ? 'refused' : isCopied ? 'copied' : 'todo'
    if (action !== 'unknown') return before
    const check = openCheck.check?.records[index]
    const seen = isCheckOf(check, record) ? check?.standing : undefined
    if (seen === 'published' || (record.valid === 'valid' && seen !== 'missing' && seen !== 'different'))
      return 'published'
    return before
  }

  /** Reads what was copied before, and shows the first record with something to do. */
  async begin(): Promise<void> {
    const draft = await this.#keeper.read()
    for (const text of readCopied(draft?.['copied'])) this.#copied.add(text)
    this.at = this.#nextFrom(0)
    this.ready = true
  }

  /** Whether a field of the shown record was copied since it is shown. */
  isCopied(field: number): boolean {
    return this.#fields.has(field)
  }

  /** The field to copy next; null when all are copied, or on their way. */
  get nextField(): number | null {
    return this.#fieldsToCopy().find((at) => !this.#fields.has(at) && !this.#leaving.has(at)) ?? null
  }

  #fieldsToCopy(): number[] {
    const { step } = this
    return step === undefined ? [] : copiedFields({ fields: stepFields(step) })
  }

  /** Copies a field of the shown record, or another text it may want. */
  async copy(field: number, other?: { readonly text: string; readonly place: string }): Promise<void> {
    const { step } = this
    const panelField = step === undefined ? undefined : stepFields(step)[field]
    if (step === undefined || panelField === undefined) return
    // A key that is pressed twice means this field and the next one, however long the first takes.
    this.#leaving.add(field)
    const arrived = await copying.named(
      other?.place ?? `setup:${field}`,
      other?.text ?? panelField.text,
      panelField.label,
      // The dialog shows what goes. Only the note that a person has to decide must not be missed.
      step.state === 'decide' ? notesFor(panelField, step.row) : [],
    )
    if (this.step?.row.index !== step.row.index) return
    this.#leaving.delete(field)
    if (!arrived) return
    this.#fields.add(field)
    if (this.#fieldsToCopy().some((at) => !this.#fields.has(at))) return
    for (const [at] of this.#recordsOf(step.row)) {
      this.#copied.add(identity(this.#rows().get(at)?.advice ?? step.row.advice))
    }
    this.#keep()
  }

  /** Shows a record. */
  go(at: number): void {
    this.at = Math.max(0, Math.min(at, this.steps.length))
    this.#fields.clear()
    this.#leaving.clear()
  }

  /** Shows the next record that is not published yet; after the last one, how all of them stand. */
  next(): void {
    this.go(this.#nextFrom(this.at + 1))
  }

  /** Shows the record before that is not published yet. */
  previous(): void {
    const before = this.steps.slice(0, this.at).findLastIndex(({ state }) => state !== 'published')
    if (before >= 0) this.go(before)
  }

  get hasPrevious(): boolean {
    return this.steps.slice(0, this.at).some(({ state }) => state !== 'published')
  }

  /** Whether a record after the shown one is still to be published. */
  get hasNext(): boolean {
    return this.#nextFrom(this.at + 1) < this.steps.length
  }

  #nextFrom(from: number): number {
    const { steps } = this
    const found = steps.findIndex(({ state }, at) => at >= from && state !== 'published')
    return found < 0 ? steps.length : found
  }

  /** Forgets what was copied, for another run from the beginning. */
  startOver(): void {
    this.#copied.clear()
    this.#keeper.keep(null)
    this.go(this.#nextFrom(0))
  }

  #keep(): void {
    this.#keeper.keep({ copied: JSON.stringify([...this.#copied]) })
  }

  /** Keeps what waits to be kept. */
  close(): void {
    this.#keeper.close()
  }
}

function readCopied(text: unknown): string[] {
  if (typeof text !== 'string') return []
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
  } catch {
    return []
  }
}
