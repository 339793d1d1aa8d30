import type { LinkTarget } from '../../../preload/contract/links'

/** What to ask about a link that leads to no one domain. */
export function linkQuestion({ unicodeName, accounts, named, namesUnknownAccount }: LinkTarget): {
  readonly title: string
  readonly sentence: string
} {
  if (accounts.length === 0) {
    const where = named === null ? 'the domains that Zonedesk knows' : `the domains of the account ${named}`
    return {
      title: 'No such domain here',
      sentence: `The link leads to ${unicodeName}, which is not among ${where}.`,
    }
  }
  const title = 'Which account?'
  if (namesUnknownAccount) {
    const sentence = `The link to ${unicodeName} names an account that is not on this computer. Choose the account to open the domain in.`
    return { title, sentence }
  }
  return { title, sentence: `The link leads to ${unicodeName}, which is in several accounts.` }
}
