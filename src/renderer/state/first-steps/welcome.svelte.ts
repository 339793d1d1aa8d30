import { accountList } from '../account-list.svelte'
import { domainList } from '../list/domain-list.svelte'
import { view } from '../view.svelte'

/**
 * Whether the window shows the welcome in place of list and domain. `undecided`: there are no domains, and it is not
 * known yet whether there are accounts. Who has a domain never sees another answer than `no`, unless they ask for it.
 */
export type WelcomeStanding = 'yes' | 'no' | 'undecided'

class Welcome {
  #asked = $state(false)

  /** Whether it is shown because somebody asked for it, and can be left. */
  get asked(): boolean {
    return this.#asked && this.#nothing() !== 'yes'
  }

  get standing(): WelcomeStanding {
    return this.#asked ? 'yes' : this.#nothing()
  }

  /** Shows it, whatever domains there are. */
  show(): void {
    this.#asked = true
  }

  /** Shows list and domain again, where there is anything to show. */
  leave(): void {
    this.#asked = false
  }

  /** Whether there is nothing to show: no domain, and no account beside the embedded service. */
  #nothing(): WelcomeStanding {
    const { query, total } = domainList
    const whole = query !== null && query.filter === 'all' && query.search === ''
    if (!whole || total !== 0 || view.selected !== null || domainList.failure !== null) return 'no'
    if (!accountList.loaded) return 'undecided'
    return accountList.items.every(({ kind }) => kind === 'embedded') ? 'yes' : 'no'
  }
}

export const welcome = new Welcome()
