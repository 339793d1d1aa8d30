import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Caller } from '../caller'
import type { OperationPart } from '../operation'
import { parseAnswer } from '../parse-answer'
import { providerSentence } from '../provider-sentence'
import type { CertificateCalls } from '../types'
import { WireFilledText, WireText } from '../wire'
import { segment } from './segment'

const WireCertificate = v.object({ status: WireFilledText, error: v.fallback(v.nullish(WireText), null) })

/** The HTTPS certificate of a tracking host, `web_prefix.name`. Source: API, `/v2/x509/{host}`. */
export function certificateCalls(call: Caller): CertificateCalls {
  const ask = async (
    method: 'POST' | 'PUT',
    host: string,
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    await call(
      {
        method,
        path: `/v2/x509/${segment(host, 'host')}`,
        operation: { kind: 'change-part', name: host, part: certificateOf(host) },
      },
      signal,
    )
  }

  return {
    status: async (host, signal, manner) => {
      const part = certificateOf(host)
      try {
        const { text, operation } = await call(
          {
            method: 'GET',
            path: `/v2/x509/${segment(host, 'host')}/status`,
            operation: { kind: 'read-part', name: host, part },
          },
          signal,
          manner,
        )
        const { status, error } = parseAnswer(WireCertificate, text, operation)
        return { status, error: providerSentence(error ?? '', operation.secrets) }
      } catch (error) {
        // None was asked for yet.
        if (error instanceof ZonedeskError && error.failure.code === 'not-found') return null
        throw error
      }
    },
    begin: (host, signal) => ask('POST', host, signal),
    renew: (host, signal) => ask('PUT', host, signal),
  }
}

function certificateOf(host: string): OperationPart {
  return {
    words: `certificate of ${host}`,
    fix: `If it is about the CNAME record of ${host}, point that straight at the provider, without a proxy, and try again.`,
  }
}
