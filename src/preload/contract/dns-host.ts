import * as v from 'valibot'
import { DomainKey } from './domain'

/** What the window shows of a preset: a DNS host's form, as far as its rules are known. */
export const PresetSummary = v.object({
  id: v.string(),
  name: v.string(),
  /** Whether a user wrote it, instead of its coming with the app. */
  own: v.boolean(),
  /** Other names people look for it by, such as brands and the panel's name. */
  aliases: v.array(v.string()),
  /** Where it is at home, ISO 3166-1 alpha-2; empty where it is used everywhere. */
  countries: v.array(v.string()),
  /** What its name servers are called, in the patterns of presets. */
  nameServers: v.array(v.string()),
  /** Importing a zone file there replaces the whole zone, so a file with only some records is not offered. */
  importReplacesZone: v.boolean(),
  /** What to know at that host for every record, one or two sentences each. */
  notes: v.array(v.string()),
  /** What is not known of its form, a few words each; empty when everything is. */
  unknown: v.array(v.string()),
  /** Where its rules come from, for people to check. */
  sources: v.array(v.string()),
})
export type PresetSummary = v.InferOutput<typeof PresetSummary>

export const ZoneChoice = v.object({
  /** The zone's apex, A-labels. */
  name: v.string(),
  reason: v.picklist(['override', 'observed', 'public-suffix', 'whole-name']),
  explanation: v.string(),
})
export type ZoneChoice = v.InferOutput<typeof ZoneChoice>

/**
 * What is known of a zone's name servers.
 *
 * - `known`: DNS named them
 * - `none`: DNS says that the domain is delegated to nobody
 * - `unknown`: nobody was asked, or nobody answered
 */
export const NameServersState = v.picklist(['known', 'none', 'unknown'])
export type NameServersState = v.InferOutput<typeof NameServersState>

/** The zone of a domain, and the DNS host whose form its records are written for. */
export const DomainHost = v.object({
  ...DomainKey.entries,
  zone: ZoneChoice,
  /** The zone's apex for this domain, as the user entered it; null when they did not. */
  override: v.nullable(v.string()),
  nameServers: v.object({
    state: NameServersState,
    /** Host names, A-labels, lower case, without trailing dot; empty unless `known`. */
    names: v.array(v.string()),
    /** When DNS was asked, milliseconds since the epoch; null when nobody was. */
    at: v.nullable(v.number()),
    /** Whether DNS is being asked now. */
    looking: v.boolean(),
    /** One sentence: how the host is known, or why it is not. */
    sentence: v.string(),
  }),
  /** The preset that the name servers point to, or else the SOA; null when they point to none, or several. */
  detected: v.nullable(
    v.object({ id: v.string(), name: v.string(), by: v.picklist(['name-servers', 'soa']) }),
  ),
  /** Ids of presets whose hosts share these name servers, where DNS does not say which it is; empty otherwise. */
  possible: v.array(v.string()),
  /** The id of the preset the user chose for the zone; null for the detected one. */
  chosen: v.nullable(v.string()),
  /** The preset that counts: the chosen one, else the detected one, else the one for any other host. */
  preset: PresetSummary,
  /** The https address where the zone's records are edited at that host; null when not known. */
  dnsPage: v.nullable(v.string()),
})
export type DomainHost = v.InferOutput<typeof DomainHost>

/**
 * What a zone says of the host that keeps it, found by Domain Connect.
 *
 * - `found`: the host answered
 * - `none`: the zone names no host in this way
 * - `unusable`: what it names is not asked, or did not answer as a host does
 */
export const HostPanel = v.object({
  /** The zone's apex that was asked about. */
  zone: v.string(),
  state: v.picklist(['found', 'none', 'unusable']),
  /** What the host calls itself; null unless `found`. */
  name: v.nullable(v.string()),
  /** The https address of its panel; null where it names none that may be opened. */
  panel: v.nullable(v.string()),
  /** What came of it, in one sentence. */
  sentence: v.string(),
})
export type HostPanel = v.InferOutput<typeof HostPanel>
