import type { DomainHost } from '../../../preload/contract/dns-host'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import type { AdvisedRow } from '../../../preload/contract/dns-hosts'
import { announce } from '../../base/announce.svelte'
import { api, listen } from '../api'
import { sameDomain } from '../domain-key'
import { failureOf, reportFailure } from '../failures.svelte'
import { presetList } from '../preset-list.svelte'

const NO_ROWS: ReadonlyMap<number, AdvisedRow> = new Map()

/** The zone of the domain the window looks at, the host that keeps it, and the records as that host's form wants them. */
class OpenHost {
  key = $state.raw<DomainKey | null>(null)
  /** Null until it is read. */
  host = $state.raw<DomainHost | null>(null)
  /** What to do for each record, by its position in the domain's `records`. */
  rows = $state.raw<ReadonlyMap<number, AdvisedRow>>(NO_ROWS)
  failure = $state.raw<Failure | null>(null)
  #number = 0

  /** Looks at a domain; again whenever its records may have changed. */
  open(detail: DomainDetail): void {
    const key = { accountId: detail.accountId, name: detail.domain.name }
    if (!sameDomain(key, this.key)) {
      this.key = key
      this.host = null
      this.rows = NO_ROWS
      this.failure = null
    }
    void this.read()
  }

  /** Reads anew what is known. */
  async read(): Promise<void> {
    const { key } = this
    if (key !== null) await this.#take(key, () => api.dnsHosts.detect(key))
  }

  /** Asks DNS anew who keeps the zone. */
  async lookUp(): Promise<void> {
    const { key, host } = this
    if (key === null) return
    if (host !== null) this.host = { ...host, nameServers: { ...host.nameServers, looking: true } }
    await this.#take(key, () => api.dnsHosts.lookUp(key))
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
    const { key } = this
    if (key === null) return
    try {
      await api.dnsHosts.openDnsPage(key)
      announce('The DNS page is opened in your browser')
    } catch (error) {
      reportFailure(error, 'DNS page')
    }
  }

  async #keep(choice: { presetId?: string | null; zone?: string | null }): Promise<void> {
    const { key } = this
    if (key === null) return
    try {
      const host = await api.dnsHosts.setChoice({ ...key, ...choice })
      await this.#take(key, () => Promise.resolve(host))
    } catch (error) {
      reportFailure(error, 'DNS host')
    }
  }

  async #take(key: DomainKey, ask: () => Promise<DomainHost>): Promise<void> {
    const mine = ++this.#number
    try {
      const host = await ask()
      const { rows } = await api.dnsHosts.rows({ ...key, which: 'all' })
      if (mine !== this.#number || !sameDomain(key, this.key)) return
      this.host = host
      this.rows = new Map(rows.map((row) => [row.index, row]))
      this.failure = null
    } catch (error) {
      if (mine === this.#number && sameDomain(key, this.key)) this.failure = failureOf(error)
    }
  }

  /** Follows what is found out about zones and hosts. The answer stops following. */
  follow(): () => void {
    const stops = [
      presetList.follow(),
      // What DNS has decides what is to be done.
      listen('domainChecked', (key) => {
        if (sameDomain(key, this.key)) void this.read()
      }),
      listen('presetsChanged', () => void this.read()),
      listen('zoneChanged', ({ name }) => {
        if (this.key !== null && (name === null || isAtOrBelow(this.key.name, name))) void this.read()
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }
}

function isAtOrBelow(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`)
}

export const openHost = new OpenHost()
