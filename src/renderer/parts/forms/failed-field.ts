import type { Failure } from '../../../preload/contract/failure'

/**
 * The form field a failure belongs to: the last part of the request's path, so that `changes.webPrefix` and
 * `webPrefix` name the same field. The API's own spelling, such as `web_prefix`, names it too.
 *
 * @param fields the form's fields
 * @returns null when the failure belongs to none of them
 */
export function failedField<Name extends string>(failure: Failure, fields: readonly Name[]): Name | null {
  const last = failure.field
    ?.split('.')
    .at(-1)
    ?.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return fields.find((field) => field === last) ?? null
}

/** A failure as the one line under a field. */
export function fieldSentence(failure: Failure): string {
  return failure.fix === '' ? failure.message : `${failure.message} ${failure.fix}`
}

/**
 * The sentence under each field that a failure says something of.
 *
 * @param field the field `failedField` found
 */
export function fieldSentences<Name extends string>(
  failure: Failure,
  field: Name,
  fields: readonly Name[],
): Partial<Record<Name, string>> {
  const sentences: Partial<Record<Name, string>> = {}
  for (const reason of failure.reasons ?? []) {
    const named = fields.find((one) => one === reason.field)
    if (named !== undefined) sentences[named] = reason.message
  }
  if (sentences[field] === undefined) sentences[field] = fieldSentence(failure)
  return sentences
}
