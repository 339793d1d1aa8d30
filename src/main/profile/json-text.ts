import * as v from 'valibot'

/** Reads JSON that was stored; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const StoredRow = v.object({ id: v.number(), content: v.string() })

/**
 * What a row of `id` and `content` holds, its id among it; empty when it does not read back.
 *
 * @param schema of the content with its id
 */
export function readBack<T>(schema: v.GenericSchema<unknown, T>, row: unknown): T[] {
  const { id, content } = v.parse(StoredRow, row)
  const stored = parseJson(content)
  const read = v.safeParse(schema, typeof stored === 'object' ? { ...stored, id } : stored)
  return read.success ? [read.output] : []
}
