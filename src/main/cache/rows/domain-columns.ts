import * as v from 'valibot'
import { Disabled, Domain, DomainSettings, NOTHING_SAID } from '../../../preload/contract/domain'

const JsonText = v.pipe(v.string(), v.parseJson())

/** A domain's columns as read back. What does not fit this shape is not trusted. */
export const DomainColumns = v.object({
  id: v.number(),
  name: v.string(),
  unicode_name: v.nullable(v.string()),
  state: Domain.entries.state,
  type: Domain.entries.type,
  created_at: v.nullable(v.number()),
  verified_at: v.nullable(v.number()),
  failing: v.nullable(v.number()),
  fetched_at: v.nullable(v.number()),
  provider_id: v.nullable(v.string()),
  smtp_login: v.nullable(v.string()),
  subaccount_id: v.nullable(v.string()),
  tracking_host: v.nullable(v.string()),
  disabled: v.nullable(v.pipe(JsonText, Disabled)),
  settings: v.pipe(
    JsonText,
    v.record(v.string(), v.unknown()),
    v.transform((said) => ({ ...NOTHING_SAID, ...said })),
    DomainSettings,
  ),
  other: v.pipe(JsonText, Domain.entries.other),
})
export type DomainColumns = v.InferOutput<typeof DomainColumns>

/** The domain as the contract has it. */
export function domainOf(row: DomainColumns): Domain {
  return {
    name: row.name,
    id: row.provider_id,
    state: row.state,
    type: row.type,
    createdAt: row.created_at,
    smtpLogin: row.smtp_login,
    subaccountId: row.subaccount_id,
    trackingHost: row.tracking_host,
    disabled: row.disabled,
    settings: row.settings,
    other: row.other,
  }
}

/** What the statements that write a domain bind of its answer, by the names they use. */
export function columnsOf(domain: Domain): Record<string, string | number | null> {
  return {
    state: domain.state,
    type: domain.type,
    createdAt: domain.createdAt,
    providerId: domain.id,
    smtpLogin: domain.smtpLogin,
    subaccountId: domain.subaccountId,
    trackingHost: domain.trackingHost,
    disabled: domain.disabled === null ? null : JSON.stringify(domain.disabled),
    // Leaving nulls out lets json_patch (RFC 7396) merge what the answer said into what is known.
    settings: JSON.stringify(withoutNulls(domain.settings)),
    other: JSON.stringify(domain.other),
  }
}

function withoutNulls(settings: DomainSettings): Partial<DomainSettings> {
  const said: Record<string, unknown> = {}
  for (const name in settings) {
    const value = settings[name as keyof DomainSettings]
    if (value !== null) said[name] = value
  }
  return said
}
