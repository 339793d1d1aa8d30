import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'

const Name = v.nullable(v.string())
/** What a link to a page of keys says: where the page begins and what the list was asked for. */
const KeyPage = v.object({
  /** Null for the first page; the last one is before all that is not there yet. */
  place: v.nullable(
    v.object({ direction: v.picklist(['after', 'before']), host: v.string(), selector: v.string() }),
  ),
  host: Name,
  selector: Name,
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
})
export type KeyPage = v.InferOutput<typeof KeyPage>

/** A page as the text of a link's `page`. It holds nothing secret, and means something to the service alone. */
export function encodeKeyPage(page: KeyPage): string {
  return Buffer.from(JSON.stringify(page)).toString('base64url')
}

/** @throws ZonedeskError `invalid` for a text that is of no link of this service */
export function decodeKeyPage(text: string): KeyPage {
  try {
    return v.parse(KeyPage, JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new ZonedeskError('invalid', 'page must come from a link of an answer', { field: 'page' })
  }
}
