/** A block of a document, as it is made of Markdown. The window draws it; no HTML is ever made of it. */
export type DocumentBlock =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly id: string; readonly text: string }
  | { readonly kind: 'paragraph'; readonly parts: readonly DocumentPart[] }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly items: readonly (readonly DocumentBlock[])[]
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'note'; readonly blocks: readonly DocumentBlock[] }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly DocumentPart[])[]
      readonly rows: readonly (readonly (readonly DocumentPart[])[])[]
    }
  | {
      readonly kind: 'picture'
      /** Its path from the folder of the document. */
      readonly file: string
      /** The file of the same in the dark theme; null where there is none. */
      readonly dark: string | null
      /** What it shows, for those who do not see it. */
      readonly alt: string
      /** CSS pixels. */
      readonly width: number
      readonly height: number
    }

/** A stretch of a sentence. */
export type DocumentPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'emphasis'; readonly text: string }
  /** What is typed, or stands in DNS. */
  | { readonly kind: 'code'; readonly text: string }
  /** Words of the window, or of weight; those of a menu, one after the other. */
  | { readonly kind: 'label'; readonly path: readonly string[] }
  /** A shortcut, such as `Ctrl+K`. */
  | { readonly kind: 'keys'; readonly keys: string }
  /** A page of the guide. */
  | {
      readonly kind: 'link'
      readonly page: string
      readonly section: string | null
      readonly text: string
    }
  /** An address of the web. */
  | { readonly kind: 'web'; readonly url: string; readonly text: string }
