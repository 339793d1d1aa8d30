import { quotedPart } from './tag-list'

/** One `name=value` of a record. */
export interface Field {
  readonly name: string
  readonly value: string
}

/** A record of MTA-STS or TLS-RPT, read. */
export interface FieldList {
  /** The fields behind the version that can be read, in the order written; a name may stand there several times. */
  readonly fields: readonly Field[]
  /** What breaks the syntax and where, one plain sentence each; empty when nothing does. */
  readonly faults: readonly string[]
}

/** Fields that a kind of record defines, each with what is wrong with a value. */
export type OwnFields = ReadonlyMap<string, (value: string) => readonly string[]>

/** RFC 8461 section 3.1 and RFC 8460 section 3 write extensions alike: their names, and their values. */
const EXTENSION_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/
const EXTENSION_VALUE = /^[\x21-\x3a\x3c\x3e-\x7e]+$/
/** A stranger may add any number. */
const MAX_FIELDS = 50

/**
 * Reads a record as RFC 8461 section 3.1 and RFC 8460 section 3 write it: the version, letter by letter, then fields
 * divided by semicolons with blanks around them; a semicolon may end it. Fields that nobody knows are ignored.
 *
 * @param version such as `v=STSv1`
 * @param own fields that the kind of record defines; they are not held to the form of an extension's value
 */
export function parseFieldList(text: string, version: string, own: OwnFields): FieldList {
  const faults: string[] = []
  const fields: Field[] = []
  const [first = '', ...rest] = text.split(';', MAX_FIELDS + 1)
  faults.push(...versionFaults(first, version, text))
  // A semicolon may end the record.
  if (rest.at(-1)?.trim() === '') rest.pop()
  if (rest.length >= MAX_FIELDS)
    faults.push(`It has more than ${MAX_FIELDS} fields, and Zonedesk did not read the others.`)
  for (const [index, piece] of rest.entries()) {
    const part = piece.replace(/^[ \t]+|[ \t]+$/g, '')
    const at = part.indexOf('=')
    const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
    const found = fieldFaults(part, name, value, own, index + 1)
    if (found.length > 0) faults.push(...found)
    else fields.push({ name, value })
  }
  return { fields, faults }
}

function versionFaults(first: string, version: string, text: string): string[] {
  if (first.replace(/[ \t]+$/, '') === version) {
    return text.includes(';') ? [] : [`Nothing stands behind ${version}.`]
  }
  if (first.trim().replace(/\s/g, '').toLowerCase() === version.toLowerCase()) {
    return [`It has to begin with ${version}, letter by letter, but it begins with ${quotedPart(first)}.`]
  }
  if (first.trim().replace(/\\$/, '').toLowerCase() === version.toLowerCase()) {
    return [`A backslash stands behind ${version}.`]
  }
  if (first.trim().toLowerCase().startsWith(version.toLowerCase())) {
    return [`A semicolon is missing behind ${version}.`]
  }
  return [`It does not begin with ${version}.`]
}

function fieldFaults(part: string, name: string, value: string, own: OwnFields, place: number): string[] {
  const where = `Part ${place} behind the version`
  if (part === '') return [`${where} is empty: two semicolons follow each other.`]
  if (!part.includes('=')) return [`${where}, ${quotedPart(part)}, is not name=value.`]
  const check = own.get(name)
  if (check !== undefined) return check(value).map((what) => `${where}: ${what}`)
  if (/^\s|\s$/.test(name) || /^\s/.test(value))
    return [`${where}, ${quotedPart(part)}, has a blank beside the equals sign.`]
  const close = [...own.keys()].find((known) => known.toLowerCase() === name.toLowerCase())
  if (close !== undefined) return [`${where}: ${name} has to be written ${close}.`]
  if (!EXTENSION_NAME.test(name)) return [`${where}, ${quotedPart(part)}, has a name that no field may have.`]
  if (EXTENSION_VALUE.test(value)) return []
  return [
    `${where}, ${quotedPart(part)}, has ${value === '' ? 'no value' : 'a value with characters that no value may have'}.`,
  ]
}

/** What comes along when a record is copied: quotation marks, backslashes and characters that nobody sees. */
const COPIED = /[\\"\u2018-\u201e\u00ab\u00bb\u200b\ufeff]/g

/**
 * The pieces of a record that cannot be read whole, divided where its author meant it. If the record begins with
 * characters that were copied along, or has an escaped semicolon, all such characters are left out.
 *
 * @param known names of fields, before which a semicolon may have been forgotten
 */
export function loosenedFields(text: string, known: readonly string[]): string[] {
  const written = text.slice(0, MAX_LOOSENED)
  const divided = new RegExp(String.raw`;|[\s,]+(?=(?:v|${known.join('|')})\s*=)`, 'i')
  const isCopied = /^\W|\\;/.test(written)
  return (isCopied ? written.replace(COPIED, '') : written)
    .split(divided)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, MAX_FIELDS)
}

/** Longer texts are no slip of the hand, in characters. */
const MAX_LOOSENED = 4096

/** Whether a piece can stand in a record as an extension (RFC 8461 section 3.1, RFC 8460 section 3). */
export function isExtension(part: string): boolean {
  const at = part.indexOf('=')
  return at > 0 && EXTENSION_NAME.test(part.slice(0, at)) && EXTENSION_VALUE.test(part.slice(at + 1))
}

/** A value without what came along when it was copied. */
export function bareValue(value: string): string {
  return value.replace(COPIED, '').trim()
}
