import * as v from 'valibot'

/** The types of resource records that are asked for. `SPF` is the obsolete type 99 (RFC 7208 3.1). */
export const QuestionType = v.picklist([
  'A',
  'AAAA',
  'CNAME',
  'DNSKEY',
  'DS',
  'MX',
  'NS',
  'PTR',
  'SOA',
  'SPF',
  'TXT',
])
export type QuestionType = v.InferOutput<typeof QuestionType>

export const Question = v.object({
  /** Owner name: A-labels, lower case, without trailing dot. */
  name: v.string(),
  type: QuestionType,
})
export type Question = v.InferOutput<typeof Question>

/**
 * Where an answer comes from: a server that holds the zone, the operating system's resolver, or a resolver of the
 * user's list.
 */
export const ServerKind = v.picklist(['authoritative', 'system', 'public'])
export type ServerKind = v.InferOutput<typeof ServerKind>

export const Server = v.object({
  /** Which one, the same for every answer: the resolver's id, `system`, or the host name of a name server. */
  id: v.string(),
  /** What a person calls it: `Cloudflare`, `System resolver`, `ns1.example.net`. */
  name: v.string(),
  kind: ServerKind,
  /** IP address and port as `192.0.2.1:53` or `[2001:db8::1]:53`; the URL for DoH. */
  address: v.string(),
})
export type Server = v.InferOutput<typeof Server>

const ttl = v.pipe(v.number(), v.integer(), v.minValue(0))
const entries = {
  /**
   * Owner name: lower case, without trailing dot, empty for the root. Octets inside a label that are a dot, a
   * backslash or not printable ASCII are written as RFC 1035 5.1 does (`\.`, `\\`, `\DDD`), so that a label with a
   * dot in it cannot be read as two. The same holds for every name below.
   */
  name: v.string(),
  /** Seconds, as received; above 2^31-1 it counts as 0 (RFC 2181 8). */
  ttl,
}

/** One resource record as received, its data in one presentation for each type. */
export const ResourceRecord = v.variant('type', [
  v.object({ ...entries, type: v.literal('A'), address: v.string() }),
  v.object({ ...entries, type: v.literal('AAAA'), address: v.string() }),
  v.object({ ...entries, type: v.literal('CNAME'), target: v.string() }),
  v.object({ ...entries, type: v.literal('DNAME'), target: v.string() }),
  v.object({ ...entries, type: v.literal('NS'), target: v.string() }),
  v.object({ ...entries, type: v.literal('PTR'), target: v.string() }),
  v.object({ ...entries, type: v.literal('MX'), preference: v.number(), exchange: v.string() }),
  v.object({
    ...entries,
    type: v.picklist(['TXT', 'SPF']),
    /** The character-strings one by one, each octet as the character of the same number (latin1), lossless. */
    strings: v.array(v.string()),
    /** The character-strings joined without anything between them (RFC 7208 3.3, RFC 6376 3.6.2.2), latin1. */
    text: v.string(),
  }),
  v.object({
    ...entries,
    type: v.literal('SOA'),
    mname: v.string(),
    rname: v.string(),
    serial: v.number(),
    refresh: v.number(),
    retry: v.number(),
    expire: v.number(),
    /** Seconds; with the record's own TTL it bounds how long an absence is remembered (RFC 2308 5). */
    minimum: v.number(),
  }),
  v.object({
    ...entries,
    type: v.literal('DS'),
    keyTag: v.number(),
    algorithm: v.number(),
    digestType: v.number(),
    /** Hexadecimal, lower case. */
    digest: v.string(),
  }),
  v.object({
    ...entries,
    type: v.literal('other'),
    /** The type's mnemonic, such as `RRSIG`, or `TYPE65535` (RFC 3597 5). */
    typeName: v.string(),
    /** Rdata as `\# LENGTH HEX` (RFC 3597 5), the hexadecimal cut after 512 octets. */
    data: v.string(),
  }),
])
export type ResourceRecord = v.InferOutput<typeof ResourceRecord>
export type ResourceRecordOf<T extends ResourceRecord['type']> = Extract<ResourceRecord, { type: T }>

/** RFC 8914: what a server adds to say why. */
export const ExtendedError = v.object({ code: v.number(), text: v.string() })
export type ExtendedError = v.InferOutput<typeof ExtendedError>

/**
 * Why there is no answer.
 *
 * - `timeout`: nothing came, after all tries
 * - `unreachable`: the operating system knows no way there, or the host refused the port
 * - `closed`: a TCP or HTTP connection ended before the whole answer
 * - `malformed`: what came is no DNS message, or has records that do not parse
 * - `mismatch`: until the time was up, only messages came that answer another question or have another id
 * - `truncated`: truncated over TCP or DoH, where it has no meaning
 * - `http`: the DoH server answered with a status or a content type that is no DNS answer
 * - `unaskable`: the name cannot be put into a question (a label over 63 octets, a name over 253)
 * - `no-address`: the server's host name has no address
 * - `cancelled`: the check was stopped
 */
export const NoAnswerReason = v.picklist([
  'timeout',
  'unreachable',
  'closed',
  'malformed',
  'mismatch',
  'truncated',
  'http',
  'unaskable',
  'no-address',
  'cancelled',
])
export type NoAnswerReason = v.InferOutput<typeof NoAnswerReason>

export const Answered = v.object({
  kind: v.literal('answered'),
  /** RFC 1035 4.1.1 with the upper bits of EDNS: 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED. */
  rcode: v.number(),
  /** The mnemonic: `NOERROR`, `SERVFAIL`, `NXDOMAIN`, `REFUSED`, or `RCODE` with the number. */
  rcodeName: v.string(),
  flags: v.object({
    /** Authoritative answer. */
    aa: v.boolean(),
    /** Truncated over UDP, so that it was asked again over TCP; the records are those of TCP. */
    tc: v.boolean(),
    /** Recursion available. */
    ra: v.boolean(),
    /** The resolver found it authentic (RFC 4035 3.2.3). */
    ad: v.boolean(),
    /** The question asked not to validate (RFC 4035 3.2.2). */
    cd: v.boolean(),
  }),
  /** The answer section, in the order received, with the chain of CNAMEs. */
  answers: v.array(ResourceRecord),
  /** The authority section: SOA of an absence, NS of a referral. */
  authority: v.array(ResourceRecord),
  /** The additional section without OPT. */
  additional: v.array(ResourceRecord),
  /**
   * Seconds for which a resolver remembers the absence (RFC 2308 5): the smaller of TTL and minimum of the SOA in
   * the authority section. Null when the answer is no absence or has no SOA.
   */
  negativeTtl: v.nullable(ttl),
  /** NSEC or NSEC3 in the authority section. */
  denialProof: v.boolean(),
  /** RRSIG in any section. */
  signed: v.boolean(),
  /** Whether the answer has an OPT record (RFC 6891). */
  edns: v.boolean(),
  extendedErrors: v.array(ExtendedError),
})
export type Answered = v.InferOutput<typeof Answered>

export const NoAnswer = v.object({
  kind: v.literal('none'),
  reason: NoAnswerReason,
  /** One sentence with what was seen. */
  message: v.string(),
})
export type NoAnswer = v.InferOutput<typeof NoAnswer>

export const Transport = v.picklist(['udp', 'tcp', 'doh'])
export type Transport = v.InferOutput<typeof Transport>

/** What one server said to one question, or that it said nothing. */
export const Answer = v.object({
  server: Server,
  question: Question,
  /** Of the message that decided: `tcp` after a truncated answer over UDP. */
  transport: Transport,
  /** When the answer came, or was given up, milliseconds since the epoch. */
  at: v.number(),
  /** Milliseconds from the first packet to the answer. */
  took: v.number(),
  /** Packets or requests sent; 0 when the question could not be asked, or the server was silent a moment ago. */
  tries: v.number(),
  outcome: v.variant('kind', [Answered, NoAnswer]),
})
export type Answer = v.InferOutput<typeof Answer>

/** One address of a server the zone is delegated to, and how it behaves. */
export const ZoneServer = v.object({
  /** Host name; `id` and `name` of the server in answers are this. */
  host: v.string(),
  /** IP address and port; null when the host name has no address. */
  address: v.nullable(v.string()),
  /** Whether the parent's delegation names it. */
  inParent: v.boolean(),
  /** Whether the zone itself names it. */
  inChild: v.boolean(),
  /**
   * Null when it serves the zone. Otherwise why it does not (RFC 1912 2.8): it answers without AA, with an rcode
   * other than NOERROR, without the zone's SOA, or not at all.
   */
  lame: v.nullable(
    v.picklist(['not-authoritative', 'refused', 'error', 'no-soa', 'no-answer', 'no-address']),
  ),
  /** Serial of the SOA it answered; null when it did not. */
  serial: v.nullable(v.number()),
  /** The NS names it answered for the apex, sorted; null when it did not. */
  names: v.nullable(v.array(v.string())),
})
export type ZoneServer = v.InferOutput<typeof ZoneServer>

/** A zone above the one the domain is in, which holds records about the domain, such as its DMARC policy. */
export const ZoneAbove = v.object({
  apex: v.string(),
  /** NS names of its delegation, sorted. */
  nameServers: v.array(v.string()),
})
export type ZoneAbove = v.InferOutput<typeof ZoneAbove>

/** A part of the domain's zone that is delegated on, so that it is a zone of its own (RFC 1034 4.2). */
export const ZoneCut = v.object({
  /** The name that is delegated, below the apex of the domain's zone. */
  apex: v.string(),
  /** The zone that delegates it. */
  parent: v.string(),
  /** NS names of the delegation, sorted; empty when they could not be asked. */
  nameServers: v.array(v.string()),
  /** One for each address asked; empty when none could be asked directly. */
  servers: v.array(ZoneServer),
  /** What was asked to find it. */
  answers: v.array(Answer),
})
export type ZoneCut = v.InferOutput<typeof ZoneCut>

/** The zone a name is in, as its parent and its own servers show it. */
export const ZoneView = v.object({
  /** The name it was looked up for. */
  name: v.string(),
  /** The zone cut at or above the name: the name that owns the SOA. Null when none was found. */
  apex: v.nullable(v.string()),
  /** The part of the name below a public suffix by the Public Suffix List, private suffixes included (RFC 7489 3.2). */
  organizational: v.string(),
  /**
   * - `found`: the apex is known
   * - `not-delegated`: the registry says there is no such name (NXDOMAIN at the registered domain): not registered,
   *   or registered without name servers
   * - `unknown`: neither, because no resolver answered usefully; `reason` says what was seen
   */
  state: v.picklist(['found', 'not-delegated', 'unknown']),
  /** One sentence for `unknown`; empty otherwise. */
  reason: v.string(),
  /** The zone above the apex that delegates it; null when it was not found. */
  parent: v.nullable(v.string()),
  /** The zones above the apex and at or below the registered domain, the highest first. */
  above: v.array(ZoneAbove),
  /** NS names in the parent's delegation, sorted; null when the parent's servers could not be asked. */
  delegation: v.nullable(v.array(v.string())),
  /** NS names the zone's own servers gave, all of them together, sorted. */
  nameServers: v.array(v.string()),
  /** One for each address asked, and one for each host name without address. At most 16 are asked. */
  servers: v.array(ZoneServer),
  /** Whether there were more name servers or addresses than are asked. */
  bounded: v.boolean(),
  /**
   * Whether any authoritative server, the zone's or its parent's, answered anything. When none did, the network
   * most likely lets no direct question through, and silence says nothing about the servers.
   */
  direct: v.boolean(),
  /** DS at the parent; null when that could not be asked. */
  signedDelegation: v.nullable(v.boolean()),
  /**
   * What validating resolvers make of it: `secure` (AD set), `insecure` (answered, no AD), `bogus` (SERVFAIL, and an
   * answer when asked not to validate, RFC 4035 3.2.2), `unknown` (none answered usefully).
   */
  dnssec: v.picklist(['secure', 'insecure', 'bogus', 'unknown']),
  /** The SOA of the zone as its servers answered it; null when none did. */
  soa: v.nullable(
    v.object({
      mname: v.string(),
      /** The mailbox of who keeps the zone, as a name; absent in checks from before it was kept. */
      rname: v.optional(v.string()),
      serial: v.number(),
      minimum: v.number(),
      ttl: v.number(),
    }),
  ),
  /** Everything asked on the way: NS, SOA and DS of the apex, and the retries with CD. */
  answers: v.array(Answer),
})
export type ZoneView = v.InferOutput<typeof ZoneView>

/** A name that nobody published, asked to see whether a wildcard answers (RFC 4592). */
export const WildcardProbe = v.object({
  /** `LABEL.under`, LABEL random. */
  name: v.string(),
  /** The parent name of an expected record. */
  under: v.string(),
})
export type WildcardProbe = v.InferOutput<typeof WildcardProbe>

/** Everything that was asked about one domain, for the diagnoses to judge. */
export const Observation = v.object({
  /** The sending domain. */
  domain: v.string(),
  zone: ZoneView,
  /** Zones below the apex of `zone` that hold names asked about, as far as answers showed them. */
  cuts: v.array(ZoneCut),
  probes: v.array(WildcardProbe),
  /** One for each server and question, at least: expected names, doubled names, probes and policies, SPF targets. */
  answers: v.array(Answer),
  /**
   * What resolvers that answered SERVFAIL said when asked not to validate (CD, RFC 4035 3.2.2): records here mean that
   * validation is what fails. They are no answers to go by.
   */
  unvalidated: v.array(Answer),
  /** Milliseconds since the epoch. */
  startedAt: v.number(),
  finishedAt: v.number(),
  /** False when it was cancelled, or the bound on SPF questions was reached. */
  complete: v.boolean(),
})
export type Observation = v.InferOutput<typeof Observation>
