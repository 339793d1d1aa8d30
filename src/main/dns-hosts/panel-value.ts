import type { DnsRecord } from '../../preload/contract/domain'
import type { PanelField, PanelWarning } from '../../preload/contract/dns-hosts'
import { characterStrings, MAX_CHARACTER_STRING, octetLength, quotedText } from './character-strings'
import { ruleFor, type Preset } from './preset-schema'
import { address, bareName, preference } from './rdata'

/** What a value field is called where the host's own words are not known. */
const PLAIN_LABELS: Readonly<Record<DnsRecord['type'], string>> = {
  A: 'IPv4 address',
  AAAA: 'IPv6 address',
  CNAME: 'Target',
  MX: 'Mail server',
  TXT: 'Value',
}

interface ValueFields {
  readonly fields: PanelField[]
  readonly warnings: PanelWarning[]
}

/** What to type in the value field, and in the priority field where the form has one. */
export function valueFields(record: DnsRecord, preset: Preset): ValueFields {
  const label = preset.labels?.value?.[record.type] ?? PLAIN_LABELS[record.type]
  if (record.value === '') return noValue(label)
  switch (record.type) {
    case 'TXT':
      return textField(record.value, preset, label)
    case 'CNAME':
      return target(record, preset, label, '')
    case 'MX':
      return exchangeFields(record, preset, label)
    case 'A':
    case 'AAAA':
      return { fields: [sure(label, address(record))], warnings: [] }
  }
}

function textField(value: string, preset: Preset, label: string): ValueFields {
  const quoted = quotedText(value)
  const warnings = textWarnings(value, quoted, preset)
  const entry = preset.txt.entry
  const long = octetLength(value) > MAX_CHARACTER_STRING
  if (entry !== null) {
    const text = entry.is === 'quoted' ? quoted : value
    const unsure = long && entry.is === 'bare' ? longTextWarning(value, preset) : null
    const certain = isOfForm(preset, entry.source) && unsure === null
    const other = entry.is === 'quoted' ? value : quoted
    const when =
      entry.is === 'quoted' ? 'when the form adds quotes itself' : 'when the form refuses the plain text'
    return {
      fields: [{ ...sure(label, text), certain, alternatives: certain ? [] : [{ text: other, when }] }],
      warnings: unsure === null ? warnings : [unsure, ...warnings],
    }
  }
  const split: PanelWarning = {
    code: 'txt-split-unknown',
    message: `This text has ${octetLength(value)} octets, and one character-string holds ${MAX_CHARACTER_STRING}. Most forms split it themselves; when this one refuses it or cuts it, use the quoted parts.`,
  }
  return {
    fields: [
      {
        ...sure(label, value),
        certain: false,
        alternatives: [{ text: quoted, when: 'when the form wants quotes, or parts of at most 255' }],
      },
    ],
    warnings: long ? [split, ...warnings] : warnings,
  }
}

/**
 * What may become of a text of more than one character-string that is typed whole; null where the host splits it, or
 * says how long a text may be and leaves the splitting to nobody.
 */
function longTextWarning(value: string, { name, txt }: Preset): PanelWarning | null {
  const length = octetLength(value)
  switch (txt.long?.is) {
    case 'split':
      return null
    case 'cut':
      return {
        code: 'txt-cut',
        message: `${name} cuts a text after ${MAX_CHARACTER_STRING} octets, and this one has ${length}: a cut key works nowhere. After saving, compare the end of the text.`,
      }
    case 'refused':
      return {
        code: 'txt-too-long',
        message: `${name} refuses a text of more than ${MAX_CHARACTER_STRING} octets typed whole, and this one has ${length}: use the quoted parts.`,
      }
    case undefined:
      if (txt.limit !== null && txt.limit.is.octets > MAX_CHARACTER_STRING) return null
      return {
        code: 'txt-split-unknown',
        message: `This text has ${length} octets. What ${name} does with more than ${MAX_CHARACTER_STRING} is not known: after saving, compare the end of the text.`,
      }
  }
}

function textWarnings(value: string, quoted: string, preset: Preset): PanelWarning[] {
  const warnings: PanelWarning[] = []
  const limit = preset.txt.limit
  if (limit !== null) {
    const { counted } = limit.is
    const length = lengthAs(counted, value, quoted)
    if (length > limit.is.octets) {
      const form = { text: '', quoted: ' in its quoted form', wire: ' as it goes over the wire' }[counted]
      warnings.push({
        code: 'txt-too-long',
        message: `This text has ${length} octets${form}; ${preset.name} takes at most ${limit.is.octets}.`,
      })
    }
  }
  for (const refused of preset.txt.refuses?.is ?? []) {
    const what = refusedPart(refused, value)
    if (what !== null) {
      warnings.push({ code: 'txt-character', message: `${preset.name} does not take ${what} in a text.` })
    }
  }
  return warnings
}

type Counted = NonNullable<Preset['txt']['limit']>['is']['counted']

/** Octets of a text as its host counts them; on the wire each character-string has one more (RFC 1035 3.3). */
function lengthAs(counted: Counted, value: string, quoted: string): number {
  switch (counted) {
    case 'text':
      return octetLength(value)
    case 'quoted':
      return octetLength(quoted)
    case 'wire':
      return octetLength(value) + characterStrings(value).length
  }
}

type Refused = NonNullable<Preset['txt']['refuses']>['is'][number]

/** What in a text its host refuses, in words; null when the text has nothing of the kind. */
function refusedPart(refused: Refused, value: string): string | null {
  switch (refused) {
    case 'double-quote':
      return value.includes('"') ? 'a double quote' : null
    case 'unpaired-double-quote':
      return value.split('"').length % 2 === 0 ? 'an unpaired double quote' : null
    case 'backslash':
      return value.includes('\\') ? 'a backslash' : null
    case 'trailing-space':
      return value.endsWith(' ') ? 'a space at the end' : null
  }
}

function exchangeFields(record: DnsRecord, preset: Preset, label: string): ValueFields {
  const priority = String(preference(record))
  if (preset.priority?.is === 'inside') return target(record, preset, label, `${priority} `)
  const { fields, warnings } = target(record, preset, label, '')
  const priorityField: PanelField = {
    ...sure(preset.labels?.priority ?? 'Priority', priority),
    kind: 'priority',
    certain: preset.priority !== null && isOfForm(preset, preset.priority.source),
  }
  if (preset.priority !== null) return { fields: [...fields, priorityField], warnings }
  const unknown: PanelWarning = {
    code: 'priority-unknown',
    message: `When the form has no field for the priority, write it before the mail server: ${priority} ${fields[0]?.text ?? ''}`,
  }
  return { fields: [...fields, priorityField], warnings: [...warnings, unknown] }
}

/** A target with or without its dot, after `before`; with the other spelling where no source describes the form. */
function target(record: DnsRecord, preset: Preset, label: string, before: string): ValueFields {
  const bare = bareName(record.value)
  const rule = ruleFor(preset.target, record.type)
  if (rule === null) return unknownDot(label, bare, before)
  const dotted = rule.is === 'dot'
  const text = `${before}${dotted ? `${bare}.` : bare}`
  const warnings = dotted ? [dotBelongs(preset)] : []
  if (isOfForm(preset, rule.source)) return { fields: [sure(label, text)], warnings }
  const other = dotted
    ? { text: `${before}${bare}`, when: 'when the form refuses the dot' }
    : { text: `${before}${bare}.`, when: 'when the form appends the zone to the target' }
  return {
    fields: [{ ...sure(label, text), certain: false, alternatives: [other] }],
    warnings: [...warnings, checkTarget(bare)],
  }
}

/** Whether a rule comes from the form itself, not only from an API. */
function isOfForm(preset: Preset, source: string): boolean {
  return preset.sources[source]?.of === 'form'
}

function unknownDot(label: string, bare: string, before: string): ValueFields {
  return {
    fields: [
      {
        ...sure(label, `${before}${bare}`),
        certain: false,
        alternatives: [{ text: `${before}${bare}.`, when: 'when the form appends the zone to the target' }],
      },
    ],
    warnings: [checkTarget(bare)],
  }
}

function checkTarget(bare: string): PanelWarning {
  return {
    code: 'target-dot-unknown',
    message: `After saving, check that the target it shows is ${bare} with nothing after it; otherwise end the target with a dot.`,
  }
}

function dotBelongs(preset: Preset): PanelWarning {
  return {
    code: 'target-dot',
    message: `The dot at the end belongs to the value: without it, ${preset.name} may append the zone to the target.`,
  }
}

function noValue(label: string): ValueFields {
  return {
    fields: [{ ...sure(label, ''), hint: 'The provider gave no value.', certain: false }],
    warnings: [
      { code: 'no-value', message: 'The provider gave no value for this record; refresh the domain first.' },
    ],
  }
}

function sure(label: string, text: string): PanelField {
  return { kind: 'value', label, text, hint: '', certain: true, alternatives: [] }
}
