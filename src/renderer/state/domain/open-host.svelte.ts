import type { DomainHost } from '../../../preload/contract/dns-host'
import type { DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import type { AdvisedRow } from '../../../preload/contract/dns-hosts'
import { announce } from '../../base/announce.svelte'
import { api } from '../api'
import { sameDomain } from '../domain-key'
import { reportFailure } from '../failures.svelte'
import { presetList } from '../preset-list.svelte'
import { Query } from '../query.svelte'
import { openDomain } from './domain-detail.svelte'

const NO_ROWS: ReadonlyMap<number, AdvisedRow> = new Map()

/** A host, and the records as its form wants them. */
interface HostForms {
  readonly host: DomainHost
  readonly rows: ReadonlyMap<number, AdvisedRow>
}

/** The zone of the domain the window looks at, the host that keeps it, and the records as that host's form wants them. */
class OpenHost {
  readonly #known = new Query<DomainKey, HostForms>({
    // Without its records there is nothing to advise on; with others the advice is another.
    key: () => (openDomain.detail === null ? null : openDomain.key),
    anewWith: () => openDomain.detail,
    ask: (key) => formsOf(key, api.dnsHosts.detect(key)),
    staleOn: {
      // What DNS has decides what is to be done.
      domainChecked: (checked, key) => sameDomain(checked, key),
      presetsChanged: true,
      zoneChanged: ({ name }, key) => name === null || isAtOrBelow(key.name, name),
    },
  })

  /** Null until it is read. */
  get host(): DomainHost | null {
    return this.#known.value?.host ?? null
  }

  /** What to do for each record, by its position in the domain's `records`. */
  get rows(): ReadonlyMap<number, AdvisedRow> {
    return this.#known.value?.rows ?? NO_ROWS
  }

  get failure(): Failure | null {
    return this.#known.failure
  }

  /** Reads anew what is known. */
  async read(): Promise<void> {
    await this.#known.read()
  }

  /** Asks DNS anew who keeps the zone. */
  async lookUp(): Promise<void> {
    const { value } = this.#known
    if (value !== null) {
      const { host, rows } = value
      this.#known.take({ host: { ...host, nameServers: { ...host.nameServers, looking: true } }, rows })
    }
    await this.#known.read((key) => formsOf(key, api.dnsHosts.lookUp(key)))
  }

  /**
   * Keeps the host for the whole zone.
   *
   * @param presetId null for the detected one
   */
  async choose(presetId: string | null): Promise<void> {
    await this.#keep({ presetId })
    if (presetId !== null) await presetList.remember(presetId)
    if (this.host !== null) announce(`Records are copied for ${this.host.preset.name}`)
  }

  /**
   * Keeps the zone for this domain.
   *
   * @param zone null for what the app finds by itself
   */
  async setZone(zone: string | null): Promise<void> {
    await this.#keep({ zone })
    if (this.host !== null) announce(`Zone ${this.host.zone.name}`)
  }

  /** Opens the page where the zone's records are edited, in the browser. */
  async openDnsPage(): Promise<void> {
    const { key } = this.#known
    if (key === null) return
    try {
      await api.dnsHosts.openDnsPage(key)
      announce('The DNS page is opened in your browser')
    } catch (error) {
      reportFailure(error, 'DNS page')
    }
  }

  async #keep(choice: { presetId?: string | null; zone?: string | null }): Promise<void> {
    const { key } = this.#known
    if (key === null) return
    try {
      const host = await api.dnsHosts.setChoice({ ...key, ...choice })
      if (sameDomain(key, this.#known.key)) await this.#known.read(() => formsOf(key, Promise.resolve(host)))
    } catch (error) {
      reportFailure(error, 'DNS host')
    }
  }

  /** Follows the open domain, and what is found out about zones and hosts. The answer stops following. */
  follow(): () => void {
    return this.#known.follow()
  }
}

async function formsOf(key: DomainKey, asked: Promise<DomainHost>): Promise<HostForms> {
  const host = await asked
  const { rows } = await api.dnsHosts.rows({ ...key, which: 'all' })
  return { host, rows: new Map(rows.map((row) => [row.index, row])) }
}

function isAtOrBelow(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`)
}

export const openHost = new OpenHost()
