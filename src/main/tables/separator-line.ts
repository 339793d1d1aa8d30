/** The first line that Excel takes for an instruction and writes for other programs: `sep=;`, `sep=\t`, also quoted. */
const SEPARATOR_LINE = /^\s*"?\s*sep\s*= *(\\t|[^\p{L}\p{N}\s"']|\t)"?[\s,;|]*$/iu

/** The delimiter that a first line names by `sep=`; null when it is none of these lines. */
export function separatorOf(firstLine: string): string | null {
  const named = SEPARATOR_LINE.exec(firstLine)?.[1]
  if (named === '\\t') return '\t'
  // One UTF-16 code unit, as the rows are read by them.
  return named?.length === 1 ? named : null
}
