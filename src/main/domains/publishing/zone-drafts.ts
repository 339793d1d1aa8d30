import { ZoneDraft } from './zone-draft'
import type { PlaceOfZone, ZoneSource } from './zone-source'

/** The zones of one plan, each opened once. */
export class ZoneDrafts {
  readonly #source: Pick<ZoneSource, 'accessFor'>
  /** By connection and the host's id. */
  readonly #drafts = new Map<string, ZoneDraft>()

  constructor(source: Pick<ZoneSource, 'accessFor'>) {
    this.#source = source
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
