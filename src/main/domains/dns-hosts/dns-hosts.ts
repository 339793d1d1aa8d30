import type { Handlers } from '../../../preload/contract'
import type { KeyPlace } from '../../../preload/contract/dkim-keys'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { ReadableCache } from '../../cache/cache'
import type { OwnPresetStore } from '../../profile/own-preset-store'
import type { StoredRotation } from '../../profile/rotation-store'
import type { ZoneStore } from '../../profile/zone-store'
import { exportOffers } from '../../dns-hosts/exports/export-records'
import { presetById, presetSummary } from '../../dns-hosts/presets'
import { advise } from '../advice/advise'
import { toldOnce } from '../advice/told-once'
import { domainsInScope } from '../scope/domains-in-scope'
import type { Emit } from '../../../preload/contract/events'
import { createSecretClipboard } from './secret-clipboard'
import { advisedRows } from './advised-rows'
import { createCopyingHandlers } from './copying'
import { exportScope, type FormatRecords } from './exports'
import type { FileDialogs } from './file-dialogs'
import { handOver, type PrintSheets } from './hand-over'
import { createHosts, type Hosts } from './hosts'
import type { LookUpZone } from './look-up-zone'
import { openDnsPage } from './open-dns-page'
import { createPanels, type PanelMeans } from './panels'
import { createOwnPresets } from './own-presets'
import { adviseKey, type AdvisedKey } from './key-row'
import { readRotations } from './read-rotations'
import { placeOfRecord } from './place-of-record'
import { readScope, type ReadRecords, type ScopeSource } from './read-scope'
import { nothingInScope, recordsInScope } from '../scope/records-in-scope'
import { createSingleRun } from './single-run'

/** What answers the subjects `records` and `dnsHosts`. */
export interface DnsHosts {
  readonly handlers: Pick<Handlers, 'records' | 'dnsHosts'>
  /** Reads the user's own presets and choices anew, after they changed by another way than this. */
  reload(): void
  /** Stops what is under way, waits for its end, and leaves no secret on the clipboard. */
  close(): Promise<void>
}

export interface DnsHostsDependencies {
  readonly cache: Pick<ReadableCache, 'get' | 'list' | 'lastCheck' | 'keysOf'>
  /** The rotations of DKIM keys of an account; by null those of all accounts. None when absent. */
  readonly rotationsOf?: (accountId: string | null) => readonly StoredRotation[]
  readonly zones: ZoneStore
  readonly ownPresets: OwnPresetStore
  readonly lookUpZone: LookUpZone
  readonly panels: PanelMeans
  /** The zones of an account whose domains are in a DNS of its own: nothing of them is kept among the others. */
  readonly apart?: { readonly accountId: string; readonly zones: ZoneStore; readonly lookUpZone: LookUpZone }
  readonly dialogs: FileDialogs
  readonly formatRecords: FormatRecords
  readonly printSheets: PrintSheets
  /** Settles once it is on the clipboard. `html`: the same for what takes HTML, beside the text. */
  readonly writeClipboard: (text: string, html?: string) => void | Promise<void>
  /** Opens an address in the user's browser. @throws when the system opened nothing */
  readonly openExternal: (url: string) => Promise<void>
  /** What is on the clipboard now. */
  readonly readClipboard: () => string | Promise<string>
  readonly emit: Emit
  /** Told of an error that nobody awaits, for the log. */
  readonly onFault: (error: unknown) => void
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
}

/** The records of cached domains, as DNS hosts and the tools that keep zones want them. */
export function createDnsHosts(dependencies: DnsHostsDependencies): DnsHosts {
  const { cache, dialogs, emit, onFault, now = Date.now } = dependencies
  const presets = createOwnPresets({ store: dependencies.ownPresets, dialogs, emit })
  const hostsIn = ({ zones, lookUpZone }: Pick<DnsHostsDependencies, 'zones' | 'lookUpZone'>): Hosts =>
    createHosts({
      store: zones,
      presets,
      lookUpZone,
      lastCheck: (key) => cache.lastCheck(key),
      emit,
      onFault,
      now,
    })
  const hosts = hostsIn(dependencies)
  const { apart } = dependencies
  const hostsApart = apart === undefined ? hosts : hostsIn(apart)
  const hostsOf = ({ accountId }: DomainKey): Hosts => (accountId === apart?.accountId ? hostsApart : hosts)
  const panels = createPanels(dependencies.panels, dependencies.openExternal)
  const secrets = createSecretClipboard(
    { write: dependencies.writeClipboard, read: dependencies.readClipboard },
    onFault,
  )
  const source: ScopeSource = {
    detailOf: (key) => cache.get(key),
    lastCheck: (key) => cache.lastCheck(key),
    placeOf: (key) => hostsOf(key).placeOf(key),
    now,
  }
  const { rotationsOf = () => [] } = dependencies
  const readRecords: ReadRecords = (scope, which, run) =>
    scope.kind === 'rotations'
      ? readRotations({ ...source, rotationsOf }, scope, run)
      : readScope(source, domainsInScope(cache, scope), which, run)
  const keyOf = (place: KeyPlace): AdvisedKey => adviseKey({ cache, rotationsOf, now }, place)
  const runs = createSingleRun(emit, now)

  function detailOf(key: DomainKey): DomainDetail {
    const detail = cache.get(key)
    if (detail !== undefined) return detail
    throw new ZonedeskError('not-found', `${key.name} is not among the domains of this account.`, {
      fix: 'Sync the account, or add the domain.',
    })
  }

  return {
    handlers: {
      records: createCopyingHandlers({ ...dependencies, ...source, detailOf, keyOf, secrets }),
      dnsHosts: {
        ...presets.handlers,
        detect(key) {
          detailOf(key)
          return hostsOf(key).detect(key)
        },
        async lookUp(key) {
          detailOf(key)
          return hostsOf(key).lookUp(key)
        },
        setChoice({ presetId, zone, ...key }) {
          detailOf(key)
          return hostsOf(key).choose(key, { presetId, zone })
        },
        async openDnsPage(key) {
          detailOf(key)
          return openDnsPage(hostsOf(key).placeOf(key), dependencies.openExternal)
        },
        async findPanel(key) {
          detailOf(key)
          return panels.find(key, hostsOf(key))
        },
        async openPanel(key) {
          detailOf(key)
          return panels.open(key, hostsOf(key))
        },
        rows({ which, presetId, ...key }) {
          const detail = detailOf(key)
          const check = cache.lastCheck(key)
          const records = recordsInScope(detail, which, check)
          if (records === null) throw nothingInScope(which, false)
          const place = hostsOf(key).placeOf(key)
          const preset = presetId === null ? place.preset : presetById(presetId, presets.all())
          const told = toldOnce(advise(detail, check, now()))
          const rows = advisedRows(told, { ...place, preset }, now())
          return {
            zone: place.zone,
            preset: presetSummary(preset, presets.isOwn(preset.id)),
            rows: records.map(({ index }) => rows[index]!),
          }
        },
        keyRow(key) {
          const { advice } = keyOf(key)
          const place = hostsOf(key).placeOf(key)
          const { zone, preset } = placeOfRecord(advice, place)
          return {
            zone,
            preset: presetSummary(preset, presets.isOwn(preset.id)),
            row: advisedRows([advice], place, now())[0]!,
          }
        },
        formats: ({ presetId }) =>
          exportOffers(presetId === null ? null : presetById(presetId, presets.all())),
        export: (request) =>
          runs.start((run) =>
            exportScope(
              {
                readRecords,
                dialogs,
                now,
                format: dependencies.formatRecords,
                writeClipboard: dependencies.writeClipboard,
              },
              request,
              run,
            ),
          ),
        handOver: (request) =>
          runs.start((run) =>
            handOver({ readRecords, dialogs, now, print: dependencies.printSheets }, request, run),
          ),
        cancelExport() {
          runs.cancel()
          return {}
        },
      },
    },
    reload: () => presets.reload(),
    async close() {
      await Promise.all([runs.close(), hosts.close(), hostsApart.close(), secrets.clear()])
    },
  }
}
