import type { DomainRow } from '../../../preload/contract/domain'
import { api } from '../../state/api'
import { Query } from '../../state/query.svelte'
import { allCommands, type Command } from '../../state/commands.svelte'
import { selection } from '../../state/list/selection.svelte'
import { view } from '../../state/view.svelte'
import { orderCommands } from './command-order'
import { type Fit, fuzzy } from './fuzzy'

const DOMAINS = 8
const ASK_AFTER_MS = 60
/** Characters that a search may have, as the contract says. */
const LONGEST = 255

export type PaletteEntry =
  | { readonly kind: 'command'; readonly id: string; readonly command: Command; readonly fit: Fit }
  | { readonly kind: 'domain'; readonly id: string; readonly row: DomainRow; readonly fit: Fit }

/** Entries under one heading. */
export interface PaletteGroup {
  readonly name: string
  readonly entries: readonly PaletteEntry[]
}

/** What the palette finds for what is typed: commands at once, domains as the cache answers. */
export class PaletteSearch {
  typed = $state('')
  readonly #found = new Query<string, readonly DomainRow[]>({
    key: () => this.typed.trim().slice(0, LONGEST) || null,
    pauseMs: ASK_AFTER_MS,
    ask: domainsFor,
    keeps: true,
  })

  readonly #commands = $derived.by((): PaletteGroup[] => {
    const offered = allCommands().filter(
      (command) => command.id !== 'palette' && command.only !== 'keyboard' && command.enabled(),
    )
    const whereabouts = { open: view.selected !== null, selecting: selection.any }
    return orderCommands(offered, this.typed, view.recentCommands, whereabouts).map(({ name, commands }) => ({
      name,
      entries: commands.map(({ command, fit }) => ({
        kind: 'command' as const,
        id: `command:${command.id}`,
        command,
        fit,
      })),
    }))
  })

  readonly #domains = $derived.by((): PaletteGroup => {
    const entries = this.#rows().map((row) => {
      const fit = fuzzy(this.typed, row.unicodeName) ?? { score: 0, at: [] }
      return { kind: 'domain' as const, id: `domain:${row.accountId}:${row.name}`, row, fit }
    })
    return { name: 'Domains', entries }
  })

  readonly groups = $derived.by((): PaletteGroup[] => {
    if (this.#domains.entries.length === 0) return this.#commands
    // Domains before commands when what is typed looks like a name.
    const domainsFirst = /[.\d-]/.test(this.typed.trim())
    return domainsFirst ? [this.#domains, ...this.#commands] : [...this.#commands, this.#domains]
  })

  constructor() {
    $effect(() => this.#found.follow())
  }

  /** None after a failure: the list says what is wrong with the cache, and the palette goes on with its commands. */
  #rows(): readonly DomainRow[] {
    return this.#found.failure === null ? (this.#found.value ?? []) : []
  }
}

async function domainsFor(search: string): Promise<readonly DomainRow[]> {
  const { items } = await api.domains.list({
    accountId: null,
    filter: 'all',
    search,
    sort: 'name',
    descending: false,
    after: null,
    limit: DOMAINS,
  })
  return items
}
