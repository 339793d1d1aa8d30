import type { HeldZone } from '../held/held'
import { ZoneDraft } from './zone-draft'
import type { PlaceOfZone, ZoneSource } from './zone-source'

/** The zones of one plan, each opened once. */
export class ZoneDrafts {
  readonly #source: Pick<ZoneSource, 'accessFor'>
  /** By connection and the host's id. */
  readonly #drafts = new Map<string, ZoneDraft>()
  #turn = 0

  constructor(source: Pick<ZoneSource, 'accessFor'>) {
    this.#source = source
  }

  /** The same zones as they were read, with nothing planned yet. */
  afresh(): ZoneDrafts {
    const drafts = new ZoneDrafts(this.#source)
    for (const [id, draft] of this.#drafts) drafts.#drafts.set(id, draft.afresh())
    drafts.#turn = this.#turn
    return drafts
  }

  /** The draft of the zone of another one: its own where that is one of them. */
  like({ connection, zone }: Pick<ZoneDraft, 'connection' | 'zone'>): ZoneDraft | undefined {
    return this.#drafts.get(`${connection.id} ${zone.id}`)
  }

  /** The other zones of the plan that were read. */
  beside(own: readonly ZoneDraft[]): ZoneDraft[] {
    return [...this.#drafts.values()].filter((draft) => draft.isRead && !own.includes(draft))
  }

  /** Numbers what is planned, in order. */
  nextTurn(): number {
    this.#turn += 1
    return this.#turn
  }

  /** @throws ZonedeskError as `ZoneSource.accessFor` */
  async of({ connection, zone }: PlaceOfZone & { readonly state: 'ready' }): Promise<ZoneDraft> {
    const id = `${connection.id} ${zone.id}`
    const access = await this.#source.accessFor(connection.id)
    const draft = this.#drafts.get(id) ?? new ZoneDraft(connection, zone, access)
    this.#drafts.set(id, draft)
    return draft
  }
}

/**
 * Plans a domain when its turn has come in each of its zones. Every domain takes the zones in the same order, so that no
 * two wait for each other.
 *
 * @param wanted at least one zone, with the names in it that the plan has to know
 * @param plan told what each zone holds, in the order of `wanted`
 * @throws ZonedeskError where a zone cannot be read
 */
export function planTogether<T>(
  wanted: readonly { readonly draft: ZoneDraft; readonly names: readonly string[] }[],
  signal: AbortSignal,
  plan: (held: readonly HeldZone[]) => T,
): Promise<T> {
  const ordered = wanted.toSorted((a, b) => (orderOf(a.draft) < orderOf(b.draft) ? -1 : 1))
  const held = new Map<ZoneDraft, HeldZone>()
  const from = async (at: number): Promise<T> => {
    const next = ordered[at]
    if (next === undefined) return plan(wanted.flatMap(({ draft }) => held.get(draft) ?? []))
    return next.draft.turn(next.names, signal, (zone) => {
      held.set(next.draft, zone)
      return from(at + 1)
    })
  }
  return from(0)
}

function orderOf({ connection, zone }: ZoneDraft): string {
  return `${connection.id} ${zone.id}`
}
