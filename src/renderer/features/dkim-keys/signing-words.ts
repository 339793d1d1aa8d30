import type { DomainKeys } from '../../../preload/contract/keys'
import { counted } from '../../base/counted'
import type { SigningChange } from './signing-form.svelte'

/** What is said of a change before it is sent, and after. */
export interface SigningWords {
  readonly title: string
  /** What changes in DNS, each a sentence. */
  readonly sentences: readonly string[]
  readonly action: string
  readonly done: string
}

const LEAVE =
  'Leave the records of the present keys in DNS for some days: mail on its way is signed with them.'

/** @param selector the new one, as typed */
export function signingChangeWords(
  change: SigningChange,
  name: string,
  { keys, authority, signers }: Pick<DomainKeys, 'keys' | 'authority' | 'signers'>,
  selector: string,
): SigningWords {
  const others =
    signers.total === 0
      ? []
      : [
          `${counted(signers.total, 'other domain')} ${signers.total === 1 ? 'signs' : 'sign'} with these keys too, so the change affects their mail as well.`,
        ]
  switch (change) {
    case 'own-keys':
      return {
        title: `Sign with keys of its own: ${name}`,
        sentences: [
          `${name} no longer signs with the keys of ${authority}: it has a DKIM record of its own.`,
          'Publish that record, and verify the domain. Until DNS has it, receivers may not be able to check its mail.',
          LEAVE,
        ],
        action: 'Use its own keys',
        done: `${name} has keys of its own. Publish their record.`,
      }
    case 'keys-above':
      return {
        title: `Sign with the keys above: ${name}`,
        sentences: [
          `${name} no longer signs with its own keys, but with those of a domain above it. The provider chooses which domain.`,
          'The provider then names the record of those keys. Receivers can check the mail once DNS has that record.',
          LEAVE,
          ...others,
        ],
        action: 'Use the keys above',
        done: `${name} signs with the keys of a domain above it.`,
      }
    case 'selector': {
      const to = `${selector.trim().toLowerCase() || 'selector'}._domainkey.${authority}`
      const from = keys.find(({ record }) => record.isActive === true)?.record.name
      return {
        title: `Change the selector of ${name}`,
        sentences: [
          `The provider wants the record of its key at ${to}. Publish it there.`,
          `Until DNS has it, receivers may not be able to check new mail. A rotation avoids that: it publishes first.`,
          from === undefined ? LEAVE : `Leave the record at ${from} for some days: mail on its way needs it.`,
          ...others,
        ],
        action: 'Change selector',
        done: `The selector is ${selector.trim().toLowerCase()}. Publish its record.`,
      }
    }
  }
}
