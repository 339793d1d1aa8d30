import * as v from 'valibot'

/** Something the user should know that happened outside any call, such as a cache that was set aside. */
export const Notice = v.object({
  id: v.string(),
  severity: v.picklist(['info', 'warn', 'bad']),
  message: v.string(),
  fix: v.string(),
})
export type Notice = v.InferOutput<typeof Notice>
