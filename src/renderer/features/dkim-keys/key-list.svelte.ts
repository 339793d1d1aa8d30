import { SvelteMap } from 'svelte/reactivity'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import type { ChangedKeys, DomainKeys, KeyLook, KnownKey } from '../../../preload/contract/keys'
import { announce } from '../../base/announce.svelte'
import { STANDING_HELP } from '../../parts/values/standing-words'
import { api } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'
import { Query } from '../../state/query.svelte'
import { toast } from '../../state/toasts.svelte'

/** The keys of the domain that is shown, and the changes the person makes of them. */
export class KeyList {
  readonly #query: Query<DomainKey, DomainKeys>
  /** Why the provider did not answer; what is in the cache is shown all the same. */
  fetchFailure = $state.raw<Failure | null>(null)
  fetching = $state(false)
  /** The selector whose change is under way. */
  changing = $state<string | null>(null)
  changeFailure = $state.raw<Failure | null>(null)
  /** The selector whose record DNS is asked for. */
  looking = $state<string | null>(null)
  /** The last looks, by the record's name and value. */
  readonly #looks = new SvelteMap<string, KeyLook>()

  /** @param detail the domain; read reactively */
  constructor(detail: () => DomainDetail) {
    this.#query = new Query<DomainKey, DomainKeys>({
      key: () => ({ accountId: detail().accountId, name: detail().domain.name }),
      ask: (key) => api.keys.list(key),
      staleOn: {
        domainsChanged: ({ accountId, names }, key) =>
          accountId === key.accountId && (names === null || names.includes(key.name)),
      },
      keeps: true,
    })
  }

  get key(): DomainKey | null {
    return this.#query.key
  }

  get value(): DomainKeys | null {
    return this.#query.value
  }

  get failure(): Failure | null {
    return this.#query.failure
  }

  /** Asks the provider. */
  async fetch(): Promise<void> {
    const { key } = this
    if (key === null || this.fetching) return
    this.fetching = true
    this.fetchFailure = null
    try {
      this.#query.take(await api.keys.refresh(key))
    } catch (error) {
      this.fetchFailure = failureOf(error)
    } finally {
      this.fetching = false
    }
  }

  /** What DNS had of a key's record when it was last looked for alone; null before. */
  lookOf({ record }: KnownKey): KeyLook | null {
    return this.#looks.get(lookKey(record)) ?? null
  }

  /** Asks DNS for the record of a key now. */
  async look({ selector, record }: KnownKey): Promise<void> {
    const { key } = this
    if (key === null || this.looking !== null) return
    this.looking = selector
    this.changeFailure = null
    try {
      const look = await api.keys.look({ ...key, selector })
      this.#looks.set(lookKey(record), look)
      announce(STANDING_HELP[look.check.standing])
    } catch (error) {
      this.changeFailure = failureOf(error)
    } finally {
      this.looking = null
    }
  }

  /** Shows what a change answered, and says what was done. */
  took({ notes, ...keys }: ChangedKeys, done: string): void {
    this.#query.take(keys)
    const [first, ...more] = notes
    announce([done, ...notes].join(' '))
    toast({ severity: 'info', message: first === undefined ? done : `${done} ${first}`, fix: more.join(' ') })
  }

  /** Makes a change of one key. @returns whether it was made */
  async change(
    selector: string,
    make: (key: DomainKey) => Promise<ChangedKeys>,
    done: string,
  ): Promise<boolean> {
    const { key } = this
    if (key === null || this.changing !== null) return false
    this.changing = selector
    this.changeFailure = null
    try {
      this.took(await make(key), done)
      return true
    } catch (error) {
      this.changeFailure = failureOf(error)
      return false
    } finally {
      this.changing = null
    }
  }

  follow(): () => void {
    const stop = this.#query.follow()
    void this.fetch()
    return stop
  }
}

function lookKey({ name, value }: KnownKey['record']): string {
  return `${name} ${value}`
}
