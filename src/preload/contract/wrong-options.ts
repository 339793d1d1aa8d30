import * as v from 'valibot'
import type { CreateOptions, DomainChanges } from './domains'
import { domainOptions } from './domain-options'
import { type DomainOptionName, optionNames } from './option-shapes'

/** Options that are to be sent, by whichever call. */
export type SentOptions = CreateOptions & DomainChanges

/** Why an option cannot be sent. */
export interface WrongOption {
  readonly field: DomainOptionName
  /** One sentence that reads well under the field's label. The value is not in it where it may be a secret. */
  readonly message: string
}

/**
 * Every option that cannot be sent as it stands, in the order of the table, with the first reason of each. The window
 * judges its forms by it, and the main process judges by it what it sends, so the two cannot disagree.
 */
export function wrongOptions(options: SentOptions): WrongOption[] {
  return optionNames.flatMap((field) => {
    const message = reasonAgainst(field, options)
    return message === null ? [] : [{ field, message }]
  })
}

function reasonAgainst(field: DomainOptionName, options: SentOptions): string | null {
  const value = options[field]
  if (value === undefined) return null
  const parsed = v.safeParse(domainOptions[field].rule, value, { abortPipeEarly: true })
  if (!parsed.success) return parsed.issues[0].message
  return field === 'dkimHostName' ? besideHostName(options) : null
}

/** Source: API, `dkim_host_name` excludes `force_dkim_authority` and `force_root_dkim_host`. */
function besideHostName({ forceDkimAuthority, forceRootDkimHost }: SentOptions): string | null {
  if (forceDkimAuthority !== true && forceRootDkimHost !== true) return null
  const { forceDkimAuthority: authority, forceRootDkimHost: root } = domainOptions
  return `Leave it empty, or turn off "${authority.label}" and "${root.label}".`
}
