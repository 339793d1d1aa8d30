import * as v from 'valibot'
import { channel } from './channel'
import { PUBLIC_RESOLVERS, ResolverList } from './dns-resolvers'
import { DomainKey } from './domain'
import { DomainFilter, DomainSort } from './domains'
import { GuidePageId } from './guide'
import { RecordFormat } from './records'
import { DEFAULT_KEEP_DAYS, KeepDays } from './keep-days'

export const Settings = v.object({
  theme: v.picklist(['system', 'light', 'dark']),
  /** Whether single letters act when no field has focus (WCAG 2.1.4). */
  singleKeyShortcuts: v.boolean(),
  /** Resolver of the embedded service's verification: `system`, or an address with an optional port. */
  resolver: v.string(),
  /** How whole records are copied. */
  copyFormat: RecordFormat,
  /** Whom the DNS checks ask beside the zone's own servers and the system's resolver. */
  resolvers: ResolverList,
  /** Minutes between one sync and the next, 5..1440; 0 when only the user begins one. */
  syncEveryMinutes: v.pipe(
    v.number(),
    v.integer(),
    v.check((minutes) => minutes === 0 || (minutes >= 5 && minutes <= 1440), 'neither 0 nor 5 to 1440'),
  ),
  /** Days for which changes of domains are kept, 0..36500; 0 keeps them for good. */
  historyDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(36_500)),
  /** Days for which a rotation of DKIM keys keeps the old key, unless it says otherwise. */
  keepOldKeyDays: KeepDays,
  /** Whether to look for new versions of Zonedesk once a day; null until the user chose, which means no. */
  lookForUpdates: v.nullable(v.boolean()),
  /** RRsets that a plan may change without being asked once more, 0..10000. What removes a record is always asked. */
  publishAskAbove: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)),
  /**
   * The tour of the window: `new` before it was offered, `offered` from then on, `done` once its last step was reached.
   * It offers itself once; the menu has it always.
   */
  tour: v.picklist(['new', 'offered', 'done']),
})
export type Settings = v.InferOutput<typeof Settings>

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  singleKeyShortcuts: true,
  resolver: 'system',
  copyFormat: 'form',
  resolvers: PUBLIC_RESOLVERS,
  syncEveryMinutes: 15,
  historyDays: 365,
  keepOldKeyDays: DEFAULT_KEEP_DAYS,
  lookForUpdates: null,
  publishAskAbove: 50,
  tour: 'new',
}

/** What the window showed when it was last open. */
export const ViewState = v.object({
  accountId: v.nullable(v.string()),
  filter: DomainFilter,
  search: v.string(),
  sort: DomainSort,
  descending: v.boolean(),
  selected: v.nullable(DomainKey),
  tab: v.picklist(['records', 'settings', 'dns', 'history', 'notes']),
  /** Widths of the first two panes in CSS pixels. */
  sidebarWidth: v.number(),
  listWidth: v.number(),
  /** Names of the commands that were run from the palette, the last one first. */
  recentCommands: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(20)),
  /** The page of the guide that was shown last. */
  guidePage: GuidePageId,
})
export type ViewState = v.InferOutput<typeof ViewState>

export const DEFAULT_VIEW: ViewState = {
  accountId: null,
  filter: 'all',
  search: '',
  sort: 'name',
  descending: false,
  selected: null,
  tab: 'records',
  sidebarWidth: 200,
  listWidth: 320,
  recentCommands: [],
  guidePage: 'index',
}

/** A form's unsent content. Passwords and keys are never part of it. */
export const Draft = v.record(v.string(), v.union([v.string(), v.boolean(), v.number(), v.null()]))
export type Draft = v.InferOutput<typeof Draft>
const DraftKey = v.object({
  /** Which form, such as `create` or `settings`. */
  form: v.string(),
  accountId: v.string(),
  /** The domain the form is about; empty for a new one. */
  name: v.string(),
})

export const settings = {
  get: channel(v.object({}), Settings),
  /** Changes what is named and answers the whole. Fails with `invalid` and the field. */
  set: channel(v.partial(Settings), Settings),
  getView: channel(v.object({}), ViewState),
  setView: channel(v.partial(ViewState), ViewState),
  getDraft: channel(DraftKey, v.nullable(Draft)),
  /** Null removes the draft. */
  setDraft: channel(v.object({ ...DraftKey.entries, draft: v.nullable(Draft) }), v.object({})),
}
