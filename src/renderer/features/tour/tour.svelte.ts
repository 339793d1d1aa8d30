import { untrack } from 'svelte'
import type { DomainKey } from '../../../preload/contract/domain'
import type { DomainFilter } from '../../../preload/contract/domains'
import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { openDomain } from '../../state/domain/domain-detail.svelte'
import { ordered } from '../../state/domain/finding-order'
import { openCheck } from '../../state/domain/open-check.svelte'
import { keyText } from '../../state/domain-key'
import { reportFailure } from '../../state/failures.svelte'
import { domainList } from '../../state/list/domain-list.svelte'
import { samples } from '../../state/first-steps/samples.svelte'
import { changeSettings, settings } from '../../state/settings.svelte'
import { toast } from '../../state/toasts.svelte'
import { keptOrTold } from '../../state/unkept'
import { view } from '../../state/view.svelte'
import { watchList } from '../../state/watch-list.svelte'
import { copying } from '../../parts/copy/copying.svelte'
import {
  stepAfter,
  stepAfterDeed,
  stepBefore,
  type TourAction,
  type TourCard,
  tourCard,
  type TourDeed,
  type TourFacts,
  type TourStep,
} from './tour-steps'

/** The tour of the window, while it runs or offers itself. */
class Tour {
  #step = $state<TourStep | null>(null)
  #offered = $state(false)
  #stop: (() => void) | null = null

  /** Whether the card is to take the keyboard once it is there; it takes the wish back when it did. */
  wantsFocus = false

  /** The step that is shown; null while no tour runs. */
  get step(): TourStep | null {
    return this.#step
  }

  /** Whether it asks to be taken. */
  get offered(): boolean {
    return this.#offered
  }

  /** What it says now; null while it does not run. */
  get card(): TourCard | null {
    return this.#step === null ? null : tourCard(this.#step, facts())
  }

  /** Offers itself where it never did before. */
  offer(): void {
    if (this.#step !== null || settings.tour !== 'new') return
    this.#offered = true
    remember('offered')
    announce('There is a short tour of four steps.')
  }

  /** Begins at the first step. */
  start(): void {
    this.#offered = false
    this.wantsFocus = true
    this.#stop?.()
    this.#step = 'find'
    if (settings.tour === 'new') remember('offered')
    this.#stop = followDeeds((deed) => this.#did(deed))
  }

  /** Ends it where it is, or takes the offer away. */
  leave(): void {
    this.#offered = false
    this.#step = null
    this.#stop?.()
    this.#stop = null
  }

  next(): void {
    if (this.#step !== null) this.#go(stepAfter(this.#step))
  }

  back(): void {
    const before = this.#step === null ? null : stepBefore(this.#step)
    if (before !== null) this.#go(before)
  }

  /** Does what the card offers to do. */
  async act(action: TourAction): Promise<void> {
    if (action === 'show-dns') view.tab = 'dns'
    else if (action === 'open-wrong') await openIncomplete()
    else if (!(await samples.add()) && samples.failure !== null) {
      toast({ severity: 'bad', message: samples.failure.message, fix: samples.failure.fix })
    }
  }

  #did(deed: TourDeed): void {
    const step = this.#step
    if (step === null) return
    const next = stepAfterDeed(step, deed)
    if (next !== step) this.#go(next)
  }

  #go(step: TourStep | null): void {
    if (step !== null) {
      this.#step = step
      return
    }
    remember('done')
    this.leave()
    toast({
      severity: 'info',
      message: 'That was the tour.',
      fix: 'Help in the menu has it again.',
    })
  }
}

export const tour = new Tour()

function remember(how: 'offered' | 'done'): void {
  if (settings.tour !== how) void keptOrTold('view', changeSettings({ tour: how }))
}

function facts(): TourFacts {
  const { detail } = openDomain
  const { check } = openCheck
  const parts = detail === null || check === null ? null : ordered(check, detail.records)
  return {
    some: domainList.extent > 0 || view.selected !== null || view.search !== '' || view.filter !== 'all',
    open: view.selected !== null,
    tab: view.tab,
    check: parts === null ? 'none' : parts.toFix.length + parts.ofDomain.length > 0 ? 'wrong' : 'fine',
  }
}

/** Tells what the person does by themselves. The answer stops telling. */
function followDeeds(tell: (deed: TourDeed) => void): () => void {
  return $effect.root(() => {
    const follow = <T>(read: () => T, deed: TourDeed, isDeed: (now: T, before: T) => boolean): void => {
      let before = untrack(read)
      $effect(() => {
        const now = read()
        const done = isDeed(now, before)
        before = now
        if (done) untrack(() => tell(deed))
      })
    }
    follow(
      () => (view.selected === null ? '' : keyText(view.selected)),
      'opened',
      (now, before) => now !== '' && now !== before,
    )
    follow(
      () => copying.times,
      'copied',
      (now, before) => now > before,
    )
    follow(
      () => openCheck.checking || watchList.of(view.selected) !== null,
      'checked',
      (now, before) => now && !before,
    )
  })
}

/** Opens a domain with something to read: one that DNS was found wrong for, or else one with unpublished records. */
async function openIncomplete(): Promise<void> {
  try {
    const found = (await firstOf({ search: 'finding:bad' })) ?? (await firstOf({ filter: 'failing' }))
    if (found === null) {
      toast({ severity: 'info', message: 'Every record of the domains here is published.' })
      return
    }
    view.selected = found
    view.tab = 'dns'
  } catch (error) {
    reportFailure(error)
  }
}

async function firstOf(which: { search?: string; filter?: DomainFilter }): Promise<DomainKey | null> {
  const { items } = await api.domains.list({
    accountId: view.accountId,
    filter: which.filter ?? 'all',
    search: which.search ?? '',
    sort: 'name',
    descending: false,
    after: null,
    limit: 1,
  })
  const [row] = items
  return row === undefined ? null : { accountId: row.accountId, name: row.name }
}
