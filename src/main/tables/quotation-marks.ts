/** Which typographic marks close what each of them opens, as languages and word processors pair them. */
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['“', '”“'],
  ['„', '“”„'],
  ['”', '”'],
  ['‟', '”'],
  ['«', '»'],
  ['»', '«»'],
  ['〝', '〞〟'],
  ['＂', '＂'],
  // An apostrophe (’) opens none: names such as ’s-Hertogenbosch begin with it.
  ['‘', '’‘'],
  ['‚', '‘’'],
  ['‹', '›'],
  ['›', '‹›'],
])

/** Marks that come only in pairs. An apostrophe, or a single mark that looks like one, may come alone. */
const PAIRED = '“”„‟«»〝〞〟＂'

/** Marks that people, mail programs and word processors put around a name. */
const AROUND = `<>"'\`´${PAIRED}‘’‚‛‹›`
const WRAPPED = new RegExp(`^[${AROUND}]+|[${AROUND}]+$`, 'gu')

/** Takes the marks of any kind away from both ends of a name. */
export function withoutMarksAround(name: string): string {
  return name.replace(WRAPPED, '')
}

/** The typographic marks that close a cell which begins with this character; undefined when it opens none. */
export function closingMarks(first: string | undefined): string | undefined {
  return first === undefined ? undefined : CLOSING.get(first)
}

/** Whether a text begins or ends with a typographic mark that has lost its other one. */
export function hasLooseMark(text: string): boolean {
  const characters = [...text.trim()]
  const atAnEnd = [characters.at(0), characters.at(-1)].some(
    (end) => end !== undefined && PAIRED.includes(end),
  )
  return atAnEnd && characters.filter((character) => PAIRED.includes(character)).length % 2 === 1
}
