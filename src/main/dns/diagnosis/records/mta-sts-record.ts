import { bareValue, isExtension, loosenedFields, parseFieldList, type OwnFields } from './field-list'

const VERSION = 'v=STSv1'
const ID = /^[A-Za-z0-9]{1,32}$/
const OWN: OwnFields = new Map([['id', idFaults]])

/** Whether senders take a text at `_mta-sts` for a record; they discard all others (RFC 8461 section 3.1). */
export function isMtaSts(text: string): boolean {
  return /^v=STSv1[ \t]*(;|$)/.test(text)
}

/** Whether a text there is meant as one. */
export function isMeantAsMtaSts(text: string): boolean {
  return /\bSTS\W?v\W?1/i.test(text)
}

/** What senders cannot read in an MTA-STS record (RFC 8461 section 3.1); nothing when it is right. */
export function mtaStsFaults(text: string): readonly string[] {
  const { fields, faults } = parseFieldList(text, VERSION, OWN)
  const ids = fields.filter(({ name }) => name === 'id')
  if (ids.length > 1) return [...faults, 'id= stands there twice.']
  if (ids.length === 1 || /(?:^|[;\s])id\s*=/i.test(text)) return faults
  return [...faults, 'The field id= is missing.']
}

function idFaults(value: string): string[] {
  if (ID.test(value)) return []
  if (value === '') return ['id= has no value.']
  if (value.length > 32) return [`id= has ${value.length} characters, but only 32 are allowed.`]
  return [`id=${value.slice(0, 40)} has characters other than letters and digits.`]
}

/**
 * One record that senders can read, in place of those that are there. It has everything in them that can be read: an id
 * changes only when the policy does.
 *
 * @param fresh the id for where none can be read
 */
export function repairedMtaSts(texts: readonly string[], fresh: string): string {
  const records = texts.map((text) => loosenedFields(text, ['id']))
  // Of several records, the last id counts: ids are mostly times. Senders fetch the policy anew in any case.
  const id = records
    .flatMap((parts) => idsIn(parts).slice(0, 1))
    .toSorted()
    .at(-1)
  const parts = records.flat()
  // Names of fields are compared letter by letter, so ID= would be an extension of its own.
  const extensions = parts.filter((part) => isExtension(part) && !/^(?:v|id)=/i.test(part))
  return `${[VERSION, `id=${id ?? fresh}`, ...new Set(extensions)].join('; ')};`
}

function idsIn(parts: readonly string[]): string[] {
  return parts.flatMap((part) => {
    const [, written] = /^id\s*[=:]\s*(.*)$/i.exec(part) ?? []
    const id = bareValue(written ?? '')
    return ID.test(id) ? [id] : []
  })
}
