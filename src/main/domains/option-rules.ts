import { domainOptions } from '../../preload/contract/domain-options'
import { type FieldReason, ZonedeskError } from '../../preload/contract/failure'
import { type SentOptions, wrongOptions } from '../../preload/contract/wrong-options'

/**
 * Checks what update would send, before it is sent.
 *
 * @throws ZonedeskError `invalid` with every option that cannot be sent
 */
export function requireValidOptions(options: SentOptions): void {
  const [sentences, reasons] = judged(options)
  if (reasons.length > 0) throw refused(sentences, reasons)
}

/**
 * Checks a new domain's name and options together, so that one answer tells everything that is wrong.
 *
 * @param readName reads the name, and throws ZonedeskError `invalid` when it is none
 * @returns what `readName` answers
 * @throws ZonedeskError what `readName` throws, or `invalid` with every field that is wrong
 */
export function requireValidDomain<Name>(readName: () => Name, options: SentOptions): Name {
  const [sentences, reasons] = judged(options)
  let name: Name
  try {
    name = readName()
  } catch (error) {
    const ownSentence = reasons.length === 0 ? null : sentenceOfName(error)
    if (ownSentence === null) throw error
    throw refused([ownSentence, ...sentences], [{ field: 'name', message: ownSentence }, ...reasons])
  }
  if (reasons.length > 0) throw refused(sentences, reasons)
  return name
}

/** The reasons, and a sentence for each that names its field where no label stands above it. */
function judged(options: SentOptions): [string[], FieldReason[]] {
  const reasons = wrongOptions(options)
  return [reasons.map(({ field, message }) => `${domainOptions[field].label}: ${message}`), reasons]
}

/** The sentence of an error about the name; null for any other error. */
function sentenceOfName(error: unknown): string | null {
  if (!(error instanceof ZonedeskError) || error.failure.field !== 'name') return null
  return `${error.failure.message} ${error.failure.fix}`.trim()
}

function refused(sentences: readonly string[], reasons: FieldReason[]): ZonedeskError {
  return new ZonedeskError('invalid', sentences.join(' '), { field: reasons[0]!.field, reasons })
}
