import * as v from 'valibot'
import type { Caller } from '../caller'
import type { OperationPart } from '../operation'
import { parseAnswer } from '../parse-answer'
import type { ConnectionCalls } from '../types'
import { WireBoolean } from '../wire'
import { segment } from './segment'

const MaybeBoolean = v.fallback(v.nullish(WireBoolean), null)
const WireConnection = v.object({ require_tls: MaybeBoolean, skip_verification: MaybeBoolean })

/** How mail leaves for the servers of others. Source: API, `/v3/domains/{name}/connection`. */
export function connectionCalls(call: Caller): ConnectionCalls {
  return {
    get: async (name, signal, manner) => {
      const { text, operation } = await call(
        {
          method: 'GET',
          path: `/v3/domains/${segment(name)}/connection`,
          operation: { kind: 'read-part', name, part: connectionOf(name) },
        },
        signal,
        manner,
      )
      const { require_tls, skip_verification } = parseAnswer(WireConnection, text, operation)
      return { requireTls: require_tls ?? null, skipVerification: skip_verification ?? null }
    },
    set: async (name, { requireTls, skipVerification }, signal) => {
      const form = new URLSearchParams()
      if (requireTls !== null) form.set('require_tls', String(requireTls))
      if (skipVerification !== null) form.set('skip_verification', String(skipVerification))
      const { text, operation } = await call(
        {
          method: 'PUT',
          path: `/v3/domains/${segment(name)}/connection`,
          form,
          operation: { kind: 'change-part', name, part: connectionOf(name) },
        },
        signal,
      )
      const answer = parseAnswer(WireConnection, text, operation)
      return { requireTls: answer.require_tls ?? null, skipVerification: answer.skip_verification ?? null }
    },
  }
}

function connectionOf(name: string): OperationPart {
  return { words: `connection settings of ${name}`, fix: 'Change what the provider names and try again.' }
}
