import { ZonedeskError } from '../../../preload/contract/failure'
import type { KnownKey } from '../../../preload/contract/keys'

/** @throws ZonedeskError `not-found` when there is no such key */
export function requireKey(keys: readonly KnownKey[], selector: string): KnownKey {
  const found = keys.find((key) => key.selector === selector.trim().toLowerCase())
  if (found !== undefined) return found
  throw new ZonedeskError('not-found', `The provider has no key with the selector ${selector}.`, {
    fix: 'Refresh the keys: somebody may have removed it elsewhere.',
  })
}

/**
 * Under automatic sender security the provider makes the keys, signs with them in turn and rotates them: a key that a
 * person makes there signs nothing.
 *
 * @param name the domain whose keys are to be changed
 * @throws ZonedeskError `refused`
 */
export function requireOwnKeys({ isAutomatic }: { readonly isAutomatic: boolean }, name: string): void {
  if (!isAutomatic) return
  throw new ZonedeskError(
    'refused',
    `The provider makes and rotates the keys of ${name} itself: automatic sender security is on.`,
    {
      fix: 'Choose “Rotate now…” among its DKIM keys, or first turn automatic sender security off in the settings of the domain.',
    },
  )
}

/**
 * Whose keys sign is changed where it is known what the provider does then. Neither its reference nor a recorded answer
 * says what it does under automatic sender security.
 *
 * @throws ZonedeskError `refused`
 */
export function requireKnownOutcome({ isAutomatic }: { readonly isAutomatic: boolean }, name: string): void {
  if (!isAutomatic) return
  throw new ZonedeskError(
    'refused',
    `Automatic sender security is on for ${name}. Zonedesk does not know what the provider then does when the keys of another domain are to sign, so it sent nothing.`,
    { fix: 'Turn automatic sender security off in the settings of the domain first.' },
  )
}

/**
 * A key that is not one of the provider's own, to which only an alias leads.
 *
 * @throws ZonedeskError `refused`
 */
export function requireNotTheProviders({ selector, record }: KnownKey): void {
  if (record.type !== 'CNAME') return
  throw new ZonedeskError(
    'refused',
    `The provider makes and rotates the key ${selector} itself: automatic sender security is on.`,
    {
      fix: 'Turn automatic sender security off in the settings of the domain to sign with keys of your own.',
    },
  )
}

/**
 * A key that may stop signing: never the last one.
 *
 * @throws ZonedeskError `refused`
 */
export function requireAnotherSigns(keys: readonly KnownKey[], { selector, signingDomain }: KnownKey): void {
  const others = keys.filter(({ record, ...key }) => record.isActive === true && key.selector !== selector)
  if (others.length > 0) return
  throw new ZonedeskError(
    'refused',
    `${selector} is the only key that signs for ${signingDomain}. Without it, mail leaves unsigned.`,
    { fix: 'Sign with another key first.' },
  )
}

/**
 * A key that may be deleted: never one that signs or may sign, and never the last.
 *
 * @throws ZonedeskError `refused`
 */
export function requireDeletable(
  keys: readonly KnownKey[],
  { selector, signingDomain, record }: KnownKey,
): void {
  if (record.isActive === true) {
    throw new ZonedeskError('refused', `The provider signs with the key ${selector}.`, {
      fix: 'Sign with another key, and stop signing with this one. Then delete it.',
    })
  }
  if (keys.length < 2) {
    throw new ZonedeskError('refused', `${selector} is the only key of ${signingDomain}.`, {
      fix: 'Make another key and sign with it first.',
    })
  }
  if (!keys.some((key) => key.selector !== selector && key.record.isActive === true)) {
    throw new ZonedeskError(
      'refused',
      `No other key of ${signingDomain} is known to sign, so the provider may be about to sign with this one.`,
      { fix: 'Sign with another key first.' },
    )
  }
}

/** @throws ZonedeskError `invalid` (field `confirmation`) unless the selector is repeated */
export function requireRepeated({ selector }: KnownKey, confirmation: string): void {
  if (confirmation.trim().toLowerCase() === selector) return
  throw new ZonedeskError('invalid', "The confirmation is not the key's selector.", {
    fix: `Type ${selector} to delete the key.`,
    field: 'confirmation',
  })
}
