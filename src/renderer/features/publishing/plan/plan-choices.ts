import type { PublishLine, PublishVerdict } from '../../../../preload/contract/publishing'

/** Which domains of a plan are shown. */
export type PlanChoice = 'all' | 'decide' | 'left' | PublishVerdict

const CHOICES: readonly (readonly [id: PlanChoice, label: string])[] = [
  ['all', 'All'],
  ['change', 'Will be written'],
  ['decide', 'To decide'],
  ['refused', 'Nothing is written'],
  ['same', 'Has every record'],
  ['left', 'Left out by you'],
]

/** Whether a domain of a plan is shown. A domain can be among several. */
function isShown(line: PublishLine, choice: PlanChoice, left: ReadonlySet<number>): boolean {
  const isLeft = left.has(line.position)
  switch (choice) {
    case 'all':
      return true
    case 'decide':
      return line.leftOut > 0
    case 'left':
      return isLeft
    default:
      return line.verdict === choice && !(choice === 'change' && isLeft)
  }
}

/**
 * The domains of a plan that are shown, in their order.
 *
 * @param left places of the domains that the user leaves out
 */
export function shownLines(
  lines: readonly PublishLine[],
  choice: PlanChoice,
  left: ReadonlySet<number>,
): PublishLine[] {
  return lines.filter((line) => isShown(line, choice, left))
}

/** What the list of a plan can be narrowed to, and how many domains each has. */
export function planChoices(
  lines: readonly PublishLine[],
  left: ReadonlySet<number>,
): { readonly id: PlanChoice; readonly label: string; readonly count: number }[] {
  return CHOICES.map(([id, label]) => ({ id, label, count: shownLines(lines, id, left).length }))
}
