import { ZonedeskError } from '../../../preload/contract/failure'

/**
 * A name as a segment of a path. Empty and dot segments would ask for another resource (RFC 3986 5.2.4).
 *
 * @param field the request's field it comes from
 * @throws ZonedeskError `invalid`
 */
export function segment(name: string, field = 'name'): string {
  if (/^\.*$/.test(name)) {
    const what = field === 'name' ? 'The domain name' : `The ${field}`
    throw new ZonedeskError('invalid', `${what} is empty.`, { field, fix: 'Enter it.' })
  }
  return encodeURIComponent(name)
}

/** A password or key in the forms in which an answer may echo it. */
export function secretForms(secret: string | null | undefined): string[] {
  return secret === null || secret === undefined || secret === '' ? [] : [secret, encodeURIComponent(secret)]
}
