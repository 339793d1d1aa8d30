import { MovedKind } from '../../../preload/contract/moving'

/** A number for each kind that has one. */
export type KindNumbers = Map<MovedKind, number>

/** The numbers in the order in which the window shows the kinds; those without one are zero. */
export function inKinds(numbers: ReadonlyMap<MovedKind, number>): { kind: MovedKind; count: number }[] {
  return MovedKind.options.map((kind) => ({ kind, count: numbers.get(kind) ?? 0 }))
}
