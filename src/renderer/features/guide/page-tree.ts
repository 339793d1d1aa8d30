import type { DocumentBlock } from '../../parts/document/document-tree'

/** A page of the guide as `scripts/guide/compile.mjs` makes it of its Markdown. */
export interface GuidePage {
  /** Name of its file without `.md`. */
  readonly id: string
  readonly title: string
  readonly blocks: readonly DocumentBlock[]
}
