import type { Seeded } from './seeded'

/** A domain as the server has it. */
export interface TrueDomain {
  readonly name: string
  state: 'active' | 'unverified' | 'disabled'
  webPrefix: string
  /** A field that no client knows. */
  revision: number
}

/** What the server really has. A name that is removed never comes back, so that tests can tell lost from removed. */
export interface DomainList {
  readonly byName: Map<string, TrueDomain>
  add(): string
  put(name: string): void
  remove(): void
  change(): void
}

export function domainList(random: Seeded, count: number): DomainList {
  const byName = new Map<string, TrueDomain>()
  let made = 0
  const list: DomainList = {
    byName,
    add: () => {
      made += 1
      // Anywhere in the order by name, and never the same twice.
      const name = `${random.pick(['a', 'f', 'm', 'mg', 'x', 'xn--bcher-kva'])}${random.between(0, 99)}-${made}.example.com`
      list.put(name)
      return name
    },
    put: (name) => {
      const state = random.pick(['active', 'active', 'active', 'unverified', 'disabled'] as const)
      byName.set(name, { name, state, webPrefix: 'email', revision: 0 })
    },
    remove: () => {
      if (byName.size > 0) byName.delete(random.pick([...byName.keys()]))
    },
    change: () => {
      if (byName.size === 0) return
      const domain = random.pick([...byName.values()])
      domain.state = random.pick(['active', 'unverified', 'disabled'])
      domain.revision += 1
    },
  }
  for (let i = 0; i < count; i++) list.add()
  return list
}
