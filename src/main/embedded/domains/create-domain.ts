import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { SpamAction, WebScheme } from '../../../preload/contract/option-rules'
import { ZonedeskError } from '../../../preload/contract/failure'
import { domainWithRecords } from '../records/answers'
import type { Scope } from '../requests/context'
import { DEFAULT_DKIM_KEY_BITS, makeDkimKey, type DkimKeyBits } from '../records/dkim-keys'
import { dkimIdentity, type DkimIdentity } from '../records/domain-rules'
import {
  addressList,
  atom,
  domainName,
  hostName,
  oneOf,
  smtpPassword,
  webAddress,
  wholeNumber,
  yesNo,
} from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import { CREATED, missingParameter, TAKEN } from '../records/messages'
import { hashSmtpPassword } from '../requests/smtp-password'
import type { NewDomain, NewKey } from '../store/stored-domain'
import { forEachSwitch } from '../store/switches'

function createForm(maximumMessageTtl: number) {
  return v.object({
    name: domainName(),
    smtp_password: v.exactOptional(smtpPassword()),
    spam_action: v.exactOptional(oneOf('spam_action', SpamAction.options)),
    ...forEachSwitch((name) => v.exactOptional(yesNo(name))),
    force_dkim_authority: v.exactOptional(yesNo('force_dkim_authority')),
    force_root_dkim_host: v.exactOptional(yesNo('force_root_dkim_host')),
    dkim_host_name: v.exactOptional(hostName('dkim_host_name')),
    dkim_key_size: v.exactOptional(oneOf('dkim_key_size', ['1024', '2048'])),
    dkim_selector: v.exactOptional(atom('dkim_selector')),
    ips: v.exactOptional(addressList('ips')),
    pool_id: v.exactOptional(v.pipe(v.string(), v.trim(), v.nonEmpty('pool_id must not be empty'))),
    web_scheme: v.exactOptional(oneOf('web_scheme', WebScheme.options)),
    web_prefix: v.exactOptional(atom('web_prefix')),
    archive_to: v.exactOptional(webAddress('archive_to')),
    message_ttl: v.exactOptional(wholeNumber('message_ttl', 1, maximumMessageTtl)),
  })
}
type CreateDomainForm = v.InferOutput<ReturnType<typeof createForm>>

/**
 * `POST /v4/domains`: adds a domain and answers the records to publish.
 *
 * No SMTP password is made up, and one that is given is not repeated in the answer; the API leaves it optional.
 * `skip_verification` is about certificates of receiving servers, not about DNS, so a domain with it must be
 * verified like any other. `ips` and `pool_id` are kept without a check: no mail is sent from here.
 * It belongs to the account the request is for.
 *
 * @throws ZonedeskError `invalid` for a bad value, `already-exists` for a taken name
 */
export async function createDomain(scope: Scope, parameters: Parameters) {
  if (parameters['name'] === undefined) {
    throw new ZonedeskError('invalid', missingParameter('name'), { field: 'name' })
  }
  // A password without a value counts as none. Source: recorded answers of the provider.
  const { smtp_password: password, ...others } = parameters
  const given = password === undefined || password === '' ? others : parameters
  const form = parseParameters(createForm(scope.hosts.maximumMessageTtl), given)
  requireNew(scope, form.name)
  const passwordHash = form.smtp_password === undefined ? null : await hashSmtpPassword(form.smtp_password)
  const bits: DkimKeyBits = form.dkim_key_size === '2048' ? 2048 : DEFAULT_DKIM_KEY_BITS
  let key: NewKey | null = null
  // Making a key takes a while. It begins again when the account changed meanwhile so that another key is needed.
  while (!add(scope, form, passwordHash, key)) {
    const { host, selector } = identityOf(scope, form)
    key = await makeDkimKey(host, selector, bits)
  }
  const domain = scope.store.domain(form.name)
  if (domain === null) throw new ZonedeskError('internal', `Domain ${form.name} vanished while it was added`)
  return { message: CREATED, ...domainWithRecords(domain, scope.store, scope.hosts) }
}

/** @returns false when the key the domain needs is neither stored nor given; nothing is written then */
function add(scope: Scope, form: CreateDomainForm, passwordHash: string | null, key: NewKey | null): boolean {
  const { store } = scope
  return store.transaction(() => {
    requireNew(scope, form.name)
    const identity = identityOf(scope, form)
    if (store.keys.get(identity.host, identity.selector) === null) {
      if (key?.host !== identity.host || key.selector !== identity.selector) return false
      store.keys.add(key)
    }
    store.addDomain(newDomain(scope, form, identity, passwordHash))
    return true
  })
}

function requireNew({ store }: Scope, name: string): void {
  if (store.domain(name) !== null) {
    throw new ZonedeskError('already-exists', TAKEN, { field: 'name' })
  }
}

function identityOf({ store, hosts, subaccountId }: Scope, form: CreateDomainForm): DkimIdentity {
  const wishes = {
    forceAuthority: form.force_dkim_authority ?? false,
    forceRootHost: form.force_root_dkim_host ?? false,
    hostName: form.dkim_host_name ?? null,
    selector: form.dkim_selector ?? null,
  }
  // An authority is of the same account. Source: API, `force_dkim_authority`.
  const find = (name: string) => {
    const domain = store.domain(name)
    return domain?.subaccount_id === subaccountId ? domain : null
  }
  return dkimIdentity(form.name, wishes, find, hosts.dkimSelector)
}

function newDomain(
  { hosts, now, subaccountId }: Scope,
  form: CreateDomainForm,
  identity: DkimIdentity,
  passwordHash: string | null,
): NewDomain {
  return {
    id: randomBytes(12).toString('hex'),
    name: form.name,
    type: 'custom',
    state: 'unverified',
    created_at: now(),
    authority: identity.authority,
    dkim_host: identity.host,
    dkim_selector: identity.selector,
    spam_action: form.spam_action ?? 'disabled',
    ...forEachSwitch((name) => form[name] ?? false),
    web_prefix: form.web_prefix ?? 'email',
    web_scheme: form.web_scheme ?? 'http',
    message_ttl: form.message_ttl ?? hosts.defaultMessageTtl,
    archive_to: form.archive_to ?? null,
    mailfrom_host: null,
    ips: form.ips ?? null,
    pool_id: form.pool_id ?? null,
    smtp_password_hash: passwordHash,
    disabled: null,
    subaccount_id: subaccountId,
    lookup_failures: [],
  }
}
