import type { ViewState } from '../../../preload/contract/settings'

/** The steps of the tour, in their order. */
export const TOUR_STEPS = ['find', 'read', 'copy', 'watch'] as const
export type TourStep = (typeof TOUR_STEPS)[number]

/** What the window shows while the tour looks at it. */
export interface TourFacts {
  /** Whether the list has a domain. */
  readonly some: boolean
  /** Whether a domain is open. */
  readonly open: boolean
  readonly tab: ViewState['tab']
  /** What the last check of the open domain found; `none` before there is one. */
  readonly check: 'none' | 'fine' | 'wrong'
}

/** Parts of the window that the tour points at, by their `data-tour`; `dns-tab` by its own id. */
export type TourTarget =
  'search' | 'rows' | 'back' | 'dns-tab' | 'check' | 'health' | 'finding' | 'fix' | 'form' | 'watch'

/** What the tour can do for the person, where the next step is not theirs to find. */
export type TourAction = 'add-samples' | 'open-wrong' | 'show-dns'

/** What the tour says now, and where. */
export interface TourCard {
  readonly title: string
  readonly text: string
  /** Where it points: the first of these that is on the screen. */
  readonly at: readonly TourTarget[]
  /** Said where the first of them is not on the screen. */
  readonly elsewhere: string
  readonly action: TourAction | null
}

const NO_DOMAINS: TourCard = {
  title: 'There is no domain to look at yet',
  text: 'The tour needs some to point at. Sample domains are made up, stay on this computer, and go with one click.',
  at: [],
  elsewhere: '',
  action: 'add-samples',
}

const NOTHING_OPEN: TourCard = {
  title: 'Open a domain first',
  text: 'Choose one in the list. A triangle marks those with records that are not published.',
  at: ['rows', 'back'],
  elsewhere: 'Go back to the list first.',
  action: 'open-wrong',
}

/** What a step says with the window as it is. */
export function tourCard(step: TourStep, facts: TourFacts): TourCard {
  if (!facts.some) return NO_DOMAINS
  switch (step) {
    case 'find':
      return {
        title: 'Find a domain',
        text: 'Type any part of a name, or a state such as state:unverified. Then choose a domain in the list.',
        at: ['search', 'back'],
        elsewhere: 'Go back to the list first.',
        action: null,
      }
    case 'read':
      return readCard(facts)
    case 'copy':
      if (!facts.open) return NOTHING_OPEN
      return {
        title: 'Copy the fix',
        text: 'Each value is copied as the form of the DNS host takes it. On Records, "Set up" goes through them one by one, and you mark what you have pasted.',
        at: ['fix', 'form', 'dns-tab'],
        elsewhere: '',
        action: null,
      }
    case 'watch':
      if (!facts.open) return NOTHING_OPEN
      return {
        title: 'Check again, and watch',
        text: 'DNS takes its time. "Check again" asks it now; "I\u2019ve added them" looks until every record is there, and then has the provider verify them.',
        at: ['watch', 'health', 'check', 'dns-tab'],
        elsewhere: '',
        action: facts.tab === 'dns' ? null : 'show-dns',
      }
  }
}

function readCard({ open, tab, check }: TourFacts): TourCard {
  if (!open) return NOTHING_OPEN
  const title = 'Read why a record fails'
  if (tab !== 'dns') {
    return {
      title,
      text: 'DNS says what the zone\u2019s own servers and the resolvers answer, and what is wrong with it.',
      at: ['dns-tab'],
      elsewhere: '',
      action: 'show-dns',
    }
  }
  if (check === 'none') {
    return {
      title,
      text: 'Nobody has asked DNS about this domain yet. "Check DNS" asks it, and changes nothing.',
      at: ['check'],
      elsewhere: '',
      action: null,
    }
  }
  if (check === 'fine') {
    return {
      title,
      text: 'DNS has all that this domain needs, so there is nothing to read here. Another domain shows more.',
      at: ['health'],
      elsewhere: '',
      action: 'open-wrong',
    }
  }
  return {
    title,
    text: 'A finding says in one sentence what is wrong. "Why" has the rule behind it, "Evidence" who answered what.',
    at: ['finding', 'health'],
    elsewhere: '',
    action: null,
  }
}

/** The step after one, or null after the last. */
export function stepAfter(step: TourStep): TourStep | null {
  return TOUR_STEPS[TOUR_STEPS.indexOf(step) + 1] ?? null
}

/** The step before one, or null before the first. */
export function stepBefore(step: TourStep): TourStep | null {
  return TOUR_STEPS[TOUR_STEPS.indexOf(step) - 1] ?? null
}

/** Something the person did by themselves, which the tour would have asked for. */
export type TourDeed = 'opened' | 'copied' | 'checked'

/** Where the tour goes on after a deed; the step itself where it was about something else; null at its end. */
export function stepAfterDeed(step: TourStep, deed: TourDeed): TourStep | null {
  if (deed === 'opened') return step === 'find' ? 'read' : step
  if (deed === 'copied') return step === 'read' || step === 'copy' ? 'watch' : step
  return step === 'watch' ? null : step
}
