import * as v from 'valibot'
import { channel, writingChannel } from './channel'
import { DomainDetail, DomainKey, DomainRow } from './domain'
import { optionsWith, shapesOf } from './option-shapes'

/** The saved views of the list. `failing`: at least one needed record is not valid. */
export const DomainFilter = v.picklist(['all', 'failing', 'unverified', 'active', 'disabled'])
export type DomainFilter = v.InferOutput<typeof DomainFilter>

export const DomainSort = v.picklist(['name', 'created', 'verified'])
export type DomainSort = v.InferOutput<typeof DomainSort>

export const ListRequest = v.object({
  /** Null asks across all accounts. */
  accountId: v.nullable(v.string()),
  filter: DomainFilter,
  /** What was typed into the search box, as `parseSearch` reads it; empty for all. */
  search: v.pipe(v.string(), v.maxLength(500)),
  /** With a search, a sort by name puts the names that begin with the searched text first, in both directions. */
  sort: DomainSort,
  descending: v.boolean(),
  /** The `next` of the page before; null for the first page. */
  after: v.nullable(v.string()),
  /** Rows behind `after` to pass over, 0..10,000,000; none when absent. */
  skip: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000))),
  /** Rows a page, 1..1000. */
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
})
export type ListRequest = v.InferOutput<typeof ListRequest>

/** Which rows are counted. */
export const CountRequest = v.pick(ListRequest, ['accountId', 'filter', 'search'])
export type CountRequest = v.InferOutput<typeof CountRequest>

export const PositionRequest = v.object({
  ...v.pick(ListRequest, ['accountId', 'filter', 'search', 'sort', 'descending']).entries,
  key: DomainKey,
})
export type PositionRequest = v.InferOutput<typeof PositionRequest>

export const ListPage = v.object({
  items: v.array(DomainRow),
  /** Rows of the whole result; null when a search has more than this page and was not counted. */
  total: v.nullable(v.number()),
  next: v.nullable(v.string()),
})
export type ListPage = v.InferOutput<typeof ListPage>

export const Counts = v.object({
  all: v.number(),
  failing: v.number(),
  unverified: v.number(),
  active: v.number(),
  disabled: v.number(),
})
export type Counts = v.InferOutput<typeof Counts>

/** What create takes beside the name. Absent means the provider's default. Source: API, `POST /v4/domains`. */
export const CreateOptions = v.partial(v.object(shapesOf(optionsWith('create'))))
export type CreateOptions = v.InferOutput<typeof CreateOptions>

/** What update takes; absent leaves a field as it is. Source: API, `PUT /v4/domains/{name}`. */
export const DomainChanges = v.partial(v.object(shapesOf(optionsWith('update'))))
export type DomainChanges = v.InferOutput<typeof DomainChanges>

export const CheckedName = v.object({
  /** The name as it will be sent: A-labels, lower case, no trailing dot. */
  name: v.string(),
  unicodeName: v.string(),
  /** What was changed on the way, one plain sentence each. */
  notes: v.array(v.string()),
})
export type CheckedName = v.InferOutput<typeof CheckedName>

/** Domains that sign with another's DKIM key. */
export const Signers = v.object({
  total: v.number(),
  /** The first of them by name. */
  items: v.array(v.object({ name: v.string(), unicodeName: v.string() })),
})
export type Signers = v.InferOutput<typeof Signers>

/** Whose DKIM key a domain signs with, and which domains sign with its key; from the records' owner names. */
export const Authority = v.object({
  /** The domain whose key it is, A-labels; null while the records are not in the cache or name no key. */
  name: v.nullable(v.string()),
  /** `name` with U-labels; empty when `name` is null. */
  unicodeName: v.string(),
  /** Whether `name` is a domain of the same account in the cache. */
  known: v.boolean(),
  signers: Signers,
})
export type Authority = v.InferOutput<typeof Authority>

/** Id of the account below an account that gets a new domain; the account itself when absent or null. */
export const NewDomainSubaccount = v.optional(v.nullable(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))))

export const domains = {
  /** A page of the list, from the cache. */
  list: channel(ListRequest, ListPage),
  /** How many rows a list has, counted in another thread: for a list whose `total` is null. */
  count: channel(CountRequest, v.object({ total: v.number() })),
  /** How many rows of a list come before a domain; null when it is not in the list, and for a search. */
  position: channel(PositionRequest, v.object({ position: v.nullable(v.number()) })),
  /** How many domains each view has, from the cache. */
  counts: channel(v.object({ accountId: v.nullable(v.string()) }), Counts),
  /** One domain, from the cache. Fails with `not-found`. */
  get: channel(DomainKey, DomainDetail),
  /** The DKIM authority of a domain, and the domains it is the authority of, from the cache. Fails with `not-found`. */
  authority: channel(DomainKey, Authority),
  /** One domain, from the provider; the cache follows. */
  refresh: channel(DomainKey, DomainDetail),
  /** Whether a name can be added, before anything is sent. Fails with `invalid` or `already-exists`. */
  checkName: channel(v.object({ accountId: v.string(), name: v.string() }), CheckedName),
  create: writingChannel(
    v.object({
      accountId: v.string(),
      name: v.string(),
      options: CreateOptions,
      subaccountId: NewDomainSubaccount,
    }),
    DomainDetail,
  ),
  update: writingChannel(v.object({ ...DomainKey.entries, changes: DomainChanges }), DomainDetail),
  /** Asks the provider to look the records up in DNS again. */
  verify: writingChannel(DomainKey, DomainDetail),
  /** `confirmation` must repeat the name; nobody is asked once more. */
  delete: writingChannel(
    v.object({ ...DomainKey.entries, confirmation: v.string() }),
    v.object({ message: v.string() }),
  ),
}
