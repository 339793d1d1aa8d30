import type { DomainKey } from '../../../preload/contract/domain'
import type { PlannedWrite, PlannedWrites, WriteWords } from '../../accounts/writes/planned-write'
import { toUnicode } from '../../names/unicode-name'

/** What a call of each writing channel about DKIM keys would change. The private key of an import is never shown. */
export const plannedKeyWrites: PlannedWrites['keys'] = {
  create: ({ selector, bits, ...key }) =>
    asking(key, (name, account) => ({
      title: `Create a key for ${name}?`,
      sentences: [`The provider makes a key of ${bits} bits with the selector ${selector} in ${account}.`],
      action: 'Create',
    })),
  import: ({ selector, accountId, name }) =>
    asking({ accountId, name }, (shown, account) => ({
      title: `Import a key for ${shown}?`,
      sentences: [`The private key is sent to ${account}, with the selector ${selector}.`],
      action: 'Import',
    })),
  importFile: ({ selector, ...key }) =>
    asking(key, (name, account) => ({
      title: `Import a key for ${name}?`,
      sentences: [
        `The private key in the file that you choose next is sent to ${account}, with the selector ${selector}.`,
      ],
      action: 'Choose file…',
    })),
  activate: ({ selector, ...key }) =>
    asking(key, (name, account) => ({
      title: `Sign with ${selector}?`,
      sentences: [`Mail of ${name} in ${account} is signed with the key ${selector}.`],
      action: 'Activate',
    })),
  deactivate: ({ selector, ...key }) =>
    asking(key, (name, account) => ({
      title: `Stop signing with ${selector}?`,
      sentences: [`Mail of ${name} in ${account} is no longer signed with the key ${selector}.`],
      action: 'Deactivate',
    })),
  // Its selector has to be typed.
  delete: ({ accountId }) => ({ accountIds: [accountId], question: null }),
  setAuthority: ({ self, ...key }) =>
    asking(key, (name, account) => ({
      title: `Change whose key ${name} signs with?`,
      sentences: [
        self
          ? `${name} in ${account} gets a key of its own. DNS must have the record of that key.`
          : `${name} in ${account} signs with the key of a domain above it.`,
      ],
      action: 'Change',
    })),
  setSelector: ({ selector, ...key }) =>
    asking(key, (name, account) => ({
      title: `Change the selector of ${name}?`,
      sentences: [
        `The key of ${name} in ${account} gets the selector ${selector}. The name of its record changes too.`,
      ],
      action: 'Change',
    })),
  setRotation: ({ enabled, ...key }) =>
    asking(key, (name, account) => ({
      title: `Turn automatic rotation ${enabled ? 'on' : 'off'}?`,
      sentences: [
        enabled
          ? `The provider changes the keys of ${name} in ${account} by itself.`
          : `The provider no longer changes the keys of ${name} in ${account} by itself.`,
      ],
      action: 'Change',
    })),
  rotateNow: (key) =>
    asking(key, (name, account) => ({
      title: `Rotate the key of ${name}?`,
      sentences: [`The provider changes the key that ${name} in ${account} signs with.`],
      action: 'Rotate',
    })),
}

function asking(
  { accountId, name }: DomainKey,
  words: (name: string, account: string) => WriteWords,
): PlannedWrite {
  return { accountIds: [accountId], question: (account) => words(toUnicode(name), account) }
}
