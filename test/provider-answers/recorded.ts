import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const Exchange = v.object({
  request: v.object({ method: v.string(), path: v.string(), form: v.nullable(v.string()) }),
  status: v.number(),
  contentType: v.string(),
  body: v.unknown(),
})
/** A request to the real provider and its answer, as recorded in the public test data of one of its clients. */
export type Exchange = v.InferOutput<typeof Exchange>

/** All of them, in the order of the file. */
export const RECORDED: readonly Exchange[] = v.parse(
  v.object({ exchanges: v.array(Exchange) }),
  JSON.parse(readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8')),
).exchanges
