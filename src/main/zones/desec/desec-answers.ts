import * as v from 'valibot'

/**
 * Answers of deSEC's API v1, as far as they are used. Source: https://desec.readthedocs.io/, pages "Domain Management" and
 * "Retrieving and Creating DNS Records", and github.com/desec-io/desec-stack/tree/main/docs, read in November 2026.
 */
export const DesecDomain = v.object({
  name: v.string(),
  /** Seconds. */
  minimum_ttl: v.optional(v.number()),
})
export type DesecDomain = v.InferOutput<typeof DesecDomain>

export const DesecRrset = v.object({
  /** Whole, with a trailing dot. */
  name: v.string(),
  /** Relative to the domain; empty at its apex. */
  subname: v.string(),
  type: v.string(),
  ttl: v.number(),
  /** In presentation format. */
  records: v.array(v.string()),
})
export type DesecRrset = v.InferOutput<typeof DesecRrset>

/** What deSEC says of a request that it refuses: sentences, at any depth of lists and fields. */
export function desecWords(body: unknown): string | null {
  const sentences: string[] = []
  const visit = (one: unknown, depth: number): void => {
    if (depth > 6) return
    if (typeof one === 'string') sentences.push(one)
    else if (typeof one === 'object' && one !== null) {
      for (const inner of Object.values(one)) visit(inner, depth + 1)
    }
  }
  visit(body, 0)
  return sentences.length === 0 ? null : [...new Set(sentences)].join(' ')
}
