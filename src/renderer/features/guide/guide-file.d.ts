declare module '*/docs/guide/index.md' {
  /** In the order of the contents. */
  export const pages: readonly import('./page-tree').GuidePage[]
  /** The address of each picture, by its file. */
  export const pictures: Readonly<Record<string, string>>
}
