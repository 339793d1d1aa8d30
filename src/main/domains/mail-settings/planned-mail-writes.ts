import type { DomainKey } from '../../../preload/contract/domain'
import type { ClickTracking } from '../../../preload/contract/tracking'
import type { PlannedWrite, PlannedWrites } from '../../accounts/writes/planned-write'
import { toUnicode } from '../../names/unicode-name'

const CLICK_WORDS: Readonly<Record<ClickTracking, string>> = {
  yes: 'Clicks are followed in all parts of a mail.',
  'html-only': 'Clicks are followed in the HTML part of a mail alone.',
  no: 'Clicks are not followed.',
}

/** What a call about tracking or SMTP credentials would change. No sentence has a password in it. */
export const plannedMailWrites: Pick<PlannedWrites, 'tracking' | 'smtpCredentials'> = {
  tracking: {
    setOpen: ({ active, ...key }) =>
      changing(key, [active ? 'Opens are followed.' : 'Opens are not followed.']),
    setClick: ({ click, ...key }) => changing(key, [CLICK_WORDS[click]]),
    setUnsubscribe: ({ active, htmlFooter, textFooter, ...key }) =>
      changing(key, [
        active ? 'Unsubscribe footers are added.' : 'No unsubscribe footers are added.',
        ...(htmlFooter === null ? [] : ['The HTML footer is replaced.']),
        ...(textFooter === null ? [] : ['The text footer is replaced.']),
      ]),
    beginCertificate: (key) => certificateOf(key, 'Ask for a certificate'),
    renewCertificate: (key) => certificateOf(key, 'Renew the certificate'),
  },
  smtpCredentials: {
    create: ({ accountId, name, login }) =>
      asking(accountId, (account) => ({
        title: `Add the login ${login}?`,
        sentences: [`Whoever has its password can send mail of ${toUnicode(name)} through ${account}.`],
        action: 'Add',
      })),
    change: ({ accountId, login }) =>
      asking(accountId, (account) => ({
        title: `Set another password for ${login}?`,
        sentences: [`Programs that send through ${account} with the present password can no longer do so.`],
        action: 'Set',
      })),
    delete: ({ accountId, login }) =>
      asking(accountId, (account) => ({
        title: `Delete the login ${login}?`,
        sentences: [`Programs that send through ${account} with this login can no longer do so.`],
        action: 'Delete',
      })),
    // The domain's name has to be typed.
    deleteAll: ({ accountId }) => ({ accountIds: [accountId], question: null }),
  },
}

function asking(accountId: string, question: NonNullable<PlannedWrite['question']>): PlannedWrite {
  return { accountIds: [accountId], question }
}

function changing({ accountId, name }: DomainKey, sentences: string[]): PlannedWrite {
  return asking(accountId, (account) => ({
    title: `Change the tracking of ${toUnicode(name)}?`,
    sentences: [`Mail of ${toUnicode(name)} that ${account} sends from then on:`, ...sentences],
    action: 'Change',
  }))
}

function certificateOf({ accountId, name }: DomainKey, title: string): PlannedWrite {
  return asking(accountId, (account) => ({
    title: `${title} for the tracked links of ${toUnicode(name)}?`,
    sentences: [
      `The provider makes the certificate for ${account} once the CNAME record leads to the provider.`,
    ],
    action: 'Ask for it',
  }))
}
