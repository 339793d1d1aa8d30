import type { Row } from '../../dns/diagnosis/observed'

export type HostResult = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'permerror'

/**
 * A receiver: what RFC 7208 makes of mail from a name and an address, by nothing but the rows. It takes addresses without
 * prefix length, and no macros.
 */
export class Receiver {
  readonly #rows: readonly Row[]
  lookups = 0
  #voids = 0

  constructor(rows: readonly Row[]) {
    this.#rows = rows
  }

  /** Result of check_host() (RFC 7208 section 4). */
  check(name: string, address: string): HostResult {
    this.lookups = 0
    this.#voids = 0
    try {
      return this.#host(name, address)
    } catch (error) {
      if (error instanceof PermError) return 'permerror'
      throw error
    }
  }

  #host(name: string, address: string): HostResult {
    const policies = this.#data(name, 'TXT').filter((text) => /^v=spf1( |$)/i.test(text))
    const [policy, second] = policies
    if (policy === undefined) return 'none'
    if (second !== undefined) throw new PermError()
    const terms = policy.split(' ').slice(1).filter(Boolean)
    for (const term of terms) {
      const [, sign = '', kind = '', target = ''] = /^([+?~-]?)([a-z0-9]+)(?::(.*))?$/i.exec(term) ?? []
      if (kind === '') continue
      if (this.#matches(kind, target === '' ? name : target, address)) return RESULTS[sign] ?? 'pass'
    }
    const [redirect] = terms.flatMap((term) => /^redirect=(.*)$/i.exec(term)?.[1] ?? [])
    if (redirect === undefined) return 'neutral'
    this.#count()
    const result = this.#host(redirect, address)
    if (result === 'none') throw new PermError()
    return result
  }

  #matches(kind: string, target: string, address: string): boolean {
    if (kind === 'all') return true
    if (kind === 'ip4') return target === address
    this.#count()
    if (kind === 'include') {
      const result = this.#host(target, address)
      if (result === 'none') throw new PermError()
      return result === 'pass'
    }
    const found = this.#data(target, kind === 'mx' ? 'MX' : 'A')
    if (found.length === 0) {
      this.#voids += 1
      if (this.#voids > 2) throw new PermError()
    }
    const hosts = kind === 'mx' ? found.flatMap((one) => this.#data(one.split(' ')[1] ?? '', 'A')) : found
    return hosts.includes(address)
  }

  #count(): void {
    this.lookups += 1
    if (this.lookups > 10) throw new PermError()
  }

  #data(name: string, type: string): string[] {
    let owner = name
    for (let links = 0; links < 8; links += 1) {
      const here = this.#at(owner)
      const data = here.filter((row) => row[1] === type).map((row) => row[2])
      const alias = here.find((row) => row[1] === 'CNAME')
      if (data.length > 0 || alias === undefined) return data
      owner = alias[2]
    }
    return []
  }

  /** The rows at a name, or those of the wildcard below the closest name that exists (RFC 4592 section 3.3.1). */
  #at(name: string): Row[] {
    const exists = (other: string): boolean =>
      this.#rows.some(([owner]) => owner === other || owner.endsWith(`.${other}`))
    let encloser = name
    while (!exists(encloser) && encloser.includes('.')) encloser = encloser.slice(encloser.indexOf('.') + 1)
    const owner = encloser === name ? name : `*.${encloser}`
    return this.#rows.filter((row) => row[0] === owner)
  }
}

class PermError extends Error {}

const RESULTS: Readonly<Record<string, HostResult>> = { '-': 'fail', '~': 'softfail', '?': 'neutral' }
