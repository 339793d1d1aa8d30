import * as v from 'valibot'
import { type Subaccount, SubaccountStatus } from '../../../preload/contract/subaccounts'
import type { Caller } from '../caller'
import { parseAnswer } from '../parse-answer'
import type { SubaccountCalls } from '../types'
import { WireId, WireInteger, WireText } from '../wire'

const WireSubaccount = v.object({
  id: WireId,
  name: v.fallback(v.nullish(WireText), null),
  status: v.fallback(v.nullish(v.pipe(v.string(), v.toLowerCase(), SubaccountStatus)), null),
})
const WireSubaccounts = v.object({
  subaccounts: v.nullish(v.array(v.unknown()), []),
  total: v.fallback(v.nullish(WireInteger), null),
})

/** The accounts below an account. Source: API, `GET /v5/accounts/subaccounts`. */
export function subaccountCalls(call: Caller): SubaccountCalls {
  return {
    list: async ({ skip, limit }, signal, manner) => {
      const { text, operation } = await call(
        {
          method: 'GET',
          path: '/v5/accounts/subaccounts',
          query: new URLSearchParams({ skip: String(skip), limit: String(limit), sort: 'asc' }),
          operation: {
            kind: 'read-part',
            name: null,
            part: { words: 'subaccounts of this account', fix: 'Use a key that may administer the account.' },
          },
        },
        signal,
        manner,
      )
      const { subaccounts, total } = parseAnswer(WireSubaccounts, text, operation)
      return {
        total: total ?? null,
        subaccounts: subaccounts.flatMap((item) => subaccountFromWire(item) ?? []),
      }
    },
  }
}

function subaccountFromWire(item: unknown): Subaccount | null {
  const parsed = v.safeParse(WireSubaccount, item)
  if (!parsed.success) return null
  const { id, name, status } = parsed.output
  return { id, name: name?.trim() || id, status: status ?? null }
}
