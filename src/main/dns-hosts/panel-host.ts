import type { DnsRecord } from '../../preload/contract/domain'
import type { PanelField, PanelWarning } from '../../preload/contract/dns-hosts'
import { relativeName } from '../names/zone-cut'
import { bareName } from './rdata'
import { ruleFor, type Preset } from './preset-schema'

type HostForm = Preset['host'][number]['is'] | Preset['apex'][number]['is']

/** What to type in the host field, and what may go wrong with it. */
export function hostField(
  record: DnsRecord,
  zone: string,
  preset: Preset,
): { field: PanelField; warnings: PanelWarning[] } {
  const name = bareName(record.name)
  const relative = relativeName(name, zone)
  const label = preset.labels?.host ?? 'Host'
  if (relative === null) return outside(name, zone, label)
  const rule = relative === '' ? ruleFor(preset.apex, record.type) : ruleFor(preset.host, record.type)
  if (rule === null) return unknown(name, relative, label)
  const text = written(rule.is, name, relative)
  const field: PanelField = {
    kind: 'host',
    label,
    text,
    hint: text === '' ? blankHint(rule.is) : '',
    certain: preset.sources[rule.source]?.of === 'form',
    alternatives: [],
  }
  if (field.certain) return { field, warnings: [] }
  return {
    field: { ...field, alternatives: others(name, relative, text) },
    warnings: [
      {
        code: 'rule-from-api',
        message: `Zonedesk knows how the API of ${preset.name} takes the host, but not how the form does. After saving, check that the name it shows is ${name} and does not have the zone twice.`,
      },
    ],
  }
}

function written(form: HostForm, name: string, relative: string): string {
  switch (form) {
    case 'relative':
      return relative
    case '@':
      return '@'
    case 'blank':
    case 'filled':
      return ''
    case 'fqdn':
      return name
    case 'fqdn-dot':
      return `${name}.`
  }
}

function blankHint(form: HostForm): string {
  return form === 'filled' ? 'The form fills this in.' : 'Leave this field blank.'
}

function unknown(name: string, relative: string, label: string): ReturnType<typeof hostField> {
  const text = relative === '' ? '@' : relative
  return {
    field: {
      kind: 'host',
      label,
      text,
      hint: 'What this form wants is not known.',
      certain: false,
      alternatives: others(name, relative, text),
    },
    warnings: [
      {
        code: 'zone-may-be-appended',
        message: `The form may append the zone: after saving, check that the name it shows is ${name} and does not have the zone twice.`,
      },
    ],
  }
}

/** The forms a host field is known to take anywhere, but the one already given. */
function others(name: string, relative: string, given: string): PanelField['alternatives'] {
  const forms =
    relative === ''
      ? [
          { text: '@', when: 'when the form writes the apex as @' },
          { text: '', when: 'when the form wants the field blank at the apex' },
        ]
      : [{ text: relative, when: 'when the form appends the zone' }]
  return [...forms, { text: name, when: 'when the form does not append the zone' }].filter(
    ({ text }) => text !== given,
  )
}

function outside(name: string, zone: string, label: string): ReturnType<typeof hostField> {
  return {
    field: { kind: 'host', label, text: name, hint: '', certain: false, alternatives: [] },
    warnings: [
      {
        code: 'outside-zone',
        message: `${name} is not inside the zone ${zone}: add this record where its own zone is kept.`,
      },
    ],
  }
}
