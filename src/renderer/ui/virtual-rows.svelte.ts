import {
  Virtualizer,
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  type VirtualizerOptions,
} from '@tanstack/virtual-core'
import { untrack } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import type { Attachment } from 'svelte/attachments'

interface VirtualRowsOptions {
  /** CSS pixels. */
  readonly rowHeight: number
  /** Rows drawn beyond each edge. */
  readonly overscan: number
  /** How many rows there are, drawn or not. */
  readonly count: () => number
  /** A row to keep drawn wherever the list is scrolled to; -1 for none. */
  readonly kept: () => number
}

/** Rows are drawn and dropped so many at once: style, layout and paint cost a scrolled frame more than its rows do. */
const BAND = 8

/** Which rows of a long list of equal rows are drawn: those in sight, and the one that has the keyboard. */
export class VirtualRows {
  readonly #options: VirtualRowsOptions
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>
  #element: HTMLElement | null = null
  #update: (() => void) | null = null
  #subscribe = createSubscriber((update) => {
    this.#update = update
    return () => (this.#update = null)
  })

  constructor(options: VirtualRowsOptions) {
    this.#options = options
    this.#virtualizer = new Virtualizer(this.#settings(0, -1))
  }

  #settings(count: number, kept: number): VirtualizerOptions<HTMLElement, HTMLElement> {
    return {
      count,
      getScrollElement: () => this.#element,
      estimateSize: () => this.#options.rowHeight,
      overscan: this.#options.overscan,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      rangeExtractor: (range) => {
        const drawn = defaultRangeExtractor({
          ...range,
          startIndex: range.startIndex - (range.startIndex % BAND),
          endIndex: range.endIndex + BAND - 1 - (range.endIndex % BAND),
        })
        if (kept < 0 || kept >= count || drawn.includes(kept)) return drawn
        return [...drawn, kept].sort((a, b) => a - b)
      },
      onChange: () => this.#update?.(),
    }
  }

  /** Put on the element that scrolls. */
  readonly scroller: Attachment<HTMLElement> = (element) => {
    this.#element = element
    const unmount = this.#virtualizer._didMount()
    const refresh = (): void => {
      this.#virtualizer.setOptions(this.#settings(this.#options.count(), this.#options.kept()))
      this.#virtualizer._willUpdate()
      this.#update?.()
    }
    // At once, for on its first look the virtualizer scrolls to the top.
    untrack(refresh)
    $effect(refresh)
    return () => {
      unmount()
      this.#element = null
    }
  }

  get items(): readonly VirtualItem[] {
    this.#subscribe()
    return this.#virtualizer.getVirtualItems()
  }

  /** First and last row in sight, without those drawn beyond the edges. */
  get inSight(): { readonly first: number; readonly last: number } {
    this.#subscribe()
    const { startIndex, endIndex } = this.#virtualizer.range ?? { startIndex: 0, endIndex: 0 }
    return { first: startIndex, last: endIndex }
  }

  /** Rows that fit whole, at least 1. */
  get perPage(): number {
    return Math.max(1, Math.floor((this.#element?.clientHeight ?? 0) / this.#options.rowHeight))
  }

  /**
   * Brings a row in sight. Reckoned here, for the virtualizer does not know of rows it was not yet told of, as
   * when a list is shown for the first time.
   *
   * @param align `nearest` moves no further than needed
   */
  scrollTo(index: number, align: 'nearest' | 'center' = 'nearest'): void {
    const box = this.#element
    if (box === null) return
    const { rowHeight } = this.#options
    const top = index * rowHeight
    if (align === 'center') box.scrollTop = top - (box.clientHeight - rowHeight) / 2
    else if (top < box.scrollTop) box.scrollTop = top
    else if (top + rowHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = top + rowHeight - box.clientHeight
    }
  }

  /** Moves what is in sight by whole rows without any motion. */
  shift(rows: number): void {
    if (this.#element !== null) this.#element.scrollTop += rows * this.#options.rowHeight
  }
}
