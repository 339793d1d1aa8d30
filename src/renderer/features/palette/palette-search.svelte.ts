import type { DomainRow } from '../../../preload/contract/domain'
import { api } from '../../state/api'
import { allCommands, type Command } from '../../state/commands.svelte'
import { type Fit, fuzzy } from './fuzzy'

const DOMAINS = 8
const ASK_AFTER_MS = 60

export type PaletteEntry =
  | { readonly kind: 'command'; readonly id: string; readonly command: Command; readonly fit: Fit }
  | { readonly kind: 'domain'; readonly id: string; readonly row: DomainRow; readonly fit: Fit }

/** What the palette finds for what is typed: commands at once, domains as the cache answers. */
export class PaletteSearch {
  typed = $state('')
  #rows = $state.raw<readonly DomainRow[]>([])

  readonly commands = $derived.by((): PaletteEntry[] =>
    allCommands()
      .filter((command) => command.id !== 'palette' && command.keyboardOnly !== true && command.enabled())
      .flatMap((command) => {
        const fit = fuzzy(this.typed, command.label)
        return fit === null ? [] : [{ kind: 'command' as const, id: `command:${command.id}`, command, fit }]
      })
      .sort((a, b) => b.fit.score - a.fit.score),
  )

  readonly domains = $derived.by((): PaletteEntry[] =>
    this.#rows.flatMap((row) => {
      const fit = fuzzy(this.typed, row.unicodeName) ?? { score: 0, at: [] }
      return [{ kind: 'domain' as const, id: `domain:${row.accountId}:${row.name}`, row, fit }]
    }),
  )

  /** Domains before commands when what is typed looks like a name. */
  readonly domainsFirst = $derived(/[.\d-]/.test(this.typed.trim()) || this.commands.length === 0)

  constructor() {
    let asked = 0
    $effect(() => {
      const search = this.typed.trim()
      const mine = ++asked
      if (search === '') {
        this.#rows = []
        return
      }
      const timer = setTimeout(() => {
        api.domains
          .list({
            accountId: null,
            filter: 'all',
            search: search.slice(0, 255),
            sort: 'name',
            descending: false,
            after: null,
            limit: DOMAINS,
          })
          .then((page) => {
            if (mine === asked) this.#rows = page.items
          })
          // The list says what is wrong with the cache; the palette goes on with its commands.
          .catch(() => {
            if (mine === asked) this.#rows = []
          })
      }, ASK_AFTER_MS)
      return () => clearTimeout(timer)
    })
  }
}
