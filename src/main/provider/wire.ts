import * as v from 'valibot'
import { parseDate } from './dates'

/**
 * The API's JSON. Tolerant on purpose: answers of older versions and of the list leave fields out, send null, or
 * write booleans and numbers as text. A domain must have a name, and nothing else.
 */

/** An array in which the API may put nulls, or null in the array's place. */
export function listOf<S extends v.GenericSchema>(item: S) {
  return v.pipe(
    v.nullish(v.array(v.nullable(item)), []),
    v.transform((items) => items.filter((entry) => entry !== null)),
  )
}

export const WireAnyObject = v.record(v.string(), v.unknown())

/** Longest name in characters. Source: RFC 1035 3.1; with escapes and U-labels it may be written longer. */
const LONGEST_NAME = 1024

export const WireDomain = v.looseObject({
  name: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(),
    v.maxLength(LONGEST_NAME),
    v.check((name) => /[^.\s"()]/.test(name), 'a name without a label'),
  ),
})
export type WireDomain = v.InferOutput<typeof WireDomain>

/** What is no object is kept as one that says so, to be counted among the records that cannot be read. */
export const WireRecord = v.union([
  WireAnyObject,
  v.pipe(
    v.unknown(),
    v.transform((unread): Record<string, unknown> => ({ unread: typeof unread })),
  ),
])
export type WireRecord = v.InferOutput<typeof WireRecord>

/** A number of domains; also as text. */
const WireTotal = v.union([
  v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  v.pipe(v.string(), v.trim(), v.regex(/^\d{1,15}$/), v.transform(Number)),
])

/**
 * 200 of the list. An object that has neither the number nor the domains is no list: taken for an empty one, it would
 * remove every domain from the cache. The rows are read one by one, so that one that cannot be read leaves the others.
 */
export const WirePage = v.pipe(
  v.looseObject({}),
  v.check(
    ({ total_count: total, items }) => v.is(WireTotal, total) || Array.isArray(items),
    'neither a number of domains nor domains',
  ),
  // A value that is no number of domains, such as a negative one, counts as not said.
  v.object({
    total_count: v.fallback(v.nullish(WireTotal), null),
    items: v.nullish(v.array(v.unknown()), []),
  }),
)
export type WirePage = v.InferOutput<typeof WirePage>

const Message = v.fallback(v.nullish(v.string()), null)

/** 200 of create, get, update and verify. */
export const WireAnswer = v.object({
  domain: WireDomain,
  sending_dns_records: listOf(WireRecord),
  receiving_dns_records: listOf(WireRecord),
  message: Message,
})
export type WireAnswer = v.InferOutput<typeof WireAnswer>

/** 200 of delete. */
export const WireMessage = v.object({ message: Message })

/** Any failure. `Reason` or `Description` may stand in place of `message`; `error` is what proxies and gateways write. */
export const WireFailure = v.object({
  message: Message,
  Reason: Message,
  Description: Message,
  reason: Message,
  error: Message,
})

export const WireText = v.string()
export const WireFilledText = v.pipe(v.string(), v.trim(), v.nonEmpty())

/** Booleans are JSON's own or the words the API takes itself. */
export const WireBoolean = v.union([
  v.boolean(),
  v.pipe(
    v.string(),
    v.toLowerCase(),
    v.picklist(['true', 'false', 'yes', 'no']),
    v.transform((word) => word === 'true' || word === 'yes'),
  ),
])

export const WireInteger = WireTotal

/** MX preference, text in the API. Source: RFC 1035 3.3.9, 16 bits. */
export const WirePriority = v.pipe(WireInteger, v.maxValue(65_535))

/** Ids are text; some answers write numbers. */
export const WireId = v.union([WireFilledText, v.pipe(v.number(), v.transform(String))])

/** To milliseconds since the epoch. */
export const WireDate = v.pipe(v.string(), v.transform(parseDate), v.number('not a date'))

export const WireCached = listOf(v.union([v.string(), v.pipe(v.number(), v.transform(String))]))

export const WireDisabled = WireAnyObject
