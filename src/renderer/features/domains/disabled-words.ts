import type { Disabled } from '../../../preload/contract/domain'

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' })

/** What the provider said about why a domain is disabled, in its own words, without what it left out. */
export interface DisabledWords {
  /** Until when, one sentence. */
  until: string
  facts: { label: string; text: string }[]
}

export function disabledWords(disabled: Disabled | null): DisabledWords {
  const { reason = '', note = '', code = '' } = disabled ?? {}
  const facts = [
    { label: 'Reason', text: reason.trim() },
    { label: 'Note', text: note.trim() === reason.trim() ? '' : note.trim() },
    { label: 'Code', text: code.trim() },
  ].filter(({ text }) => text !== '')
  return {
    until: untilSentence(disabled),
    facts: facts.length > 0 ? facts : [{ label: 'Reason', text: 'The provider gave none.' }],
  }
}

function untilSentence(disabled: Disabled | null): string {
  if (disabled?.permanently === true) return 'It is disabled permanently.'
  if (disabled === null || disabled.until === null) return 'The provider did not say until when.'
  return `It is disabled until ${day.format(disabled.until)}.`
}
