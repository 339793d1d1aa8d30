/** What a request is about, for the sentence that tells of its failure. */
export interface Operation {
  readonly kind: 'list' | 'create' | 'get' | 'update' | 'verify' | 'delete'
  /** Domain the request is about; null for the list. */
  readonly name: string | null
  /** Host of the base URL, with a port where there is one. */
  readonly host: string
  /** Texts that must not appear in any message: the key in its forms, a password that is sent. */
  readonly secrets: readonly string[]
}

/** Whether sending it twice is the same as sending it once, and nothing is changed. */
export function isRead(operation: Pick<Operation, 'kind'>): boolean {
  return operation.kind === 'list' || operation.kind === 'get'
}
