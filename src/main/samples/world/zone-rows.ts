import type { WorldRow } from './zone-content'

/** The records of a zone, found by name. */
export class ZoneRows {
  readonly #byName: ReadonlyMap<string, WorldRow[]>
  /** Names with others below them. */
  readonly #above = new Set<string>()
  readonly #redirections: readonly WorldRow[]

  constructor(rows: readonly WorldRow[]) {
    this.#byName = Map.groupBy(rows, ({ name }) => name)
    this.#redirections = rows.filter(({ type }) => type === 'DNAME')
    for (let name of this.#byName.keys()) {
      while (name.includes('.')) {
        name = name.slice(name.indexOf('.') + 1)
        this.#above.add(name)
      }
    }
  }

  /** Whether there are names below this one, so that it exists though nothing is at it (RFC 8020 2). */
  isAbove(name: string): boolean {
    return this.#above.has(name)
  }

  /** Rows at a name; those of the closest wildcard when nothing is at it or below it (RFC 4592 3.3.1). */
  at(owner: string): readonly WorldRow[] {
    const own = this.#byName.get(owner)
    if (own !== undefined || this.isAbove(owner)) return own ?? []
    for (let under = owner; under.includes('.');) {
      under = under.slice(under.indexOf('.') + 1)
      const wild = this.#byName.get(`*.${under}`)
      if (wild !== undefined) return wild
      if (this.#byName.has(under) || this.isAbove(under)) return []
    }
    return []
  }

  /** RFC 6672 2.2: every name below a DNAME is led on. */
  redirectionAbove(owner: string): WorldRow | undefined {
    return this.#redirections.find(({ name }) => owner.endsWith(`.${name}`))
  }
}
