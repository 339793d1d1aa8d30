import * as v from 'valibot'

/** What is not known of a form. */
export const UNKNOWN = 'unknown'

/**
 * What the form for an own preset holds. Rules are the words of the preset's file, or `unknown`; texts may be empty.
 */
export interface PresetValues {
  name: string
  /** Patterns, with spaces or commas between them. */
  nameServers: string
  dnsPage: string
  typeLabel: string
  hostLabel: string
  txtLabel: string
  cnameLabel: string
  mxLabel: string
  priorityLabel: string
  ttlLabel: string
  host: string
  apex: string
  target: string
  txt: string
  /** Octets. */
  txtLimit: string
  priority: string
  ttl: string
  /** Seconds. */
  ttlMinimum: string
  apexCname: string
  proxy: boolean
  importReplacesZone: boolean
  note: string
}
export type PresetField = keyof PresetValues

/** The fields in the order they are shown, with nothing known of any. */
export const emptyPreset: Readonly<PresetValues> = {
  name: '',
  nameServers: '',
  dnsPage: '',
  host: UNKNOWN,
  apex: UNKNOWN,
  apexCname: UNKNOWN,
  target: UNKNOWN,
  txt: UNKNOWN,
  priority: UNKNOWN,
  ttl: UNKNOWN,
  ttlMinimum: '',
  txtLimit: '',
  typeLabel: '',
  hostLabel: '',
  txtLabel: '',
  cnameLabel: '',
  mxLabel: '',
  priorityLabel: '',
  ttlLabel: '',
  proxy: false,
  importReplacesZone: false,
  note: '',
}
export const presetFields = Object.keys(emptyPreset) as readonly PresetField[]

const Rule = v.nullable(v.looseObject({ is: v.unknown() }))
const Rules = v.array(v.looseObject({ is: v.string() }))
const Label = v.optional(v.string())
const Labels = v.looseObject({
  type: Label,
  host: Label,
  priority: Label,
  ttl: Label,
  value: v.optional(v.looseObject({ TXT: Label, CNAME: Label, MX: Label })),
})
/** As much of a preset's file as the form edits; what else it has is kept. */
const PresetFile = v.looseObject({
  name: v.string(),
  sources: v.record(v.string(), v.unknown()),
  nameServers: v.array(v.looseObject({ pattern: v.string() })),
  dnsPage: v.nullable(v.looseObject({ url: v.string() })),
  labels: v.nullable(Labels),
  host: Rules,
  apex: Rules,
  target: Rules,
  txt: v.looseObject({
    entry: Rule,
    limit: v.nullable(v.looseObject({ is: v.looseObject({ octets: v.number() }) })),
  }),
  priority: Rule,
  ttl: v.looseObject({ unit: Rule, minimum: Rule }),
  apexCname: Rule,
  proxy: v.nullable(v.looseObject({})),
  importReplacesZone: v.looseObject({ is: v.boolean() }),
  notes: v.array(v.looseObject({ text: v.string() })),
})
type PresetFile = v.InferOutput<typeof PresetFile>

/** The key of the source that what the user says is put down to. */
const OWN_SOURCE = 'own'

/** A preset's file as the form shows it. @throws {SyntaxError | v.ValiError} when it is none */
export function presetValues(text: string): PresetValues {
  const file = read(text)
  const { labels } = file
  return {
    name: file.name,
    nameServers: file.nameServers.map(({ pattern }) => pattern).join(' '),
    dnsPage: file.dnsPage?.url ?? '',
    typeLabel: labels?.type ?? '',
    hostLabel: labels?.host ?? '',
    txtLabel: labels?.value?.TXT ?? '',
    cnameLabel: labels?.value?.CNAME ?? '',
    mxLabel: labels?.value?.MX ?? '',
    priorityLabel: labels?.priority ?? '',
    ttlLabel: labels?.ttl ?? '',
    host: file.host[0]?.is ?? UNKNOWN,
    apex: file.apex[0]?.is ?? UNKNOWN,
    target: file.target[0]?.is ?? UNKNOWN,
    txt: word(file.txt.entry),
    txtLimit: file.txt.limit === null ? '' : String(file.txt.limit.is.octets),
    priority: word(file.priority),
    ttl: word(file.ttl.unit),
    ttlMinimum: typeof file.ttl.minimum?.is === 'number' ? String(file.ttl.minimum.is) : '',
    apexCname: word(file.apexCname),
    proxy: file.proxy !== null,
    importReplacesZone: file.importReplacesZone.is,
    note: file.notes[0]?.text ?? '',
  }
}

/**
 * The file with what the form changed in it. What it did not change stays as it was, with its source: rules for some
 * record types only, further notes.
 *
 * @param text the file the form began with
 */
export function changedPreset(text: string, values: PresetValues): string {
  const file = read(text)
  const before = presetValues(text)
  const source = OWN_SOURCE
  const differs = (...fields: PresetField[]): boolean =>
    fields.some((field) => values[field] !== before[field])
  const rules = (is: string): PresetFile['host'] => (is === UNKNOWN ? [] : [{ is, source }])
  const rule = (is: unknown): PresetFile['priority'] => (is === UNKNOWN || is === '' ? null : { is, source })

  file.name = values.name.trim()
  if (differs('nameServers'))
    file.nameServers = listed(values.nameServers).map((pattern) => ({ pattern, source }))
  const url = values.dnsPage.trim()
  if (differs('dnsPage')) file.dnsPage = url === '' ? null : { url, source }
  if (differs('typeLabel', 'hostLabel', 'txtLabel', 'cnameLabel', 'mxLabel', 'priorityLabel', 'ttlLabel')) {
    file.labels = labelsOf(values, file.labels)
  }
  if (differs('host')) file.host = rules(values.host)
  if (differs('apex')) file.apex = rules(values.apex)
  if (differs('target')) file.target = rules(values.target)
  if (differs('txt')) file.txt.entry = rule(values.txt)
  if (differs('txtLimit')) {
    const octets = numberIn(values.txtLimit)
    file.txt.limit = values.txtLimit.trim() === '' ? null : { is: { octets, counted: 'text' }, source }
  }
  if (differs('priority')) file.priority = rule(values.priority)
  if (differs('ttl')) file.ttl.unit = rule(values.ttl)
  if (differs('ttlMinimum'))
    file.ttl.minimum = values.ttlMinimum.trim() === '' ? null : rule(numberIn(values.ttlMinimum))
  if (differs('apexCname')) file.apexCname = rule(values.apexCname)
  if (differs('proxy')) file.proxy = values.proxy ? { is: true, source } : null
  if (differs('importReplacesZone')) file.importReplacesZone = { is: values.importReplacesZone, source: null }
  if (differs('note')) {
    const note = values.note.trim()
    file.notes = [...(note === '' ? [] : [{ text: note, source }]), ...file.notes.slice(1)]
  }
  file.sources[OWN_SOURCE] = { ref: 'Your own', of: 'form' }
  return JSON.stringify(file)
}

/** Which field of the form a path in the file belongs to, longest first; null when it is none of the form's. */
export function fieldAt(path: string): PresetField | null {
  return PATHS.find(([prefix]) => path === prefix || path.startsWith(`${prefix}.`))?.[1] ?? null
}

const PATHS: readonly (readonly [path: string, field: PresetField])[] = [
  ['name', 'name'],
  ['nameServers', 'nameServers'],
  ['dnsPage', 'dnsPage'],
  ['labels.type', 'typeLabel'],
  ['labels.host', 'hostLabel'],
  ['labels.value.TXT', 'txtLabel'],
  ['labels.value.CNAME', 'cnameLabel'],
  ['labels.value.MX', 'mxLabel'],
  ['labels.priority', 'priorityLabel'],
  ['labels.ttl', 'ttlLabel'],
  ['host', 'host'],
  ['apex', 'apex'],
  ['target', 'target'],
  ['txt.entry', 'txt'],
  ['txt.limit', 'txtLimit'],
  ['priority', 'priority'],
  ['ttl.unit', 'ttl'],
  ['ttl.minimum', 'ttlMinimum'],
  ['apexCname', 'apexCname'],
  ['proxy', 'proxy'],
  ['importReplacesZone', 'importReplacesZone'],
  ['notes', 'note'],
]

function read(text: string): PresetFile {
  return v.parse(PresetFile, JSON.parse(text))
}

function word(rule: PresetFile['priority']): string {
  return typeof rule?.is === 'string' ? rule.is : UNKNOWN
}

function listed(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '')
}

/** A text that is no number stays text, so that whoever checks it reports it. */
function numberIn(text: string): number {
  const digits = text.trim()
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN
}

/** Labels the form does not show, such as those of addresses, stay. */
function labelsOf(values: PresetValues, before: PresetFile['labels']): PresetFile['labels'] {
  const labels: NonNullable<PresetFile['labels']> = { ...before, source: OWN_SOURCE }
  const ofValue: NonNullable<typeof labels.value> = { ...before?.value }
  put(labels, 'type', values.typeLabel)
  put(labels, 'host', values.hostLabel)
  put(labels, 'priority', values.priorityLabel)
  put(labels, 'ttl', values.ttlLabel)
  put(ofValue, 'TXT', values.txtLabel)
  put(ofValue, 'CNAME', values.cnameLabel)
  put(ofValue, 'MX', values.mxLabel)
  labels.value = isFilled(ofValue) ? ofValue : undefined
  return isFilled({ ...labels, source: undefined }) ? labels : null
}

function isFilled(object: object): boolean {
  return Object.values(object).some((value) => value !== undefined)
}

function put<Key extends string>(object: { [K in Key]?: string | undefined }, key: Key, text: string): void {
  const label = text.trim()
  // What is undefined is not written.
  object[key] = label === '' ? undefined : label
}
