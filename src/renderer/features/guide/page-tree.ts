/** A page of the guide as `scripts/guide/compile.mjs` makes it of its Markdown. */
export interface GuidePage {
  /** Name of its file without `.md`. */
  readonly id: string
  readonly title: string
  readonly blocks: readonly GuideBlock[]
}

export type GuideBlock =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly id: string; readonly text: string }
  | { readonly kind: 'paragraph'; readonly parts: readonly GuidePart[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly GuideBlock[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'note'; readonly blocks: readonly GuideBlock[] }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly GuidePart[])[]
      readonly rows: readonly (readonly (readonly GuidePart[])[])[]
    }
  | {
      readonly kind: 'picture'
      /** Its path from `docs/guide`. */
      readonly file: string
      /** What it shows, for those who do not see it. */
      readonly alt: string
      /** CSS pixels. */
      readonly width: number
      readonly height: number
    }

export type GuidePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'emphasis'; readonly text: string }
  /** What is typed, or stands in DNS. */
  | { readonly kind: 'code'; readonly text: string }
  /** Words of the window; those of a menu, one after the other. */
  | { readonly kind: 'label'; readonly path: readonly string[] }
  /** A shortcut, such as `Ctrl+K`. */
  | { readonly kind: 'keys'; readonly keys: string }
  | {
      readonly kind: 'link'
      readonly page: string
      readonly section: string | null
      readonly text: string
    }
  /** An address of the web. */
  | { readonly kind: 'web'; readonly url: string; readonly text: string }
