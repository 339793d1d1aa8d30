import type { DomainFilter, DomainSort } from '../../../preload/contract/domains'

export const FILTERS: readonly DomainFilter[] = ['all', 'failing', 'unverified', 'active', 'disabled']

export const FILTER_LABEL: Record<DomainFilter, string> = {
  all: 'All',
  failing: 'Incomplete',
  unverified: 'Unverified',
  active: 'Active',
  disabled: 'Disabled',
}

/** The words of each view's empty state. */
export const FILTER_EMPTY: Record<Exclude<DomainFilter, 'all'>, { title: string; text: string }> = {
  failing: {
    title: 'No incomplete domains',
    text: 'Every record Zonedesk knows of was published when the provider last looked.',
  },
  unverified: { title: 'No unverified domains', text: 'The provider has verified every domain here.' },
  active: {
    title: 'No active domains',
    text: 'A domain becomes active when the provider finds its records in DNS.',
  },
  disabled: { title: 'No disabled domains', text: 'The provider has disabled none of the domains here.' },
}

export const SORT_LABEL: Record<DomainSort, string> = {
  name: 'Name',
  created: 'Created',
  verified: 'Last verified',
}

/** What ascending and descending mean for each order. */
export const DIRECTION_LABEL: Record<DomainSort, { ascending: string; descending: string }> = {
  name: { ascending: 'A to Z', descending: 'Z to A' },
  created: { ascending: 'Oldest first', descending: 'Newest first' },
  verified: { ascending: 'Longest ago first', descending: 'Most recent first' },
}
