import * as v from 'valibot'
import { SpamAction, WebScheme } from '../../../preload/contract/option-rules'
import { ZonedeskError } from '../../../preload/contract/failure'
import { domainWithRecords, judgedRecords } from '../records/answers'
import { requireDomain, type Scope } from '../requests/context'
import { atom, hostName, oneOf, smtpPassword, webAddress, wholeNumber, yesNo } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import {
  ENCRYPTION_NOT_UNSET,
  MAILFROM_UPDATED,
  MESSAGE_TTL_UPDATED,
  missingParameter,
  UPDATED,
  WEB_PREFIX_UPDATED,
} from '../records/messages'
import { recordId } from '../records/record-generation'
import { hashSmtpPassword } from '../requests/smtp-password'
import type { StoredDomainChanges } from '../store/stored-domain'
import { forEachSwitch } from '../store/switches'

const LowerCaseHostName = v.pipe(
  v.string(),
  v.regex(/^[^A-Z]*$/, 'mailfrom_host must be in lower case'),
  hostName('mailfrom_host'),
)

function updateForm(maximumMessageTtl: number) {
  return v.object({
    spam_action: v.exactOptional(oneOf('spam_action', SpamAction.options)),
    // Encryption is not a parameter of this call, but asking to turn it off must not seem to have worked.
    ...forEachSwitch((name) => v.exactOptional(yesNo(name))),
    web_scheme: v.exactOptional(oneOf('web_scheme', WebScheme.options)),
    web_prefix: v.exactOptional(atom('web_prefix')),
    smtp_password: v.exactOptional(smtpPassword()),
    mailfrom_host: v.exactOptional(LowerCaseHostName),
    message_ttl: v.exactOptional(wholeNumber('message_ttl', 1, maximumMessageTtl)),
    archive_to: v.exactOptional(webAddress('archive_to')),
  })
}
type Update = v.InferOutput<ReturnType<typeof updateForm>>

/**
 * `PUT /v4/domains/{name}`: changes what is named. Turning automatic sender security on or off asks for other DKIM
 * records, so the domain must be verified again; a new web prefix leaves the state as it is.
 *
 * @throws ZonedeskError `not-found`, or `invalid` for a bad value
 */
export async function updateDomain(scope: Scope, name: string, parameters: Parameters) {
  requireDomain(scope, name)
  const form = parseParameters(updateForm(scope.hosts.maximumMessageTtl), parameters)
  await applyUpdate(scope, name, form)
  return {
    message: UPDATED,
    ...domainWithRecords(requireDomain(scope, name), scope.store, scope.hosts),
  }
}

/**
 * One setting by a call of its own, as the deprecated calls do.
 *
 * @param field the parameter, which must be given
 * @throws ZonedeskError as `updateDomain`, and `invalid` when the parameter is missing
 */
async function updateOneSetting(
  scope: Scope,
  name: string,
  field: 'message_ttl' | 'mailfrom_host' | 'web_prefix',
  parameters: Parameters,
): Promise<void> {
  requireDomain(scope, name)
  const value = parameters[field]
  if (value === undefined) throw new ZonedeskError('invalid', missingParameter(field), { field })
  await applyUpdate(
    scope,
    name,
    parseParameters(updateForm(scope.hosts.maximumMessageTtl), { [field]: value }),
  )
}

async function applyUpdate(scope: Scope, name: string, form: Update): Promise<void> {
  const { smtp_password, encrypt_incoming_message, ...settings } = form
  const changes: StoredDomainChanges = { ...settings }
  if (smtp_password !== undefined) changes.smtp_password_hash = await hashSmtpPassword(smtp_password)
  const { store } = scope
  store.transaction(() => {
    const before = requireDomain(scope, name)
    if (encrypt_incoming_message === false && before.encrypt_incoming_message) {
      throw new ZonedeskError('invalid', ENCRYPTION_NOT_UNSET, { field: 'encrypt_incoming_message' })
    }
    const security = changes.use_automatic_sender_security ?? before.use_automatic_sender_security
    if (security !== before.use_automatic_sender_security && before.state === 'active') {
      changes.state = before.type === 'sandbox' ? 'active' : 'unverified'
    }
    store.setDomain(before.seq, changes)
    if (security !== before.use_automatic_sender_security) store.keys.restUnlessUsed(before.dkim_host)
    forgetOldRecords(scope, name)
  })
}

/** Verdicts about records the domain no longer needs would be stale when it needs them again. */
export function forgetOldRecords(scope: Scope, name: string): void {
  const domain = requireDomain(scope, name)
  const records = judgedRecords(domain, scope.store, scope.hosts)
  scope.store.setVerdicts(
    domain.seq,
    records.map((record) => ({ record: recordId(record), valid: record.valid, cached: record.cached })),
  )
}

/**
 * `PUT /v3/domains/{name}/message_ttl`. The path is inferred from its two siblings: the reference describes the call
 * without one that could be read.
 */
export async function setMessageTtl(scope: Scope, name: string, parameters: Parameters) {
  await updateOneSetting(scope, name, 'message_ttl', parameters)
  return { message: MESSAGE_TTL_UPDATED }
}

/** `PUT /v3/domains/{name}/mailfrom_host`. */
export async function setMailfromHost(scope: Scope, name: string, parameters: Parameters) {
  await updateOneSetting(scope, name, 'mailfrom_host', parameters)
  return { message: MAILFROM_UPDATED }
}

/** `PUT /v3/domains/{name}/web_prefix`. */
export async function setWebPrefix(scope: Scope, name: string, parameters: Parameters) {
  await updateOneSetting(scope, name, 'web_prefix', parameters)
  return { message: WEB_PREFIX_UPDATED }
}
