import {
  type Disabled,
  type Domain,
  type DomainSettings,
  DomainState,
  DomainType,
} from '../../preload/contract/domain'
import { optionOf, optionsWith } from '../../preload/contract/option-shapes'
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

const SETTINGS = optionsWith('answered')

const WIRE_SHAPES = {
  switch: wire.WireBoolean,
  text: wire.WireText,
  address: wire.WireText,
  list: wire.WireText,
  password: wire.WireText,
  duration: wire.WireInteger,
}

function settingsFromWire(fields: FieldReader): DomainSettings {
  return Object.fromEntries(
    SETTINGS.map((name) => {
      const { api, kind, rule } = optionOf(name)
      return [name, fields.take(api, kind === 'choice' ? rule : WIRE_SHAPES[kind])]
    }),
  ) as DomainSettings
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
