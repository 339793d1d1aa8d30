import type { RecordAdvice } from '../../../preload/contract/advice'
import type { KeyPlace } from '../../../preload/contract/dkim-keys'
import type { DnsRecord, DomainDetail, DomainKey } from '../../../preload/contract/domain'
import { DEFAULT_TTL, type RecordScope } from '../../../preload/contract/export-format'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import type { Handlers } from '../../../preload/contract'
import type { Copied, CopiedField, RecordFormat } from '../../../preload/contract/records'
import type { PanelRow } from '../../../preload/contract/dns-hosts'
import { exportRecords } from '../../dns-hosts/exports/export-records'
import { formHtml, formText } from '../../dns-hosts/form-text'
import { panelRows } from '../../dns-hosts/panel-rows'
import { advise } from '../advice/advise'
import { asDnsRecord } from '../advice/as-dns-record'
import { adviceInScope, leftOutOf, nothingTold, type AdvisedScope } from '../advice/in-scope'
import { notesOf, notesOfSet } from '../advice/words'
import type { SecretClipboard } from './secret-clipboard'
import { advisedRows } from './advised-rows'
import type { Hosts, HostedZone } from './hosts'
import type { AdvisedKey } from './key-row'
import { placeOfRecord } from './place-of-record'
import { nothingInScope } from '../scope/records-in-scope'
import { setsByZone } from './sets-by-zone'

interface CopyingDependencies {
  /** @throws ZonedeskError `not-found` */
  readonly detailOf: (key: DomainKey) => DomainDetail
  readonly lastCheck: (key: DomainKey) => DomainCheck | null
  readonly placeOf: Hosts['placeOf']
  /** @throws ZonedeskError `not-found` */
  readonly keyOf: (place: KeyPlace) => AdvisedKey
  /** Settles once it is on the clipboard. `html`: the same for what takes HTML, beside the text. */
  readonly writeClipboard: (text: string, html?: string) => void | Promise<void>
  readonly secrets: Pick<SecretClipboard, 'copy'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Copies records of the cache as the host of their zone wants them. */
export function createCopyingHandlers(dependencies: CopyingDependencies): Handlers['records'] {
  const { detailOf, lastCheck, placeOf, writeClipboard, secrets, now } = dependencies

  async function copy(
    key: DomainKey,
    told: AdvisedScope['told'],
    which: RecordScope,
    format: RecordFormat,
    records: () => readonly DnsRecord[] = () => detailOf(key).records,
  ): Promise<Copied> {
    const place = placeOf(key)
    if (format === 'form') {
      const rows = advisedRows(told, place, now()).filter(({ index, set }) => set[0] === index)
      const text = formText(rows)
      await writeClipboard(text, formHtml(rows))
      return { text, records: told.length, leftOut: [], notes: [] }
    }
    const { files, leftOut, notes } = exportRecords(
      setsByZone(key.name, place.zone.name, told, records(), which),
      format,
      place.isKnown ? place.preset : null,
      DEFAULT_TTL,
    )
    const text = files.map((file) => file.text).join('\n')
    await writeClipboard(text)
    return { text, records: files.reduce((sum, { records }) => sum + records, 0), leftOut, notes }
  }

  function adviceOf(key: DomainKey, index: number): RecordAdvice {
    const detail = detailOf(key)
    requireRecord(detail.records, index)
    return advise(detail, lastCheck(key), now())[index]!
  }

  return {
    async copyField({ index, field, alternative, ...key }) {
      const advice = adviceOf(key, index)
      const text = fieldText(rowOf(advice, placeOf(key)), field, alternative)
      await writeClipboard(text)
      return { text, records: 1, leftOut: [], notes: notesOf(advice, now()) }
    },
    async copyRecord({ index, format, ...key }) {
      const advice = adviceOf(key, index)
      const copied = await copy(key, [advice], 'missing', format)
      return { ...copied, notes: [...notesOf(advice, now()), ...copied.notes] }
    },
    async copyKey({ selector, format, ...key }) {
      const { record, advice } = dependencies.keyOf({ ...key, selector })
      // Whoever copies one key wants it whole, also where DNS has it.
      const copied = await copy(key, [advice], 'all', format, () => [record])
      return { ...copied, notes: [...notesOfSet([advice], now()), ...copied.notes] }
    },
    async copyAll({ which, format, ...key }) {
      const scope = adviceInScope(detailOf(key), which, lastCheck(key), now())
      if (scope === null) throw nothingInScope(which, false)
      if (scope.told.length === 0) throw nothingTold(scope, which)
      const copied = await copy(key, scope.told, which, format)
      return {
        ...copied,
        leftOut: [...leftOutOf(scope), ...copied.leftOut],
        notes: [...notesOfSet(scope.told, now()), ...copied.notes],
      }
    },
    // The text may be a password just typed, so it goes to the clipboard and not back.
    async copyText({ text, secret }) {
      await (secret ? secrets.copy(text) : writeClipboard(text))
      return { text: '', records: 0, leftOut: [], notes: [] }
    },
  }
}

function rowOf(advice: RecordAdvice, domains: HostedZone): PanelRow {
  const { record } = advice
  const { zone, preset } = placeOfRecord(advice, domains)
  return panelRows([asDnsRecord(record, undefined)], zone.name, preset, DEFAULT_TTL)[0]!
}

function fieldText(row: PanelRow, field: CopiedField, alternative: number | null): string {
  if (field === 'name') return row.name
  const found = row.fields.find(({ kind }) => kind === field)
  if (found === undefined) {
    throw new ZonedeskError('refused', `The form has no ${field} for this ${row.type} record.`, {
      fix: 'Copy what the form asks for.',
    })
  }
  const text = alternative === null ? found.text : found.alternatives[alternative]?.text
  if (text === undefined) {
    throw new ZonedeskError('not-found', `${found.label} has no such alternative.`, {
      fix: 'Look at the records again; the domain has another DNS host now.',
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
