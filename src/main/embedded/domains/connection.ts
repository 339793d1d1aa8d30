import * as v from 'valibot'
import { requireDomain, type Scope } from '../requests/context'
import { yesNo } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import { CONNECTION_UPDATED } from '../records/messages'

const ConnectionForm = v.object({
  require_tls: v.exactOptional(yesNo('require_tls')),
  skip_verification: v.exactOptional(yesNo('skip_verification')),
})

/**
 * `GET /v3/domains/{name}/connection`: how mail of the domain is delivered.
 *
 * @throws ZonedeskError `not-found`
 */
export function getConnection(scope: Scope, name: string) {
  const { require_tls, skip_verification } = requireDomain(scope, name)
  return { require_tls, skip_verification }
}

/**
 * `PUT /v3/domains/{name}/connection`: sets what is named. `PUT /v4/domains/{name}` sets the same.
 *
 * @throws ZonedeskError `not-found` or `invalid`
 */
export function updateConnection(scope: Scope, name: string, parameters: Parameters) {
  const { seq } = requireDomain(scope, name)
  scope.store.setDomain(seq, parseParameters(ConnectionForm, parameters))
  return { message: CONNECTION_UPDATED, ...getConnection(scope, name) }
}
