import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { Region, SAMPLES_ACCOUNT_ID, WriteMode } from '../../../preload/contract/accounts'
import { DomainKey } from '../../../preload/contract/domain'
import { SnapshotLabel } from '../../../preload/contract/history'
import { MAX_NOTE, Tag } from '../../../preload/contract/notes'
import { namesSecret } from '../../../preload/contract/secret-fields'
import { ConnectionSettings } from '../../../preload/contract/zone-connections'
import { Draft, Settings } from '../../../preload/contract/settings'
import { Watch } from '../../../preload/contract/watches'
import { requireAccountName } from '../../accounts/account-name'
import { resolveBaseUrl } from '../../accounts/base-url'
import { StoredDomain, Verdict } from '../../embedded/store/stored-domain'
import { SubaccountStatus } from '../../embedded/store/subaccount-table'
import { parseJson } from '../../profile/json-text'
import { EMBEDDED_ACCOUNT_ID } from '../../profile/migrations'
import { foldTag } from '../../profile/note-change'

/*
 * The rows of a file, by the names they have in it. What a row says is checked here as far as the app's own tables ask
 * for it, on the way out and on the way in; whoever reads a table later checks the rest, as for the app's own data.
 */

const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const Flag = v.picklist([0, 1])
const text = (most: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(most))
const AccountId = text(100)
const { name: Name } = DomainKey.entries

/** JSON text whose value fits a schema. */
const jsonOf = (schema: v.GenericSchema, most: number) =>
  v.pipe(
    text(most),
    v.check((value) => v.is(schema, parseJson(value)), 'is not the JSON that belongs here'),
  )
const AnyObject = v.record(v.string(), v.unknown())

const Account = v.pipe(
  v.object({
    id: AccountId,
    kind: v.picklist(['embedded', 'provider']),
    name: v.pipe(
      v.string(),
      v.check((name) => isAccountName(name), 'is no name of an account'),
    ),
    region: v.nullable(Region),
    base_url: v.nullable(v.string()),
    created_at: Time,
    include_subaccounts: Flag,
    // Files were written before there was one.
    write_mode: v.optional(WriteMode, 'normal'),
  }),
  // The ids of the accounts that are part of the app belong to them alone.
  v.check(
    ({ id, kind }) => id !== SAMPLES_ACCOUNT_ID && (kind === 'embedded') === (id === EMBEDDED_ACCOUNT_ID),
    'has the id of another kind of account',
  ),
  // A key that is entered for the account later goes to this address and to no other.
  v.check(
    ({ kind, region, base_url }) =>
      kind === 'embedded' ? region === null && base_url === null : isBaseUrl(region, base_url),
    'is at no valid address',
  ),
)

/** Whether to ask a server for new versions is chosen on each computer. */
const STAYING_SETTINGS: readonly string[] = ['lookForUpdates'] satisfies (keyof Settings)[]
/** The settings that go along. What else stands in their table belongs to one computer, such as the listener's port. */
export const MOVED_SETTINGS = Object.keys(Settings.entries).filter(
  (field) => !STAYING_SETTINGS.includes(field),
)

const Setting = v.pipe(
  v.object({ field: text(60), value: text(100_000) }),
  v.check(({ field, value }) => {
    const schema = settingSchema(field)
    return schema !== null && v.is(schema, parseJson(value))
  }, 'is no setting'),
)

/** A connection to a DNS host, without its secret. */
const ZoneConnection = v.object({
  id: AccountId,
  name: v.pipe(
    v.string(),
    v.check((name) => isAccountName(name), 'is no name of a connection'),
  ),
  settings: v.pipe(
    jsonOf(ConnectionSettings, 20_000),
    // A key of the settings that the schema does not name would pass over what it means, such as a secret.
    v.check((settings) => isWholly(ConnectionSettings, settings), 'has settings that no connection has'),
  ),
  read_only: Flag,
  created_at: Time,
})

const DomainTag = v.pipe(
  v.object({
    account_id: AccountId,
    name: Name,
    tag: v.string(),
    spelling: v.nullable(v.string()),
    changed_at: Time,
  }),
  v.check(({ tag, spelling }) => {
    const shown = spelling ?? tag
    return v.is(Tag, shown) && foldTag(shown) === tag && spelling !== tag
  }, 'is no tag'),
)

const KeptWatch = v.pipe(
  v.object({ account_id: AccountId, name: Name, content: jsonOf(Watch, 10_000) }),
  v.check(({ account_id, name, content }) => {
    const watch = parseJson(content) as Watch
    return watch.accountId === account_id && watch.name === name
  }, 'is the watch of another domain'),
)

const KeptDraft = v.object({
  form: text(40),
  account_id: AccountId,
  name: v.pipe(v.string(), v.maxLength(255)),
  content: v.pipe(
    jsonOf(Draft, 100_000),
    v.check((content) => !Object.keys(AnyObjectOf(content)).some(namesSecret), 'holds a secret'),
  ),
})

const EmbeddedKey = v.object({
  host: text(255),
  selector: text(63),
  bits: v.pipe(v.number(), v.safeInteger(), v.minValue(512), v.maxValue(8192)),
  private_key: v.pipe(text(10_000), v.startsWith('-----BEGIN PRIVATE KEY-----')),
  public_key: v.pipe(text(4_000), v.regex(/^[A-Za-z0-9+/]+=*$/)),
  active: v.optional(Flag, 0),
})

/** Columns of the embedded service's domains that go along: all but the number, which is of one file alone. */
export const EMBEDDED_COLUMNS = Object.keys(StoredDomain.entries).filter((column) => column !== 'seq')
const Scalar = v.union([v.pipe(v.string(), v.maxLength(20_000)), v.number(), v.null()])
const EmbeddedDomain = v.pipe(
  v.object(Object.fromEntries(EMBEDDED_COLUMNS.map((column) => [column, Scalar]))),
  v.check((row) => isStored(row), 'is no domain of the embedded service'),
)

const EmbeddedVerdict = v.object({
  domain: Name,
  record: text(600),
  valid: Verdict.entries.valid,
  cached: jsonOf(v.array(v.string()), 200_000),
})

/* What a domain of the embedded service has beside its options. Its certificate stays: its status follows DNS. */
const EmbeddedRotation = v.object({
  domain: Name,
  enabled: Flag,
  every: text(20),
  active_selector: text(63),
  since: Time,
})
const footer = v.pipe(v.string(), v.maxLength(1_000_000))
const EmbeddedTracking = v.object({
  domain: Name,
  open_active: Flag,
  open_at_the_top: Flag,
  click: v.picklist(['true', 'false', 'htmlonly']),
  unsubscribe_active: Flag,
  html_footer: footer,
  text_footer: footer,
})
const EmbeddedCredential = v.object({
  domain: Name,
  login: text(64),
  password_hash: v.pipe(text(300), v.startsWith('scrypt')),
  created_at: Time,
})
const EmbeddedSubaccount = v.object({
  id: text(100),
  name: text(255),
  status: SubaccountStatus,
  created_at: Time,
  updated_at: Time,
})

/** Each kind of row: what it must be, in the order in which a file has them. */
export const ROWS = {
  account: Account,
  setting: Setting,
  own_preset: v.object({
    id: v.pipe(v.string(), v.regex(/^own-[a-z0-9-]{1,60}$/)),
    content: jsonOf(AnyObject, 200_000),
  }),
  zone_preset: v.object({ zone: Name, preset_id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)) }),
  zone_override: v.object({ account_id: AccountId, name: Name, zone: Name }),
  zone_connection: ZoneConnection,
  zone_choice: v.object({ apex: Name, connection_id: AccountId, zone_id: text(1_000) }),
  tag: DomainTag,
  note: v.object({ account_id: AccountId, name: Name, note: text(MAX_NOTE), changed_at: Time }),
  watch: KeptWatch,
  draft: KeptDraft,
  embedded_key: EmbeddedKey,
  embedded_domain: EmbeddedDomain,
  embedded_verdict: EmbeddedVerdict,
  embedded_rotation: EmbeddedRotation,
  embedded_tracking: EmbeddedTracking,
  embedded_credential: EmbeddedCredential,
  embedded_subaccount: EmbeddedSubaccount,
  snapshot: v.object({
    account_id: AccountId,
    name: Name,
    at: Time,
    label: SnapshotLabel,
    content: jsonOf(AnyObject, 4_000_000),
  }),
  entry: v.object({
    account_id: AccountId,
    name: Name,
    at: Time,
    source: v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/)),
    changes: jsonOf(v.array(v.unknown()), 4_000_000),
    repeats: Flag,
    times: Count,
    since: v.nullable(Time),
  }),
} as const
export type RowName = keyof typeof ROWS

export const ROW_NAMES = Object.keys(ROWS) as RowName[]

/** The columns of a kind of row, in the order in which they are kept. */
export function columnsOf(row: RowName): readonly string[] {
  return row === 'embedded_domain' ? EMBEDDED_COLUMNS : Object.keys(entriesOf(row))
}

function entriesOf(row: Exclude<RowName, 'embedded_domain'>): object {
  return ROWS[row].entries
}

function isAccountName(name: string): boolean {
  try {
    return requireAccountName(name, [], null) === name
  } catch {
    return false
  }
}

/** Whether a text is the JSON of what the schema names, and of nothing more. */
function isWholly(schema: v.GenericSchema, json: string): boolean {
  const parsed = v.safeParse(schema, parseJson(json))
  return parsed.success && isDeepStrictEqual(parsed.output, parseJson(json))
}

function isBaseUrl(region: Region | null, baseUrl: string | null): boolean {
  try {
    return region !== null && resolveBaseUrl(region, baseUrl) === baseUrl
  } catch {
    return false
  }
}

/** Null for what is no setting, or stays on its computer. */
function settingSchema(field: string): v.GenericSchema | null {
  const entries: Readonly<Record<string, v.GenericSchema>> = Settings.entries
  return MOVED_SETTINGS.includes(field) ? (entries[field] ?? null) : null
}

function AnyObjectOf(content: string): Record<string, unknown> {
  const parsed = v.safeParse(AnyObject, parseJson(content))
  return parsed.success ? parsed.output : {}
}

function isStored(row: Record<string, unknown>): boolean {
  try {
    return v.is(StoredDomain, { ...row, seq: 1 })
  } catch {
    // A text that is to be JSON and is not.
    return false
  }
}
