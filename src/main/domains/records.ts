import type { DnsRecord, DomainKey } from '../../preload/contract/domain'
import { ZonedeskError } from '../../preload/contract/failure'
import type { Handlers } from '../../preload/contract/index'
import type { Copied } from '../../preload/contract/records'
import { fieldText } from '../registrars/field-text'
import { formatRecord, formatRecords } from '../registrars/format-records'
import type { SecretClipboard } from './secret-clipboard'

interface Dependencies {
  /** @throws ZonedeskError `not-found` */
  readonly recordsOf: (key: DomainKey) => readonly DnsRecord[]
  readonly writeClipboard: (text: string) => void | Promise<void>
  readonly secrets: Pick<SecretClipboard, 'copy'>
}

/** Copies records of the cache to the clipboard. */
export function createRecordHandlers(dependencies: Dependencies): Handlers['records'] {
  const { recordsOf, writeClipboard, secrets } = dependencies

  async function copy(text: string, records: number): Promise<Copied> {
    await writeClipboard(text)
    return { text, records }
  }

  return {
    copyField({ index, field, ...key }) {
      const record = requireRecord(recordsOf(key), index)
      const text = fieldText(record, field)
      if (text === '') throw new ZonedeskError('refused', `This ${record.type} record has no ${field}.`)
      return copy(text, 1)
    },
    copyRecord({ index, format, ...key }) {
      return copy(formatRecord(requireRecord(recordsOf(key), index), format), 1)
    },
    copyAll({ which, format, ...key }) {
      const records = recordsOf(key).filter((record) => which === 'all' || record.valid !== 'valid')
      if (records.length === 0) throw nothingToCopy(which)
      return copy(formatRecords(records, format), records.length)
    },
    // The text may be a password just typed, so it goes to the clipboard and not back.
    async copyText({ text, secret }) {
      await (secret ? secrets.copy(text) : writeClipboard(text))
      return { text: '', records: 0 }
    },
  }
}

function requireRecord(records: readonly DnsRecord[], index: number): DnsRecord {
  const record = records[index]
  if (record !== undefined) return record
  throw new ZonedeskError('not-found', 'This record is no longer there.', {
    fix: 'Look at the records again; they have changed.',
  })
}

function nothingToCopy(which: 'all' | 'failing'): ZonedeskError {
  return which === 'all'
    ? new ZonedeskError('refused', 'There are no records to copy yet.', { fix: 'Refresh the domain first.' })
    : new ZonedeskError('refused', 'Every record is valid; there is none to copy.')
}
