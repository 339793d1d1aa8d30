import type { PanelField } from '../../preload/contract/dns-hosts'
import type { Preset } from './preset-schema'

const UNITS: readonly (readonly [seconds: number, word: string])[] = [
  [604_800, 'week'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** The TTL in the form's unit, not below its minimum and among its choices where those are known. */
export function ttlField(seconds: number, preset: Preset): PanelField {
  const { unit, minimum, choices } = preset.ttl
  const label = preset.labels?.ttl ?? 'TTL'
  if (unit === null) {
    return { kind: 'ttl', label, text: '', hint: 'Leave the default.', certain: false, alternatives: [] }
  }
  const raised = Math.max(seconds, minimum?.is ?? 0)
  const allowed = choices === null ? raised : nearestAtLeast(raised, choices.is)
  return {
    kind: 'ttl',
    label,
    text: unit.is === 'seconds' ? String(allowed) : inWords(allowed),
    hint: [hintOf(unit.is, label), raisedHint(seconds, preset)].filter(Boolean).join(' '),
    certain: true,
    alternatives: [],
  }
}

function raisedHint(asked: number, { name, ttl }: Preset): string {
  return ttl.minimum !== null && asked < ttl.minimum.is
    ? `${name} takes no fewer than ${inWords(ttl.minimum.is)}.`
    : ''
}

function hintOf(unit: 'seconds' | 'words', label: string): string {
  if (unit === 'words') return 'Choose this one, or the nearest on offer.'
  return /second/i.test(label) ? '' : 'In seconds.'
}

/** Seconds in the largest unit that divides them, such as `1 hour` or `90 seconds`. */
export function inWords(seconds: number): string {
  for (const [size, word] of UNITS) {
    if (seconds >= size && seconds % size === 0) {
      const count = seconds / size
      return `${count} ${word}${count === 1 ? '' : 's'}`
    }
  }
  return `${seconds} seconds`
}

function nearestAtLeast(seconds: number, choices: readonly number[]): number {
  return choices.find((choice) => choice >= seconds) ?? choices.at(-1) ?? seconds
}
