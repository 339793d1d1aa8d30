import type { Blank } from '../../../../preload/contract/findings'

/** One sentence that says what is wrong with a text; null when nothing is. */
type Rule = (value: string) => string | null

/** A mailbox that can stand in a `mailto:` of a policy: without characters that end or divide addresses (RFC 8460 3). */
const mailbox: Rule = (value) =>
  /^[^\s@,;!"<>]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value)
    ? null
    : 'Write a whole e-mail address, such as name@ and your domain.'

const webAddress: Rule = (value) =>
  /^https:\/\/[^\s;]+$/i.test(value) && URL.canParse(value)
    ? null
    : 'Write a whole web address that begins with https://.'

/** What is to be filled in, and what it must look like. */
export const BLANKS: Record<
  Blank['kind'],
  { readonly label: string; readonly help: string; readonly rule: Rule }
> = {
  mailbox: { label: 'Your mailbox for the reports', help: 'Reports come about once a day.', rule: mailbox },
  'web-address': {
    label: 'Web address of your logo',
    help: 'An SVG file, at an address that begins with https://.',
    rule: webAddress,
  },
}

/**
 * A value with its blank filled in; null while what was typed cannot stand there.
 *
 * @param typed by the user, white space around it does not matter
 */
export function filledIn(value: string, blank: Blank, typed: string): string | null {
  const text = typed.trim()
  return BLANKS[blank.kind].rule(text) === null ? value.replace(blank.mark, () => text) : null
}
