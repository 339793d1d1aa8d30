import type { CreateOptions, DomainChanges } from '../../preload/contract/domains'
import type { DomainListQuery } from './types'

type Scalar = string | number | boolean

/** The API's names of what create takes. Source: API, `POST /v4/domains`. */
const CREATE_FIELDS: Record<keyof CreateOptions, string> = {
  smtpPassword: 'smtp_password',
  spamAction: 'spam_action',
  wildcard: 'wildcard',
  forceDkimAuthority: 'force_dkim_authority',
  forceRootDkimHost: 'force_root_dkim_host',
  dkimHostName: 'dkim_host_name',
  dkimKeySize: 'dkim_key_size',
  dkimSelector: 'dkim_selector',
  ips: 'ips',
  poolId: 'pool_id',
  webScheme: 'web_scheme',
  webPrefix: 'web_prefix',
  useAutomaticSenderSecurity: 'use_automatic_sender_security',
  requireTls: 'require_tls',
  skipVerification: 'skip_verification',
  encryptIncomingMessage: 'encrypt_incoming_message',
  webhooksRedactPii: 'webhooks_redact_pii',
  archiveTo: 'archive_to',
  messageTtl: 'message_ttl',
}

/** The API's names of what update takes. Source: API, `PUT /v4/domains/{name}`. */
const UPDATE_FIELDS: Record<keyof DomainChanges, string> = {
  spamAction: 'spam_action',
  webScheme: 'web_scheme',
  webPrefix: 'web_prefix',
  wildcard: 'wildcard',
  useAutomaticSenderSecurity: 'use_automatic_sender_security',
  smtpPassword: 'smtp_password',
  requireTls: 'require_tls',
  skipVerification: 'skip_verification',
  mailfromHost: 'mailfrom_host',
  messageTtl: 'message_ttl',
  webhooksRedactPii: 'webhooks_redact_pii',
  archiveTo: 'archive_to',
}

const QUERY_FIELDS: Record<keyof DomainListQuery, string> = {
  limit: 'limit',
  skip: 'skip',
  state: 'state',
  sort: 'sort',
  authority: 'authority',
  search: 'search',
  includeSubaccounts: 'include_subaccounts',
}

/** The request's fields that a provider's sentence may name, by the API's name. */
export const FIELD_BY_API_NAME: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ...CREATE_FIELDS, ...UPDATE_FIELDS }).map(
    ([field, apiName]) => [apiName, field] as const,
  ),
  ['name', 'name'],
])

/** The body of create. Absent options are not sent, so that the provider's defaults hold. */
export function createForm(name: string, options: CreateOptions): URLSearchParams {
  const form = new URLSearchParams({ name })
  append(form, CREATE_FIELDS, options)
  return form
}

/** The body of update. Absent fields are not sent, so that they stay as they are; an empty text clears one. */
export function updateForm(changes: DomainChanges): URLSearchParams {
  const form = new URLSearchParams()
  append(form, UPDATE_FIELDS, changes)
  return form
}

/** The query of the list. */
export function listQuery(query: DomainListQuery): URLSearchParams {
  const parameters = new URLSearchParams()
  append(parameters, QUERY_FIELDS, query)
  return parameters
}

function append<Field extends string>(
  target: URLSearchParams,
  names: Readonly<Record<Field, string>>,
  values: { readonly [Name in Field]?: Scalar | undefined },
): void {
  for (const field of Object.keys(names) as Field[]) {
    const value = values[field]
    if (value !== undefined) target.append(names[field], String(value))
  }
}
