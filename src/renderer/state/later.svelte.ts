import type { Component } from 'svelte'
import { reportFailure } from './failures.svelte'

/**
 * A component that is not read before the first rows are painted. What it shows hangs on state that is kept elsewhere:
 * what is asked of it earlier is there once it is.
 */
export class Later<Part extends Component<never>> {
  readonly #load: () => Promise<{ readonly default: Part }>
  #loading: Promise<void> | null = null
  #part = $state.raw<Part | null>(null)

  /** @param load imports the component's file */
  constructor(load: () => Promise<{ readonly default: Part }>) {
    this.#load = load
  }

  /** The component; null until it is read. */
  get part(): Part | null {
    return this.#part
  }

  /** Reads it, once. */
  read(): Promise<void> {
    this.#loading ??= this.#load().then(
      (file) => void (this.#part = file.default),
      (error: unknown) => reportFailure(error),
    )
    return this.#loading
  }
}
