import type { DomainOption } from '../../../preload/contract/domain-options'
import { type DomainOptionName, optionOf } from '../../../preload/contract/option-shapes'

const TITLES: Readonly<Record<DomainOption['section'], string>> = {
  dkim: 'DKIM',
  sending: 'Sending',
  tracking: 'Tracking',
  receiving: 'Receiving and storage',
}

/** Options under the titles the forms show, in the order of the table. A section without an option is left out. */
export interface OptionSection<Name extends DomainOptionName> {
  readonly id: DomainOption['section']
  readonly title: string
  readonly names: readonly Name[]
}

export function optionSections<Name extends DomainOptionName>(names: readonly Name[]): OptionSection<Name>[] {
  return (Object.keys(TITLES) as DomainOption['section'][])
    .map((id) => ({ id, title: TITLES[id], names: names.filter((name) => optionOf(name).section === id) }))
    .filter((section) => section.names.length > 0)
}
