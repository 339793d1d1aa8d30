import type { Peer } from './peers'
import type { Difference, Field } from './verdict'

/** What is known of a zone when a difference is looked up. */
export interface Facts {
  /** `KIND: NAME` of each case of a generated zone, or `report NAME`. */
  readonly cases: readonly string[]
  /** Texts at the domain that begin like SPF; none for reports. */
  readonly spf: readonly string[]
}

/** A difference between the app and others that is explained. */
export interface Known {
  readonly peers: readonly Peer[]
  readonly isOne: (difference: Difference, facts: Facts) => boolean
  /** Columns of docs/agreement.md. */
  readonly record: string
  readonly ours: string
  readonly theirs: string
  /** Who is right, and by which section. */
  readonly right: string
}

const EVALUATORS: readonly Peer[] = ['mailauth', 'python3-spf']

export const KNOWN: readonly Known[] = [
  {
    peers: EVALUATORS,
    isOne: ({ field, ours, theirs }, { spf, cases }) =>
      (matchesEverybody(spf) || cases.includes('report spf-allows-all-net')) &&
      ((COSTS.includes(field) && Number(theirs) < Number(ours)) ||
        becomes('spf', 'broken', 'valid', { field, ours, theirs })),
    record: 'a term that matches everybody: `exists:` of a name that is there, `/0`, an include of `+all`',
    ours: 'all lookups count',
    theirs: 'only those before it',
    right:
      'Both. RFC 7208 section 4.6.2 stops at the first match; Zonedesk counts the most lookups that the policy can need.',
  },
  {
    peers: EVALUATORS,
    isOne: ({ field, ours, theirs }, { spf }) =>
      field === 'spf void lookups' && Number(theirs) > Number(ours) && Number(theirs) <= voidTerms(spf, 4),
    record: 'a name without the kind of address that the sender has; `ptr`; `exists:` with a macro',
    ours: 'not void',
    theirs: 'void',
    right:
      'They, for that sender (RFC 7208 section 4.6.4). Zonedesk counts only what is void for every sender.',
  },
  {
    peers: EVALUATORS,
    isOne: ({ field, ours, theirs }, { spf }) =>
      (theirs === 'permerror' || becomes('spf', 'valid', 'broken', { field, ours, theirs })) &&
      voidTerms(spf, field.endsWith('over IPv6') ? 6 : 4) > 2,
    record: 'more than two such names',
    ours: 'evaluated further',
    theirs: 'permerror',
    right:
      'They, by the letter of RFC 7208 section 4.6.4. Receivers differ (mailauth does as Zonedesk does, unless it is strict). Zonedesk says that a policy is broken only if that is so for every sender.',
  },
  {
    peers: EVALUATORS,
    isOne: (difference, { cases }) =>
      becomes('spf', 'valid', 'broken', difference) &&
      some(cases, 'spf: include with a macro', 'report spf-macro'),
    record: '`include:` with a macro',
    ours: 'nothing said',
    theirs: 'permerror',
    right:
      'They, for the sender they try: nothing is at the name that the macro makes of it. For other senders, the result depends on them (RFC 7208 section 7).',
  },
  {
    peers: ['python3-spf'],
    isOne: ({ field }, { cases }) => field === 'spf lookups' && some(cases, 'spf: redirect beside all'),
    record: '`redirect=` beside `all`',
    ours: 'no lookup',
    theirs: 'one lookup',
    right: 'Zonedesk. RFC 7208 section 6.1: `redirect=` is ignored beside `all`.',
  },
  {
    peers: ['checkdmarc'],
    isOne: (difference, { spf }) =>
      spf.some((text) => /exists:gone/.test(text)) &&
      ((difference.field === 'spf void lookups' && Number(difference.theirs) < Number(difference.ours)) ||
        becomes('spf', 'broken', 'valid', difference)),
    record: '`exists:` of a name that is not there',
    ours: 'void',
    theirs: 'not void',
    right:
      'Zonedesk. RFC 7208 section 4.6.4 counts every lookup that finds nothing. checkdmarc does not look up `exists:`.',
  },
  {
    peers: ['checkdmarc'],
    isOne: ({ field }, { cases }) => field === 'spf void lookups' && some(cases, 'spf: mx that is null'),
    record: '`mx:` of a null MX',
    ours: 'not void',
    theirs: 'void',
    right: 'Zonedesk. There is an answer, and the answer has a record (RFC 7208 section 4.6.4, RFC 7505).',
  },
  {
    peers: ['checkdmarc'],
    isOne: (difference, { cases }) =>
      becomes('spf', 'valid', 'broken', difference) && some(cases, 'spf: in capitals'),
    record: '`V=SPF1` in capitals',
    ours: 'valid',
    theirs: 'not read',
    right: 'Zonedesk. RFC 7208 section 12 is ABNF, whose literals have no case (RFC 5234 section 2.3).',
  },
  {
    peers: ['mailauth', 'python3-dkim'],
    isOne: ({ field, ours }, { cases }) =>
      field === 'dkim' && ours === 'wrong' && some(cases, 'dkim: bare RSAPublicKey'),
    record: 'DKIM: the right key as a bare RSAPublicKey',
    ours: 'another key',
    theirs: 'right',
    right:
      'They: mail passes (RFC 6376 section 3.6.1). Zonedesk compares the key with the text of the provider, and no provider writes a key in this form.',
  },
  {
    peers: ['mailauth'],
    isOne: ({ field }, { cases }) => field === 'dkim' && some(cases, 'dkim: k in capitals'),
    record: 'DKIM: `k=RSA`',
    ours: 'wrong',
    theirs: 'right',
    right: 'Zonedesk. Values have a case unless their description says otherwise (RFC 6376 section 3.2).',
  },
  {
    peers: ['python3-dkim'],
    isOne: ({ field }, { cases }) => field === 'dkim' && some(cases, 'dkim: version second'),
    record: 'DKIM: `v=` is not first',
    ours: 'wrong',
    theirs: 'right',
    right: 'Zonedesk. RFC 6376 section 3.6.1: `v=` must be the first tag.',
  },
  {
    peers: ['python3-dkim'],
    isOne: ({ field }, { cases }) => field === 'dkim' && some(cases, 'dkim: h=sha1'),
    record: 'DKIM: `h=sha1`',
    ours: 'wrong',
    theirs: 'right',
    right:
      'Zonedesk. The key may not be used with SHA-256 (RFC 6376 section 3.6.1). python3-dkim does not look at `h=`.',
  },
  {
    peers: ['mailauth', 'python3-dkim'],
    isOne: ({ field, ours }, { cases }) =>
      field === 'dkim' &&
      ours === 'wrong' &&
      some(cases, 'dkim: two records', 'dkim: the key and its piece', 'report dkim-leftover-piece'),
    record: 'DKIM: several records at one selector',
    ours: 'wrong',
    theirs: 'the first in the answer counts',
    right:
      'Zonedesk. The result is undefined (RFC 6376 section 3.6.2.2), and the order changes from answer to answer.',
  },
  {
    peers: ['python3-authheaders'],
    isOne: ({ field }, { cases }) => field === 'dmarc' && dmarcCase(cases, 'sp unknown'),
    record: 'DMARC: `sp=` with none of the three values, without `rua=`',
    ours: 'no policy',
    theirs: 'the policy of `p=`',
    right: 'Zonedesk. RFC 9989 section 4.10.1: no policy is applied.',
  },
  {
    peers: ['python3-authheaders'],
    isOne: ({ field, ours }, { cases }) =>
      field === 'dmarc' && ours === 'enforcing' && dmarcCase(cases, 'blanks around ='),
    record: 'DMARC: `v = DMARC1`',
    ours: 'a policy',
    theirs: 'no policy',
    right: 'Zonedesk. RFC 9989 section 4.8 allows blanks around the sign.',
  },
  {
    peers: ['python3-authheaders'],
    isOne: ({ field, ours }, { cases }) =>
      field === 'dmarc' && ours === 'no policy' && dmarcCase(cases, 'backslashes'),
    record: 'DMARC: `v=DMARC1\\;`',
    ours: 'no policy',
    theirs: 'a policy',
    right: 'Zonedesk. The version must match precisely (RFC 9989 section 4.7).',
  },
  {
    peers: ['checkdmarc', 'python3-authheaders'],
    isOne: ({ field, ours }, { cases }) =>
      field.startsWith('dmarc') &&
      (ours === 'enforcing' || ours === 'valid') &&
      dmarcCase(cases, 'a blank before'),
    record: 'DMARC: a blank in front of `v=`',
    ours: 'a policy',
    theirs: 'no policy',
    right: 'They, by the grammar of RFC 9989 section 4.8. Others (mailauth) remove the blank.',
  },
  {
    peers: ['checkdmarc'],
    isOne: ({ field, ours }, { cases }) =>
      field.startsWith('dmarc') &&
      (ours === 'no policy' || ours === 'invalid') &&
      dmarcCase(cases, 'without p and rua'),
    record: 'DMARC: neither `p=` nor `rua=`',
    ours: 'no policy',
    theirs: '`p=none`',
    right: 'Zonedesk. RFC 9989 section 4.10.1: without an address for reports, no policy is applied.',
  },
  {
    peers: ['checkdmarc'],
    isOne: ({ field, theirs }, { cases }) =>
      field === 'bimi' && theirs === 'missing' && some(cases, 'bimi: version in small letters'),
    record: 'BIMI: `v=bimi1`',
    ours: 'wrong',
    theirs: 'no record',
    right:
      'Both. Mailbox providers ignore the record, since the version must match precisely (BIMI draft section 4.3). Zonedesk says that the record is there.',
  },
  {
    peers: ['mailauth'],
    isOne: ({ field, theirs }, { cases }) =>
      field === 'bimi' && theirs === 'right' && some(cases, 'bimi: version in small letters'),
    record: 'BIMI: `v=bimi1`',
    ours: 'wrong',
    theirs: 'right',
    right: 'Zonedesk. The version must match precisely (BIMI draft section 4.3).',
  },
  {
    peers: ['checkdmarc'],
    isOne: ({ field, ours }, { cases }) =>
      field.startsWith('dmarc') &&
      ours !== 'no policy' &&
      ours !== 'invalid' &&
      dmarcCase(
        cases,
        'a word without =',
        'p unknown, with rua',
        'rua without mailto',
        'ruf without mailto',
        'two semicolons',
        'fo=x',
        't=x',
        'report dmarc-mailto-np',
      ),
    record: 'DMARC: an error in one tag',
    ours: 'a policy',
    theirs: 'invalid',
    right:
      'Zonedesk. RFC 9989 sections 4.7 and 4.10.1: a tag with an error takes its default, and the rest applies.',
  },
  {
    peers: ['checkdmarc', 'mailauth', 'python3-authheaders'],
    isOne: ({ field, ours }, { cases }) =>
      field.startsWith('dmarc') && ours !== 'no policy' && dmarcCase(cases, 'p twice'),
    record: 'DMARC: a tag twice',
    ours: 'the first one counts',
    theirs: 'invalid; in python3-authheaders the last one counts',
    right:
      'They, by the letter of RFC 6376 section 3.2: the whole list is invalid. Zonedesk says that receivers may ignore the record.',
  },
  {
    peers: ['mailauth'],
    isOne: ({ field, ours }, { cases }) =>
      field === 'dmarc' && ours === 'enforcing' && dmarcCase(cases, 'tag in capitals'),
    record: 'DMARC: `P=`',
    ours: 'a policy',
    theirs: 'no policy',
    right:
      'Open. The grammar of RFC 9989 section 4.8 is ABNF, whose literals have no case (RFC 5234 section 2.3); names of tags in general have one (RFC 6376 section 3.2).',
  },
  {
    peers: ['checkdmarc', 'python3-authheaders'],
    isOne: ({ field, ours, theirs }, { cases }) =>
      field === 'dmarc' &&
      ours === 'observing' &&
      theirs === 'enforcing' &&
      dmarcCase(cases, 't=y with quarantine'),
    record: 'DMARC: `p=quarantine` with `t=y`',
    ours: 'as `p=none`',
    theirs: 'a policy',
    right: 'Zonedesk. RFC 9989 section 4.7: `t=y` asks for one step less.',
  },
  {
    peers: ['python3-authheaders'],
    isOne: ({ field, theirs }, { cases }) =>
      field === 'dmarc' &&
      theirs === 'no policy' &&
      dmarcCase(cases, 'without p', 'p unknown, with rua', 'v in capitals', 'report dmarc-no-p'),
    record: 'DMARC: `rua=` without a `p=` that can be read; `V=DMARC1`',
    ours: 'a policy',
    theirs: 'no policy',
    right: 'Zonedesk. RFC 9989 sections 4.8 and 4.10.1; the program follows RFC 7489.',
  },
  {
    peers: ['python3-authheaders'],
    isOne: ({ field, theirs }, { cases }) =>
      field === 'dmarc' && theirs === 'crash' && dmarcCase(cases, 'a word without ='),
    record: 'DMARC: a word that is no tag',
    ours: 'a policy',
    theirs: 'IndexError',
    right: 'Zonedesk. RFC 9989 section 4.7: the rest of the record applies.',
  },
  {
    peers: ['checkdmarc'],
    isOne: ({ field, ours, theirs }, { cases }) =>
      theirs === 'missing' &&
      ((field === 'dmarc record' &&
        ours === 'invalid' &&
        dmarcCase(
          cases,
          'backslashes',
          'commas',
          'no semicolon',
          'version in small letters',
          'in quotes',
          'v second',
        )) ||
        (ours === 'wrong' &&
          field === 'tls-rpt' &&
          some(cases, 'tls-rpt: rua first', 'tls-rpt: version in small letters'))),
    record: 'DMARC, TLS-RPT: a record that does not begin with a right version',
    ours: 'cannot be read',
    theirs: 'no record',
    right:
      'Both. The record is ignored (RFC 9989 section 4.10, RFC 8460 section 3). Zonedesk says that it is there.',
  },
  {
    peers: ['checkdmarc', 'mailauth'],
    isOne: ({ field, ours, theirs }, { cases }) =>
      field === 'mta-sts' &&
      ours === 'wrong' &&
      theirs === 'missing' &&
      some(cases, 'mta-sts: a comma', 'mta-sts: id first', 'mta-sts: version in small letters'),
    record: 'MTA-STS: a record that does not begin with a right version',
    ours: 'cannot be read',
    theirs: 'no record',
    right: 'Both. The record is ignored (RFC 8461 section 3.1). Zonedesk says that it is there.',
  },
  {
    peers: ['checkdmarc', 'mailauth'],
    isOne: ({ field, ours }, { cases }) =>
      field === 'mta-sts' && ours === 'wrong' && some(cases, 'mta-sts: id twice'),
    record: 'MTA-STS: `id=` twice',
    ours: 'wrong',
    theirs: 'right',
    right: 'They, by the grammar of RFC 8461 section 3.1. The RFC does not say which one counts.',
  },
]

const COSTS: readonly Field[] = ['spf lookups', 'spf void lookups']

function becomes(field: Field, ours: string, theirs: string, difference: Difference): boolean {
  return difference.field === field && difference.ours === ours && difference.theirs === theirs
}

function some(cases: readonly string[], ...names: readonly string[]): boolean {
  return cases.some((one) => names.includes(one))
}

/** Whether a zone has one of the cases of DMARC, at the domain or above it, or is one of the reports. */
function dmarcCase(cases: readonly string[], ...names: readonly string[]): boolean {
  return cases.some((one) => names.includes(one.replace(/^dmarc: /, '').replace(/, above$/, '')))
}

function matchesEverybody(spf: readonly string[]): boolean {
  return spf.some((text) => /exists:host\.net|\/0 |include:plusall\.net/.test(text))
}

/** By term of the generated zones: how many lookups find nothing for a sender over IPv4, and over IPv6. */
const VOIDS: readonly (readonly [term: RegExp, over4: number, over6: number])[] = [
  [/^a$/, 0, 1],
  // As python3-spf counts them: the exchanges have no address of version 6.
  [/^mx$/, 0, 2],
  [/^a:(host|aliased)\.net/, 0, 1],
  [/^mx:mailed\.net$/, 0, 1],
  [/^mx:dangling\.net$/, 1, 1],
  [/^include:costly\.net$/, 0, 2],
  [/^a:six\.net$/, 1, 0],
  [/^(a|exists|mx):gone/, 1, 1],
  [/^ptr/, 1, 1],
  [/^exists:%/, 1, 1],
]

/** How many lookups of a policy may find nothing for senders of one kind of address. */
function voidTerms(spf: readonly string[], family: 4 | 6): number {
  const terms = spf
    .flatMap((text) => text.split(/\s+/))
    .map((term) => term.replace(/^[-~?+]/, '').toLowerCase())
  return terms.reduce((sum, term) => {
    const [, over4 = 0, over6 = 0] = VOIDS.find(([pattern]) => pattern.test(term)) ?? []
    return sum + (family === 4 ? over4 : over6)
  }, 0)
}
