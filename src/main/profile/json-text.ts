import * as v from 'valibot'

/** Reads JSON that was stored; undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const StoredRow = v.object({ id: v.number(), content: v.string() })

/**
 * The content of a row with `id` and `content`, the id included; empty when it does not read back.
 *
 * @param schema of the content with its id
 */
export function readBack<T>(schema: v.GenericSchema<unknown, T>, row: unknown): T[] {
  const { id, content } = v.parse(StoredRow, row)
  const stored = parseJson(content)
  const read = v.safeParse(schema, typeof stored === 'object' ? { ...stored, id } : stored)
  return read.success ? [read.output] : []
}
