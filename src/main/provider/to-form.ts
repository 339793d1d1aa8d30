import { domainOptions } from '../../preload/contract/domain-options'
import type { CreateOptions, DomainChanges } from '../../preload/contract/domains'
import { type DomainOptionName, optionNames } from '../../preload/contract/option-shapes'
import type { DomainListQuery } from './types'

type Scalar = string | number | boolean

const API_NAMES = Object.fromEntries(optionNames.map((name) => [name, domainOptions[name].api])) as Record<
  DomainOptionName,
  string
>

const QUERY_FIELDS: Record<keyof DomainListQuery, string> = {
  limit: 'limit',
  skip: 'skip',
  state: 'state',
  sort: 'sort',
  authority: 'authority',
  search: 'search',
  includeSubaccounts: 'include_subaccounts',
}

/** The body of create. Absent options are not sent, so that the provider's defaults hold. */
export function createForm(name: string, options: CreateOptions): URLSearchParams {
  const form = new URLSearchParams({ name })
  append(form, API_NAMES, options)
  return form
}

/** The body of update. Absent fields are not sent, so that they stay as they are; an empty text clears one. */
export function updateForm(changes: DomainChanges): URLSearchParams {
  const form = new URLSearchParams()
  append(form, API_NAMES, changes)
  return form
}

/** The query of the list. */
export function listQuery(query: DomainListQuery): URLSearchParams {
  const parameters = new URLSearchParams()
  append(parameters, QUERY_FIELDS, query)
  return parameters
}

function append<Field extends string>(
  target: URLSearchParams,
  names: Readonly<Record<Field, string>>,
  values: { readonly [Name in Field]?: Scalar | undefined },
): void {
  for (const field of Object.keys(names) as Field[]) {
    const value = values[field]
    if (value !== undefined) target.append(names[field], String(value))
  }
}
