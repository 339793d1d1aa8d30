import { isIP } from 'node:net'
import * as v from 'valibot'
import { parseDomainName } from '../../names/domain-name'
import { ZonedeskError } from '../../../preload/contract/failure'
import { requireSmtpPassword } from './smtp-password'

/** `true`, `false`, `yes` or `no`, in any case. */
export function yesNo(field: string) {
  return v.pipe(
    v.string(),
    v.toLowerCase(),
    v.picklist(['true', 'false', 'yes', 'no'], `${field} must be true, false, yes or no`),
    v.transform((text) => text === 'true' || text === 'yes'),
  )
}

export function oneOf<const Options extends readonly string[]>(field: string, options: Options) {
  return v.pipe(v.string(), v.picklist(options, `${field} must be one of ${options.join(', ')}`))
}

/** A whole number in decimal digits, both ends included. */
export function wholeNumber(field: string, least: number, most: number) {
  const message =
    most === Number.MAX_SAFE_INTEGER
      ? `${field} must be a whole number of at least ${least}`
      : `${field} must be a whole number from ${least} to ${most}`
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,16}$/, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  )
}

/**
 * An RFC 2822 3.2.4 atom that can be one label of a host name, which the API makes of it: `foobar`, not
 * `foo.bar`. RFC 6376 3.1 asks the same of each part of a selector. In lower case, as DNS compares it.
 */
export function atom(field: string) {
  return v.pipe(
    v.string(),
    v.toLowerCase(),
    v.regex(
      /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      `${field} must be an atom: 1 to 63 letters, digits and hyphens, without a dot`,
    ),
  )
}

/** A host name, checked as domain names are. */
export function hostName(field: string) {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return parseDomainName(dataset.value).name
      } catch (error) {
        addIssue({ message: `${field} is not a host name. ${sentenceOf(error)}` })
        return NEVER
      }
    }),
  )
}

/** A sending domain's name. */
export function domainName() {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return parseDomainName(dataset.value).name
      } catch (error) {
        addIssue({ message: sentenceOf(error) })
        return NEVER
      }
    }),
  )
}

/** 5 to 32 characters. */
export function smtpPassword() {
  return v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return
      try {
        requireSmtpPassword(dataset.value)
      } catch (error) {
        addIssue({ message: sentenceOf(error) })
      }
    }),
  )
}

/** An http or https URL; empty for none. */
export function webAddress(field: string) {
  return v.pipe(
    v.string(),
    v.check(
      (text) => text === '' || /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
      `${field} must be an http or https URL`,
    ),
    v.transform((text) => (text === '' ? null : text)),
  )
}

/** IP addresses separated by commas, as one text without spaces; empty for none. */
export function addressList(field: string) {
  return v.pipe(
    v.string(),
    v.transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
    v.check(
      (parts) => parts.every((part) => isIP(part) !== 0),
      `${field} must be IP addresses separated by commas`,
    ),
    v.transform((parts) => (parts.length === 0 ? null : parts.join(','))),
  )
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof ZonedeskError)) throw error
  return `${error.failure.message} ${error.failure.fix}`.trim()
}
