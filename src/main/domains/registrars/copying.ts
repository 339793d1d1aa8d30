import type { DnsRecord, DomainDetail, DomainKey } from '../../../preload/contract/domain'
import { DEFAULT_TTL } from '../../../preload/contract/export-format'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import type { Handlers } from '../../../preload/contract'
import type { Copied, CopiedField, RecordFormat } from '../../../preload/contract/records'
import type { PanelRow } from '../../../preload/contract/registrars'
import { exportRecords } from '../../registrars/exports/export-records'
import { formHtml, formText } from '../../registrars/form-text'
import { panelRows } from '../../registrars/panel-rows'
import type { SecretClipboard } from '../secret-clipboard'
import type { Hosts, Place } from './hosts'
import { nothingInScope, recordsInScope, type PlacedRecord } from './records-in-scope'
import { setsByZone } from './sets-by-zone'

interface CopyingDependencies {
  /** @throws ZonedeskError `not-found` */
  readonly detailOf: (key: DomainKey) => DomainDetail
  readonly lastCheck: (key: DomainKey) => DomainCheck | null
  readonly placeOf: Hosts['placeOf']
  /** Settles once it is on the clipboard. `html`: the same for what takes HTML, beside the text. */
  readonly writeClipboard: (text: string, html?: string) => void | Promise<void>
  readonly secrets: Pick<SecretClipboard, 'copy'>
}

/** Copies records of the cache as the host of their zone wants them. */
export function createCopyingHandlers(dependencies: CopyingDependencies): Handlers['records'] {
  const { detailOf, lastCheck, placeOf, writeClipboard, secrets } = dependencies

  async function copyRecords(
    key: DomainKey,
    placed: readonly PlacedRecord[],
    format: RecordFormat,
  ): Promise<Copied> {
    const place = placeOf(key)
    if (format === 'form') {
      const rows = placed.map(({ record }) => rowOf(record, place))
      const text = formText(rows)
      await writeClipboard(text, formHtml(rows))
      return { text, records: rows.length, leftOut: [], notes: [] }
    }
    const sets = setsByZone(
      key.name,
      place.zone.name,
      placed.map(({ record }) => record),
    )
    const { files, leftOut, notes } = exportRecords(
      sets,
      format,
      place.isKnown ? place.preset : null,
      DEFAULT_TTL,
    )
    const text = files.map((file) => file.text).join('\n')
    await writeClipboard(text)
    return { text, records: files.reduce((sum, { records }) => sum + records, 0), leftOut, notes }
  }

  return {
    async copyField({ index, field, alternative, ...key }) {
      const record = requireRecord(detailOf(key).records, index)
      const text = fieldText(rowOf(record, placeOf(key)), field, alternative)
      await writeClipboard(text)
      return { text, records: 1, leftOut: [], notes: [] }
    },
    copyRecord({ index, format, ...key }) {
      return copyRecords(key, [{ index, record: requireRecord(detailOf(key).records, index) }], format)
    },
    copyAll({ which, format, ...key }) {
      const placed = recordsInScope(detailOf(key), which, lastCheck(key))
      if (placed === null || placed.length === 0) throw nothingInScope(which, placed !== null)
      return copyRecords(key, placed, format)
    },
    // The text may be a password just typed, so it goes to the clipboard and not back.
    async copyText({ text, secret }) {
      await (secret ? secrets.copy(text) : writeClipboard(text))
      return { text: '', records: 0, leftOut: [], notes: [] }
    },
  }
}

function rowOf(record: DnsRecord, { zone, preset }: Place): PanelRow {
  return panelRows([record], zone.name, preset, DEFAULT_TTL)[0]!
}

function fieldText(row: PanelRow, field: CopiedField, alternative: number | null): string {
  if (field === 'name') return row.name
  const found = row.fields.find(({ kind }) => kind === field)
  if (found === undefined) {
    throw new ZonedeskError('refused', `The form has no ${field} for this ${row.type} record.`)
  }
  const text = alternative === null ? found.text : found.alternatives[alternative]?.text
  if (text === undefined) {
    throw new ZonedeskError('not-found', `There is no such alternative for ${found.label}.`, {
      fix: 'Look at the records again; the host has changed.',
    })
  }
  if (text !== '') return text
  throw new ZonedeskError('refused', `${found.label} stays as it is: there is nothing to type.`, {
    fix: found.hint,
  })
}

function requireRecord(records: readonly DnsRecord[], index: number): DnsRecord {
  const record = records[index]
  if (record !== undefined) return record
  throw new ZonedeskError('not-found', 'This record is no longer there.', {
    fix: 'Look at the records again; they have changed.',
  })
}
