import {
  type Disabled,
  type Domain,
  type DomainSettings,
  DomainState,
  DomainType,
  SpamAction,
  WebScheme,
} from '../../preload/contract/domain'
import { readFields, type FieldReader } from './field-reader'
import { nameFromWire } from './presentation-format'
import * as wire from './wire'

/** A domain as the app knows it, from the API's. What is missing becomes null, what is unknown goes to `other`. */
export function domainFromWire(source: wire.WireDomain): Domain {
  const fields = readFields(source)
  fields.take('name', wire.WireText)
  const isDisabled = fields.take('is_disabled', wire.WireBoolean)
  const domain = {
    name: nameFromWire(source.name),
    id: fields.take('id', wire.WireId),
    state: fields.take('state', DomainState) ?? (isDisabled === true ? 'disabled' : 'unverified'),
    type: fields.take('type', DomainType) ?? 'custom',
    createdAt: fields.take('created_at', wire.WireDate),
    smtpLogin: fields.take('smtp_login', wire.WireText)?.trim() || null,
    subaccountId: fields.take('subaccount_id', wire.WireId),
    trackingHost: fields.take('tracking_host', wire.WireText)?.trim() || null,
    disabled: disabledFromWire(fields.take('disabled', wire.WireDisabled)),
    settings: settingsFromWire(fields),
  }
  return { ...domain, other: fields.rest() }
}

function settingsFromWire(fields: FieldReader): DomainSettings {
  return {
    spamAction: fields.take('spam_action', SpamAction),
    wildcard: fields.take('wildcard', wire.WireBoolean),
    requireTls: fields.take('require_tls', wire.WireBoolean),
    skipVerification: fields.take('skip_verification', wire.WireBoolean),
    useAutomaticSenderSecurity: fields.take('use_automatic_sender_security', wire.WireBoolean),
    webPrefix: fields.take('web_prefix', wire.WireText),
    webScheme: fields.take('web_scheme', WebScheme),
    encryptIncomingMessage: fields.take('encrypt_incoming_message', wire.WireBoolean),
    webhooksRedactPii: fields.take('webhooks_redact_pii', wire.WireBoolean),
    messageTtl: fields.take('message_ttl', wire.WireInteger),
    archiveTo: fields.take('archive_to', wire.WireText),
    mailfromHost: fields.take('mailfrom_host', wire.WireText),
  }
}

function disabledFromWire(source: Record<string, unknown> | null): Disabled | null {
  if (source === null) return null
  const fields = readFields(source)
  return {
    code: fields.take('code', wire.WireId) ?? '',
    reason: fields.take('reason', wire.WireText) ?? '',
    note: fields.take('note', wire.WireText) ?? '',
    permanently: fields.take('permanently', wire.WireBoolean) ?? false,
    until: fields.take('until', wire.WireDate),
  }
}
