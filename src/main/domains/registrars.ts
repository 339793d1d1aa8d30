import type { AnswerOf, ParsedRequestOf } from '../../preload/contract/channel'
import type { DnsRecord, DomainKey } from '../../preload/contract/domain'
import type { RecordScope, registrars } from '../../preload/contract/registrars'
import { isWithin, zoneFor } from '../names/zone-cut'
import { detectHost } from '../registrars/detect-host'
import { exportOffers, exportRecords } from '../registrars/exports/export-records'
import type { ExportSet } from '../registrars/exports/export-set'
import { panelRows } from '../registrars/panel-rows'
import type { Preset } from '../registrars/preset-schema'
import { bundledPresets, presetById, presetSummary } from '../registrars/presets'

type Channels = typeof registrars

/** What answers the contract's subject `registrars`. */
export type RegistrarHandlers = {
  readonly [C in keyof Channels]: (request: ParsedRequestOf<Channels[C]>) => AnswerOf<Channels[C]>
}

interface Dependencies {
  /** @throws ZonedeskError `not-found` */
  readonly recordsOf: (key: DomainKey) => readonly DnsRecord[]
  /** The user's own presets, which come before those of the app; none when absent. */
  readonly ownPresets?: () => readonly Preset[]
}

/** The records of cached domains as DNS hosts and the tools that keep zones want them. */
export function createRegistrarHandlers({
  recordsOf,
  ownPresets = () => [],
}: Dependencies): RegistrarHandlers {
  const presets = (): Preset[] => [...ownPresets(), ...bundledPresets()]

  return {
    presets() {
      const own = ownPresets()
      return presets().map((preset) => presetSummary(preset, own.includes(preset)))
    },
    detect: ({ nameServers }) => ({ presetId: detectHost(nameServers, presets()) }),
    rows({ presetId, which, observedApex, zone: override, ttl, ...key }) {
      const preset = presetById(presetId, presets())
      const records = recordsOf(key)
      const zone = zoneFor({ name: key.name, observedApex, override })
      const rows = panelRows(records, zone.name, preset, ttl)
      return {
        zone,
        preset: presetSummary(preset, ownPresets().includes(preset)),
        rows: rows.filter(({ index }) => isInScope(records[index]!, which)),
      }
    },
    formats: ({ presetId }) => exportOffers(presetId === null ? null : presetById(presetId, presets())),
    export({ domains, which, format, presetId, ttl }) {
      const preset = presetId === null ? null : presetById(presetId, presets())
      const sets = domains.flatMap(({ observedApex, zone: override, ...key }) => {
        const zone = zoneFor({ name: key.name, observedApex, override }).name
        return setsByZone(
          key.name,
          zone,
          recordsOf(key).filter((record) => isInScope(record, which)),
        )
      })
      return exportRecords(sets, format, preset, ttl)
    },
  }
}

function isInScope(record: DnsRecord, which: RecordScope): boolean {
  return which === 'all' || record.valid !== 'valid'
}

/** A domain that signs with another's key has a record elsewhere, which goes to the zone it belongs to. */
function setsByZone(domain: string, zone: string, records: readonly DnsRecord[]): ExportSet[] {
  const byZone = Map.groupBy(records, ({ name }) =>
    isWithin(name, zone) ? zone : zoneFor({ name, observedApex: null, override: null }).name,
  )
  return [...byZone].map(([own, inZone]) => ({ domain, zone: own, records: inZone }))
}
