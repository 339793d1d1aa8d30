import type { Disabled } from '../../../preload/contract/domain'

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' })

/** Why a domain is disabled and until when, one sentence each. */
export function disabledWords(disabled: Disabled | null): { why: string; until: string } {
  if (disabled === null) return { why: 'The provider gave no reason.', until: '' }
  const why = [disabled.reason, disabled.note]
    .map(sentence)
    .filter((text, at, all) => text !== '' && all.indexOf(text) === at)
  return {
    why:
      why.length > 0
        ? why.join(' ')
        : disabled.code === ''
          ? 'The provider gave no reason.'
          : `Reason: ${disabled.code}.`,
    until: disabled.permanently
      ? 'It is disabled for good.'
      : disabled.until === null
        ? 'The provider did not say until when.'
        : `It is disabled until ${day.format(disabled.until)}.`,
  }
}

function sentence(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
