import { isWritable, type RrsetChange } from '../../../zones/rrset'
import { HeldZone } from '../held/held'
import { SetsByName } from '../held/sets-by-name'
import { ComposedChanges, isChange, type SetDelta, type TtlRules } from './set-delta'

/** What a zone holds with what is planned in it, over what was read. One more change costs what changes. */
export class PlannedSets {
  readonly sets: SetsByName
  readonly #asRead: SetsByName
  readonly #composed: ComposedChanges
  /** By owner name, in the order in which they were first changed. */
  readonly #changes = new Map<string, Map<string, RrsetChange>>()

  constructor(apex: string, asRead: SetsByName, ttls: TtlRules) {
    this.sets = new SetsByName(apex, asRead)
    this.#asRead = asRead
    this.#composed = new ComposedChanges(new HeldZone(apex, asRead, () => true), ttls)
  }

  add(delta: SetDelta): void {
    const change = this.#composed.add(delta)
    const { name, type } = change
    const here = this.#changes.get(name) ?? new Map<string, RrsetChange>()
    this.#changes.set(name, here.set(type, change))
    const changed = new Map([...here].filter(([, one]) => isChange(one)))
    const stays = this.#asRead.at(name).filter((set) => !isWritable(set) || !changed.has(set.type))
    this.sets.put(name, [...stays, ...[...changed.values()].flatMap(({ after }) => after ?? [])])
  }
}
