import * as v from 'valibot'
import { RecordType } from '../../preload/contract/domain'
import { ZonedeskError } from '../../preload/contract/failure'

/*
 * A preset says how one DNS host's form wants records. Every rule names its source; a rule that nobody has a source
 * for is null, or an empty list, and stands for "not known". Nothing is guessed.
 */

const Text = v.pipe(
  v.string('Must be text.'),
  v.nonEmpty('Must not be empty.'),
  v.maxLength(400, 'Is too long.'),
)
const Url = v.pipe(Text, v.regex(/^https:\/\/[a-z0-9.-]+(?:[/?#]\S*)?$/i, 'Must be an https address.'))

/** Where rules come from: what was read, and whether it is about the form people type in or about an API. */
const Source = v.strictObject({
  /** An address, or a public repository and a path in it. */
  ref: Text,
  of: v.picklist(['form', 'api'], 'Must be "form" or "api".'),
})

const SourceKey = Text

/** A fact with its source; `source` is a key of the preset's `sources`. */
function rule<Is extends v.GenericSchema>(is: Is) {
  return v.strictObject({ is, source: SourceKey })
}

/** A limit, which most hosts do not have. */
function limit<Is extends v.GenericSchema>(is: Is) {
  return v.optional(v.nullable(rule(is)), null)
}

/** A fact that may hold for some record types only; without `types` for all of them. The first that fits counts. */
function rules<Is extends v.GenericSchema>(is: Is) {
  return v.array(v.strictObject({ is, source: SourceKey, types: v.optional(v.array(RecordType)) }))
}

/** A name, whose first label may stand for others. */
const Pattern = v.pipe(
  v.string('Must be text.'),
  v.regex(
    /^(?:\*\*\.|\*\.)?(?:[a-z0-9-]|#(?:\{\d-\d\})?)+(?:\.(?:[a-z0-9-]|#(?:\{\d-\d\})?)+)+$/,
    'Must be a lower case name; "*." stands for one label, "**." for one or more, "#" for digits, "#{1-3}" for one to three of them.',
  ),
)

const Labels = v.strictObject({
  host: v.optional(Text),
  /** The value field by record type, since many forms name it differently for each. */
  value: v.optional(v.partial(v.strictObject({ A: Text, AAAA: Text, CNAME: Text, MX: Text, TXT: Text }))),
  priority: v.optional(Text),
  ttl: v.optional(Text),
  type: v.optional(Text),
  /** One source, or several that name different fields. */
  source: v.union([SourceKey, v.pipe(v.array(SourceKey), v.minLength(1))]),
})

/** What a zone at a host cannot hold, so that it is said before a record is copied. */
const Limits = v.strictObject({
  /** Types that stand at the apex only. */
  apexOnly: limit(v.pipe(v.array(RecordType), v.minLength(1))),
  /** Types whose names must have no underscore. */
  noUnderscore: limit(v.pipe(v.array(RecordType), v.minLength(1))),
  /** A name cannot begin with an asterisk. */
  noWildcard: limit(v.literal(true)),
  /** A name has one TXT record at most, so that a second text has no place beside an SPF record. */
  oneText: limit(v.literal(true)),
  /** Most records in a zone; `where` says for whom, such as a plan, as the end of a sentence. */
  records: limit(
    v.strictObject({
      most: v.pipe(v.number('Must be a number.'), v.integer(), v.minValue(1)),
      where: v.optional(Text),
    }),
  ),
  /** Who can edit records at all, one sentence: plans, or domains that must be paid for. */
  editing: limit(Text),
  /** What signing the zone forbids, or what it needs, one sentence. */
  dnssec: limit(Text),
})

const PresetShape = v.strictObject({
  id: v.pipe(
    v.string('Must be text.'),
    v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'Must be lower case letters, digits, hyphens.'),
  ),
  name: v.pipe(Text, v.maxLength(60, 'Is too long.')),
  /** When its sources were last read, as YYYY-MM-DD. */
  checked: v.pipe(v.string('Must be text.'), v.isoDate('Must be a date as YYYY-MM-DD.')),
  sources: v.record(v.string(), Source),
  /** Names of its name servers; none when they say nothing. Names that several presets claim identify none of them. */
  nameServers: v.array(v.strictObject({ pattern: Pattern, source: SourceKey })),
  /** The mailbox its zones name in their SOA, written as a name (RFC 1035 3.3.13), where it is always the same. */
  mailbox: v.optional(v.array(v.strictObject({ pattern: Pattern, source: SourceKey })), []),
  /** Other names people look for it by: brands, the panel's name, older names. Not shown as facts. */
  aliases: v.optional(v.array(v.pipe(Text, v.maxLength(60, 'Is too long.'))), []),
  /** Where it is at home, as ISO 3166-1 alpha-2 codes; empty where it is used everywhere. */
  countries: v.optional(
    v.array(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'Must be two capital letters.'))),
    [],
  ),
  /** The page where DNS records are edited; `{zone}` behind its host name stands for the zone's apex. */
  dnsPage: v.nullable(v.strictObject({ url: Url, source: SourceKey })),
  /** The form's field names in its own words. */
  labels: v.nullable(Labels),
  /** What the host field takes below the apex: the part before the zone, or the FQDN without or with a final dot. */
  host: rules(v.picklist(['relative', 'fqdn', 'fqdn-dot'])),
  /** What the host field takes at the apex; `filled`: the form fills it in, and nobody can type there. */
  apex: rules(v.picklist(['@', 'blank', 'filled', 'fqdn', 'fqdn-dot'])),
  /** Whether a target (CNAME, MX) must end with a dot, must not, or is taken either way. */
  target: rules(v.picklist(['bare', 'dot', 'either'])),
  txt: v.strictObject({
    /** Whether a text is typed without quotes and whole, or as quoted character-strings of at most 255 octets. */
    entry: v.nullable(rule(v.picklist(['bare', 'quoted']))),
    /** Longest text in octets: of the text itself, of its quoted form with escapes, or as it goes over the wire. */
    limit: v.nullable(
      rule(
        v.strictObject({
          octets: v.pipe(v.number('Must be a number.'), v.integer(), v.minValue(1), v.maxValue(65535)),
          counted: v.picklist(['text', 'quoted', 'wire']),
        }),
      ),
    ),
    /** What a text may not have. */
    refuses: v.nullable(
      rule(v.array(v.picklist(['double-quote', 'unpaired-double-quote', 'backslash', 'trailing-space']))),
    ),
    /**
     * What becomes of a text of more than 255 octets that is typed whole: split into character-strings, cut without a
     * word, or refused.
     */
    long: v.optional(v.nullable(rule(v.picklist(['split', 'cut', 'refused']))), null),
  }),
  /** Whether records of one name and type are one record with several values there. */
  sets: v.optional(v.nullable(rule(v.literal(true))), null),
  /** Where an MX preference is typed: in a field of its own, or before the exchange. */
  priority: v.nullable(rule(v.picklist(['apart', 'inside']))),
  ttl: v.strictObject({
    /** In seconds, or in words such as "1 hour". */
    unit: v.nullable(rule(v.picklist(['seconds', 'words']))),
    /** Fewest seconds. */
    minimum: v.nullable(rule(v.pipe(v.number('Must be a number.'), v.integer(), v.minValue(0)))),
    /** The only values there are, in seconds, ascending. */
    choices: v.nullable(
      rule(v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.minLength(1))),
    ),
  }),
  /** What becomes of a CNAME at the apex: answered as addresses, replaced by an ALIAS record, or impossible. */
  apexCname: v.nullable(rule(v.picklist(['flattened', 'alias', 'none']))),
  /** Whether a proxy can stand before a record, which hides its target. */
  proxy: v.nullable(rule(v.literal(true))),
  /** Whether importing a zone file replaces the zone. True needs no source: it is then kept as a precaution. */
  importReplacesZone: v.strictObject({ is: v.boolean(), source: v.nullable(SourceKey) }),
  /** What a zone there cannot hold; absent or null where nobody has a source for such a limit. */
  limits: v.optional(Limits, {}),
  /** What to know at that host, one or two sentences each; for some record types, or all. */
  notes: v.array(v.strictObject({ text: Text, source: SourceKey, types: v.optional(v.array(RecordType)) })),
})

export type Preset = v.InferOutput<typeof PresetShape>

/**
 * Reads a preset, one that comes with the app or a user's own.
 *
 * @param input parsed JSON
 * @param where what is read, for the message, such as a file's name
 * @throws ZonedeskError `invalid`; `field` is the dotted path of the first wrong field
 */
export function parsePreset(input: unknown, where: string): Preset {
  const parsed = v.safeParse(PresetShape, input)
  if (!parsed.success) {
    const issue = parsed.issues[0]
    const path = v.getDotPath(issue) ?? ''
    throw wrong(where, path, issue.received === 'undefined' ? 'Is missing.' : issue.message)
  }
  refuseUnknownSources(parsed.output, where)
  return parsed.output
}

/** The rule of a list that holds for a record type; null when none is known. */
export function ruleFor<Rule extends { types?: RecordType[] | undefined }>(
  list: readonly Rule[],
  type: RecordType,
): Rule | null {
  return list.find(({ types }) => types === undefined || types.includes(type)) ?? null
}

function refuseUnknownSources(preset: Preset, where: string): void {
  walk(preset, '', (path, source) => {
    if (source !== null && !Object.hasOwn(preset.sources, source)) {
      throw wrong(where, path, `"${source}" is not a key of "sources".`)
    }
  })
}

function walk(value: unknown, path: string, found: (path: string, source: string | null) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = path === '' ? key : `${path}.${key}`
    if (key === 'source') for (const source of [inner].flat()) found(innerPath, source as string | null)
    else if (innerPath !== 'sources') walk(inner, innerPath, found)
  }
}

function wrong(where: string, path: string, reason: string): ZonedeskError {
  const field = path === '' ? 'the preset' : `"${path}"`
  return new ZonedeskError('invalid', `${where}: ${field} is not valid. ${reason}`, {
    fix: 'Correct the field and try again.',
    ...(path === '' ? {} : { field: path }),
  })
}
