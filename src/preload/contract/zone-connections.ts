import * as v from 'valibot'

/** Algorithms of a TSIG key that Zonedesk writes with (RFC 8945 section 6). */
export const TsigAlgorithm = v.picklist(['hmac-sha256', 'hmac-sha512'])
export type TsigAlgorithm = v.InferOutput<typeof TsigAlgorithm>

/** Where a zone can be written and as whom: everything of a connection but its one secret. */
export const ConnectionSettings = v.variant('kind', [
  v.object({
    kind: v.literal('rfc2136'),
    /** Host name or IP address of the primary, which takes updates. */
    server: v.string(),
    /** 1..65535. */
    port: v.number(),
    /** The TSIG key's name: a domain name. The secret is its base64 text. */
    keyName: v.string(),
    algorithm: TsigAlgorithm,
    /** Apexes that the user named; empty where each zone is looked for when it is needed. */
    zones: v.array(v.string()),
  }),
  v.object({
    kind: v.literal('powerdns'),
    /** The API's address up to `/api/v1`, which is not part of it. The secret is the API key. */
    url: v.string(),
    /** `localhost` but behind a proxy that serves several. */
    serverId: v.string(),
  }),
  /** The secret is an API token with the right to edit DNS. */
  v.object({ kind: v.literal('cloudflare') }),
  /** The secret is the secret access key. */
  v.object({ kind: v.literal('route53'), accessKeyId: v.string() }),
  /** The secret is an API token. */
  v.object({ kind: v.literal('desec') }),
  /** The secret is a personal access token. */
  v.object({ kind: v.literal('digitalocean') }),
])
export type ConnectionSettings = v.InferOutput<typeof ConnectionSettings>
/** The kinds of DNS hosts that can be written. */
export const ConnectionKind = v.picklist(
  ConnectionSettings.options.map(({ entries }) => entries.kind.literal),
)
export type ConnectionKind = v.InferOutput<typeof ConnectionKind>
export type SettingsOf<Kind extends ConnectionKind> = Extract<ConnectionSettings, { kind: Kind }>
