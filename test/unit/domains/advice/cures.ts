import type { AdviceAction } from '../../../../src/preload/contract/advice'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { DomainCheck, ZoneRecord } from '../../../../src/preload/contract/findings'
import { LONG_DKIM } from '../../dns-hosts/arbitrary-records'
import {
  BARE_SPF,
  checkOf,
  CHECKED,
  DKIM,
  DKIM_NAME,
  DOMAIN,
  evidence,
  findingOf,
  fixOf,
  fixRecord,
  MXA,
  MXB,
  seenAs,
  SPF,
  TRACKING,
  TTL,
  txt,
} from './checked-domains'

/** One kind of cure: what the provider asks for, what the zone has, and what every way of copying must tell. */
export interface CureCase {
  readonly records: readonly DnsRecord[]
  readonly check: DomainCheck | null
  /** Milliseconds since the epoch. */
  readonly now: number
  /** What to do for each record, in their order. */
  readonly actions: readonly AdviceAction[]
  /** What is published, all in all. */
  readonly comes: readonly ZoneRecord[]
  /** What goes, all in all. */
  readonly goes: readonly ZoneRecord[]
  /** Positions of the records that a set leaves out. */
  readonly leftOut?: readonly number[]
  /** Values that nobody may be told to enter. */
  readonly never?: readonly string[]
}

const GOOGLE = 'v=spf1 include:_spf.google.com ~all'
const MERGED = 'v=spf1 include:_spf.google.com include:mailgun.org ~all'
const VERIFICATION = 'google-site-verification=abc'
const NULL_MX: ZoneRecord = { type: 'MX', name: DOMAIN, value: '', priority: 0 }
const GOOGLE_MX = '1 smtp.google.com'
const ALIAS: ZoneRecord = { type: 'CNAME', name: DOMAIN, value: 'web.example.net', priority: null }
const ADDRESS = { type: 'A' as const, name: DOMAIN, value: '192.0.2.80', priority: null }
const CUT_DKIM = LONG_DKIM.slice(0, 255)
const REST_DKIM = LONG_DKIM.slice(255)
const DOUBLED = `${DKIM_NAME}.example.com`

const of = ({ type, name, value, priority }: DnsRecord): ZoneRecord => ({ type, name, value, priority })
const now = CHECKED + 60_000

const merge = fixOf('edit', [fixRecord({ ...SPF, value: MERGED }, [txt(DOMAIN, GOOGLE)])])

export const CURES: Readonly<Record<string, CureCase>> = {
  'SPF merged with what is there': {
    records: [SPF],
    check: checkOf([
      seenAs(SPF, 'different', [GOOGLE, VERIFICATION], [findingOf('spf-include-missing', merge)]),
    ]),
    now,
    actions: ['replace'],
    comes: [txt(DOMAIN, MERGED)],
    goes: [txt(DOMAIN, GOOGLE)],
    never: [BARE_SPF],
  },
  'a key in a part of the zone that is delegated on': {
    records: [SPF, DKIM],
    check: checkOf([
      seenAs(SPF, 'missing', [], [findingOf('name-missing', fixOf('add', [fixRecord(SPF)]))]),
      {
        ...seenAs(DKIM, 'missing', [], [findingOf('name-missing', fixOf('add', [fixRecord(DKIM)]))]),
        zone: `_domainkey.${DOMAIN}`,
      },
    ]),
    now,
    actions: ['add', 'add'],
    comes: [of(SPF), of(DKIM)],
    goes: [],
  },
  'two SPF records': {
    records: [SPF],
    check: checkOf([
      seenAs(
        SPF,
        'different',
        [GOOGLE, BARE_SPF],
        [
          findingOf(
            'spf-several',
            fixOf('edit', [
              fixRecord({ ...SPF, value: MERGED }, [txt(DOMAIN, GOOGLE), txt(DOMAIN, BARE_SPF)]),
            ]),
          ),
        ],
      ),
    ]),
    now,
    actions: ['replace'],
    comes: [txt(DOMAIN, MERGED)],
    goes: [txt(DOMAIN, GOOGLE), txt(DOMAIN, BARE_SPF)],
  },
  'SPF missing beside another text': {
    records: [SPF],
    check: checkOf([
      seenAs(SPF, 'missing', [VERIFICATION], [findingOf('spf-missing', fixOf('add', [fixRecord(SPF)]))]),
    ]),
    now,
    actions: ['add'],
    comes: [of(SPF)],
    goes: [],
  },
  'a DKIM key that was cut': {
    records: [DKIM],
    check: checkOf([
      seenAs(
        DKIM,
        'different',
        [CUT_DKIM],
        [findingOf('dkim-truncated', fixOf('edit', [fixRecord(DKIM, [txt(DKIM_NAME, CUT_DKIM)])]))],
      ),
    ]),
    now,
    actions: ['replace'],
    comes: [of(DKIM)],
    goes: [txt(DKIM_NAME, CUT_DKIM)],
  },
  'a piece of a DKIM key left beside the whole one': {
    records: [DKIM],
    check: checkOf([
      seenAs(
        DKIM,
        'different',
        [LONG_DKIM, REST_DKIM],
        [findingOf('dkim-several', fixOf('remove', [fixRecord({ ...DKIM, value: REST_DKIM })]))],
      ),
    ]),
    now,
    actions: ['remove'],
    comes: [],
    goes: [txt(DKIM_NAME, REST_DKIM)],
  },
  'an alias in the way, with the addresses in its place': {
    records: [SPF, MXA, MXB],
    check: checkOf(
      [SPF, MXA, MXB].map((record) =>
        seenAs(
          record,
          'missing',
          [],
          [
            findingOf(
              'cname-where-text',
              fixOf('edit', [fixRecord(record, [ALIAS]), fixRecord(ADDRESS)], {
                drops: ['later changes of web.example.net'],
              }),
              'An alias is in the way.',
              [evidence('CNAME', DOMAIN, ['web.example.net'])],
            ),
          ],
        ),
      ),
    ),
    now,
    actions: ['replace', 'replace', 'replace'],
    comes: [of(SPF), of(MXA), of(MXB), ADDRESS],
    goes: [ALIAS],
  },
  'a wildcard that stops answering, with the address beside': {
    records: [TRACKING, SPF],
    check: checkOf([
      seenAs(
        TRACKING,
        'different',
        ['web.example.net'],
        [findingOf('wildcard-answers', fixOf('add', [fixRecord(TRACKING)]))],
      ),
      seenAs(
        SPF,
        'different',
        ['v=spf1 -all'],
        [findingOf('wildcard-answers', fixOf('add', [fixRecord(SPF), fixRecord(ADDRESS)], { drops: [] }))],
      ),
    ]),
    now,
    actions: ['add', 'add'],
    comes: [of(TRACKING), of(SPF), ADDRESS],
    goes: [],
    never: ['v=spf1 -all'],
  },
  'mail servers of another system': {
    records: [MXA, MXB, TRACKING],
    check: checkOf([
      ...[MXA, MXB].map((record) =>
        seenAs(
          record,
          'different',
          [GOOGLE_MX],
          [findingOf('mx-missing', fixOf('none', []), `Mail for ${DOMAIN} goes to another system.`)],
        ),
      ),
      seenAs(TRACKING, 'missing', [], [findingOf('name-missing', fixOf('add', [fixRecord(TRACKING)]))]),
    ]),
    now,
    actions: ['decide', 'decide', 'add'],
    comes: [of(TRACKING)],
    goes: [],
    leftOut: [0, 1],
  },
  'a null MX beside good ones': {
    records: [MXA, MXB],
    check: checkOf([
      seenAs(
        MXA,
        'published',
        ['0 .', '10 mxa.mailgun.org', '10 mxb.mailgun.org'],
        [findingOf('mx-null', fixOf('remove', [fixRecord({ ...MXA, value: '', priority: 0 })]))],
      ),
      seenAs(MXB, 'published', ['0 .', '10 mxa.mailgun.org', '10 mxb.mailgun.org']),
    ]),
    now,
    actions: ['remove', 'leave'],
    comes: [],
    goes: [NULL_MX],
  },
  'a null MX in place of good ones, told at the first': {
    records: [MXA, MXB],
    check: checkOf([
      seenAs(
        MXA,
        'different',
        ['0 .'],
        [findingOf('mx-null', fixOf('edit', [fixRecord(MXA, [NULL_MX]), fixRecord(MXB, [NULL_MX])]))],
      ),
      seenAs(MXB, 'different', ['0 .']),
    ]),
    now,
    actions: ['replace', 'replace'],
    comes: [of(MXA), of(MXB)],
    goes: [NULL_MX],
  },
  'a record under a name that the form doubled': {
    records: [DKIM],
    check: checkOf([
      seenAs(
        DKIM,
        'missing',
        [],
        [
          findingOf(
            'owner-zone-doubled',
            fixOf('edit', [fixRecord(DKIM, [txt(DOUBLED, LONG_DKIM)])]),
            'The record is at a doubled name.',
            [evidence('TXT', DOUBLED, [LONG_DKIM])],
          ),
        ],
      ),
    ]),
    now,
    actions: ['replace'],
    comes: [of(DKIM)],
    goes: [txt(DOUBLED, LONG_DKIM)],
  },
  'what DNS has, with another sender in it': {
    records: [SPF, TRACKING],
    check: checkOf([
      seenAs(SPF, 'published', [VERIFICATION, MERGED]),
      seenAs(TRACKING, 'published', ['mailgun.org']),
    ]),
    now,
    actions: ['leave', 'leave'],
    comes: [],
    goes: [],
    never: [BARE_SPF],
  },
  'not as wanted, and nothing known that would be right': {
    records: [SPF, TRACKING],
    check: checkOf([
      seenAs(
        SPF,
        'different',
        ['v=spf1 include:%{d}.example.net -all'],
        [findingOf('spf-syntax', fixOf('none', []), 'The SPF record cannot be mended without you.')],
      ),
      seenAs(TRACKING, 'missing', [], [findingOf('name-missing', fixOf('add', [fixRecord(TRACKING)]))]),
    ]),
    now,
    actions: ['decide', 'add'],
    comes: [of(TRACKING)],
    goes: [],
    leftOut: [0],
    never: [BARE_SPF],
  },
  'a blank that only a person can fill': {
    records: [SPF, TRACKING],
    check: checkOf([
      seenAs(
        SPF,
        'missing',
        [],
        [
          findingOf(
            'spf-missing',
            fixOf('add', [
              {
                ...fixRecord({ ...SPF, value: 'v=spf1 include:mailgun.org a:[your server] ~all' }),
                blank: { mark: '[your server]', kind: 'web-address' },
              },
            ]),
          ),
        ],
      ),
      seenAs(TRACKING, 'missing', [], [findingOf('name-missing', fixOf('add', [fixRecord(TRACKING)]))]),
    ]),
    now,
    actions: ['add', 'add'],
    comes: [of(TRACKING)],
    goes: [],
    leftOut: [0],
    never: ['[your server]'],
  },
  'never checked': {
    records: [SPF, TRACKING],
    check: null,
    now,
    actions: ['unknown', 'unknown'],
    comes: [of(SPF), of(TRACKING)],
    goes: [],
  },
  'nobody answered about one': {
    records: [SPF, TRACKING],
    check: checkOf([
      seenAs(SPF, 'unknown', [], [findingOf('lookup-failed', fixOf('wait', []))]),
      seenAs(TRACKING, 'missing', [], [findingOf('name-missing', fixOf('add', [fixRecord(TRACKING)]))]),
    ]),
    now,
    actions: ['unknown', 'add'],
    comes: [of(SPF), of(TRACKING)],
    goes: [],
  },
  'changed by the provider since': {
    records: [{ ...SPF, value: 'v=spf1 include:eu.mailgun.org ~all' }],
    check: checkOf([seenAs(SPF, 'different', [GOOGLE], [findingOf('spf-include-missing', merge)])]),
    now,
    actions: ['unknown'],
    comes: [txt(DOMAIN, 'v=spf1 include:eu.mailgun.org ~all')],
    goes: [],
    never: [MERGED],
  },
  'checked longer ago than its answers hold': {
    records: [SPF],
    check: checkOf([seenAs(SPF, 'different', [GOOGLE], [findingOf('spf-include-missing', merge)])]),
    now: CHECKED + (TTL + 1) * 1000,
    actions: ['replace'],
    comes: [txt(DOMAIN, MERGED)],
    goes: [txt(DOMAIN, GOOGLE)],
    never: [BARE_SPF],
  },
}
