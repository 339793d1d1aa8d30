import * as v from 'valibot'

/**
 * What the text and the numbers of a domain's options must look like. The window's forms and the main process judge by
 * these rules; the provider has the last word. Each reason is one sentence that reads well under the field's label.
 */

/** What happens to incoming messages that look like spam. Source: API, `spam_action`. */
export const SpamAction = v.picklist(['disabled', 'block', 'tag'])
export type SpamAction = v.InferOutput<typeof SpamAction>

/** Scheme of tracked links. Source: API, `web_scheme`. */
export const WebScheme = v.picklist(['http', 'https'])
export type WebScheme = v.InferOutput<typeof WebScheme>

/** Bits of an RSA key. Source: API, `dkim_key_size`. */
export const DkimKeySize = v.picklist([1024, 2048])

/**
 * One label of a host name: letters, digits and inner hyphens, at most 63 octets (RFC 1035 2.3.1, RFC 1123 2.1). Each
 * such label is also an atom (RFC 5322 3.2.3), which is what the API asks of `web_prefix` and `dkim_selector`.
 */
export const HostLabel = v.pipe(
  v.string(),
  v.nonEmpty('Enter a word, such as email.'),
  v.regex(/^\S*$/, 'Remove the spaces.'),
  v.excludes('.', 'Use one word without dots.'),
  v.regex(/^[a-z0-9-]*$/i, 'Use letters, digits and hyphens only.'),
  v.regex(/^[^-](?:.*[^-])?$/, 'Begin and end with a letter or a digit.'),
  v.maxLength(63, 'Use at most 63 characters.'),
)

/** A host name in lower case, without a trailing dot, at most 253 octets (RFC 1035 2.3.4, RFC 1123 2.1). */
export const HostName = v.pipe(
  v.string(),
  v.check((name) => name === name.toLowerCase(), 'Use lower case only.'),
  v.regex(
    /^[a-z0-9.-]*$/,
    'Use letters, digits, hyphens and dots only, as in the host name bounce.example.com.',
  ),
  v.maxLength(253, 'Use at most 253 characters.'),
  v.check(
    (name) => name.split('.').every((label) => v.is(HostLabel, label)),
    'Enter a host name, such as bounce.example.com, without a dot at its end.',
  ),
)

/** 5 to 32 characters. Source: API, `smtp_password`, and the provider's own sentence. */
export const SmtpPassword = v.pipe(
  v.string(),
  v.check((text) => [...text].length >= 5, 'Password is too short. It must be between 5 and 32 characters.'),
  v.check((text) => [...text].length <= 32, 'Password is too long. It must be between 5 and 32 characters.'),
)

/** An absolute http or https URL; an empty text removes the address. Source: API, `archive_to`. */
export const WebAddress = v.pipe(
  v.string(),
  v.check(
    (text) => text === '' || (/^https?:\/\/[^\s/?#\\]\S*$/i.test(text) && URL.canParse(text)),
    'Enter a whole web address, such as https://example.com/archive.',
  ),
)

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)

/** The first part of a list with commas that is no IPv4 address; undefined when all are. */
function wrongAddress(list: string): string | undefined {
  return list.split(',').find((part) => !IPV4.test(part))
}

/** IPv4 addresses with commas and no spaces between them. Source: API, `ips`. */
export const AddressList = v.pipe(
  v.string(),
  v.check((list) => wrongAddress(list) !== '', 'Put one comma between two addresses.'),
  v.check(
    (list) => wrongAddress(list) === undefined,
    ({ input }) => `${wrongAddress(input)?.slice(0, 40) ?? ''} is not an IPv4 address.`,
  ),
)

/** An id as the provider wrote it. Source: API, `pool_id`. */
export const ProviderId = v.pipe(
  v.string(),
  v.nonEmpty('Enter the id.'),
  v.regex(/^\S*$/, 'Remove the spaces.'),
)

/** Seconds that fit in 31 bits, which is 68 years. */
const MOST_SECONDS = 2_147_483_647

/** Whole seconds. Source: API, `message_ttl`; the plan has a smaller maximum. */
export const Seconds = v.pipe(
  v.number('Enter a whole number from 1.'),
  v.integer('Enter a whole number from 1.'),
  v.minValue(1, 'Enter a whole number from 1.'),
  v.maxValue(MOST_SECONDS, 'Enter a shorter time: a whole number of at most 24,855 days.'),
)
