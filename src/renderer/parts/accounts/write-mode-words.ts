import Hand from '@lucide/svelte/icons/hand'
import Lock from '@lucide/svelte/icons/lock'
import type { WriteMode } from '../../../preload/contract/accounts'
import type { IconComponent } from '../../base/icon'
import type { Tone } from '../../ui/tone'

/** What the window shows of a mode that is not the usual one. */
export interface WriteModeMark {
  readonly icon: IconComponent
  readonly word: string
  readonly tone: Tone
}

const MARKS: Readonly<Record<WriteMode, WriteModeMark | undefined>> = {
  normal: undefined,
  confirm: { icon: Hand, word: 'Asks first', tone: 'warn' },
  'read-only': { icon: Lock, word: 'Read only', tone: 'info' },
}

/** The mark of an account; none in the usual mode. */
export function writeModeMark(mode: WriteMode): WriteModeMark | undefined {
  return MARKS[mode]
}

export const WRITE_MODE_LABEL: Readonly<Record<WriteMode, string>> = {
  normal: 'Allowed',
  confirm: 'Ask before each',
  'read-only': 'None: read only',
}

export const WRITE_MODE_HELP: Readonly<Record<WriteMode, string>> = {
  normal: 'Zonedesk changes what you tell it to.',
  confirm: 'Zonedesk shows what it is about to send, and sends it once you say yes.',
  'read-only': 'Zonedesk only reads. Your tags, notes and checks of DNS work as always.',
}

export const writeModes: readonly { value: WriteMode; label: string }[] = (
  ['normal', 'confirm', 'read-only'] as const
).map((value) => ({ value, label: WRITE_MODE_LABEL[value] }))
