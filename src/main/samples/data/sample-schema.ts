import * as v from 'valibot'
import { FindingCode } from '../../../preload/contract/finding-titles'
import { Tag } from '../../../preload/contract/notes'

/** A record of a zone: host relative to the apex (`@` there, `*` for a wildcard), type, data as a person writes it. */
export const SampleRow = v.tuple([
  v.string(),
  v.picklist(['A', 'AAAA', 'CNAME', 'DNAME', 'MX', 'NS', 'SPF', 'TXT']),
  v.string(),
])
export type SampleRow = v.InferOutput<typeof SampleRow>

/** What one server or resolver has instead of a zone's records of one name and type; null for nothing. */
const HeldRow = v.tuple([v.string(), v.string(), SampleRow.items[1], v.nullable(v.string())])

/** How a name server fails: it says nothing, refuses, or answers as one that does not keep the zone. */
const Trouble = v.picklist(['silent', 'refused', 'not-authoritative'])

export const SampleZone = v.strictObject({
  apex: v.pipe(v.string(), v.endsWith('.example')),
  /** Preset of the DNS host whose name servers these are; null for a host of nobody's. */
  host: v.nullable(v.string()),
  /** NS names in the delegation. */
  servers: v.pipe(v.array(v.string()), v.minLength(1)),
  /** NS names in the zone itself, where they are others. */
  child: v.exactOptional(v.array(v.string())),
  trouble: v.exactOptional(v.record(v.string(), Trouble)),
  /** Serial of the SOA at servers that are behind. */
  serials: v.exactOptional(v.record(v.string(), v.number())),
  dnssec: v.exactOptional(v.picklist(['secure', 'bogus'])),
  /** TTL of the zone's records in seconds, where it is another than usual. */
  ttl: v.exactOptional(v.number()),
  rows: v.array(SampleRow),
})
export type SampleZone = v.InferOutput<typeof SampleZone>

/** Which of the records the provider wants a zone lacks. */
const Role = v.picklist(['spf', 'dkim', 'tracking', 'mx'])

/**
 * How the zone of a domain differs from one with exactly the wanted records. In values, `{key}` is the domain's public
 * key, `{key:10-20}` a part of it, `{dkim}` and `{dkim:0-255}` the text of its record, and `{other}` that of another key.
 */
export const SampleDifference = v.strictObject({
  without: v.exactOptional(v.array(Role)),
  rows: v.exactOptional(v.array(SampleRow)),
  /** By whom (host of a name server, or id of a resolver), host, type, value. */
  held: v.exactOptional(v.array(HeldRow)),
})
export type SampleDifference = v.InferOutput<typeof SampleDifference>

/** How DNS was at a moment of the past: without any wanted record, as it should be, or as it is now. */
const Past = v.picklist(['nothing', 'right', 'now'])

/** What was done to a domain in the past. */
export const SampleStep = v.strictObject({
  daysAgo: v.number(),
  did: v.picklist(['verify', 'check', 'both', 'edit', 'save']),
  dns: v.exactOptional(Past),
  /** For `edit`: a setting and its new value. */
  setting: v.exactOptional(
    v.tuple([v.picklist(['requireTls', 'wildcard', 'webPrefix']), v.union([v.boolean(), v.string()])]),
  ),
  /** For `save`: the label of the snapshot. */
  label: v.exactOptional(v.string()),
})
export type SampleStep = v.InferOutput<typeof SampleStep>

/** What the provider follows in the mail of a domain, its tracking host's certificate, and its SMTP logins. */
const SampleMail = v.strictObject({
  tracking: v.exactOptional(
    v.strictObject({
      open: v.boolean(),
      atTheTop: v.boolean(),
      click: v.picklist(['true', 'false', 'htmlonly']),
      unsubscribe: v.boolean(),
      /** Where it is another than the provider's. */
      textFooter: v.exactOptional(v.string()),
    }),
  ),
  certificate: v.exactOptional(
    v.strictObject({
      begunDaysAgo: v.number(),
      /** Days it is still good, fewer than 0 when it has expired; null when the provider could not get it. */
      daysLeft: v.nullable(v.number()),
    }),
  ),
  /** The part before the `@`, and how many days ago it was made. The domain's own login is always there. */
  logins: v.exactOptional(v.array(v.tuple([v.string(), v.number()]))),
})
export type SampleMail = v.InferOutput<typeof SampleMail>

export const SampleDomain = v.strictObject({
  name: v.pipe(v.string(), v.endsWith('.example')),
  /** Place among the public keys. */
  key: v.number(),
  createdDaysAgo: v.number(),
  /** Keys that do not sign: their place among the public keys, and whether DNS has them while it is as it should be. */
  moreKeys: v.exactOptional(
    v.array(v.strictObject({ selector: v.string(), key: v.number(), published: v.boolean() })),
  ),
  /** Keeps the key at the provider, which an alias leads to. */
  automaticSenderSecurity: v.exactOptional(v.boolean()),
  disabled: v.exactOptional(
    v.strictObject({
      code: v.string(),
      reason: v.string(),
      note: v.string(),
      daysLeft: v.nullable(v.number()),
    }),
  ),
  dns: v.exactOptional(SampleDifference),
  /** Absent: what a new domain has. */
  mail: v.exactOptional(SampleMail),
  /** Oldest first; the last is how the provider saw it last. */
  past: v.array(SampleStep),
  /** Hours since the last check; null when DNS was never asked. */
  checkedHoursAgo: v.nullable(v.number()),
  tags: v.array(Tag),
  note: v.string(),
  /** Whether it is watched, because its records were published a moment ago. */
  watched: v.exactOptional(v.boolean()),
  /** Every finding of a check now, each code once, sorted. */
  findings: v.array(FindingCode),
})
export type SampleDomain = v.InferOutput<typeof SampleDomain>

/** Public keys for DKIM: SubjectPublicKeyInfo, DER, base64. No private key belongs to the samples. */
export const SampleKeys = v.array(v.pipe(v.string(), v.base64()))
