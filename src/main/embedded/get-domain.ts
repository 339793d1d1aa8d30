import { domainWithRecords } from './answers'
import { requireDomain, type Context } from './context'

/**
 * `GET /v4/domains/{name}`: a domain with its records and the last judgement of each.
 *
 * @throws ZonedeskError `not-found`
 */
export function getDomain(context: Context, name: string) {
  return domainWithRecords(requireDomain(context, name), context.store, context.hosts)
}
