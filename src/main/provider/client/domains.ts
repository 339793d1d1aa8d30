import type { Domain } from '../../../preload/contract/domain'
import type { Caller, CallerRequest } from '../caller'
import { answerFromWire, pageFromWire } from '../from-wire'
import { parseAnswer, requireSameDomain } from '../parse-answer'
import { createForm, listQuery, updateForm } from '../to-form'
import type { DomainCalls, ProviderAnswer, ReadManner } from '../types'
import { WireAnswer, WireMessage, WirePage } from '../wire'
import { secretForms, segment } from './segment'

/**
 * The Domains API. Source: API, `/v4/domains`.
 *
 * @param subaccountId whose domains they are where an answer does not say it; null for the account's own
 */
export function domainCalls(call: Caller, subaccountId: string | null): DomainCalls {
  const owned = (domain: Domain): Domain => ({ ...domain, subaccountId: domain.subaccountId ?? subaccountId })
  const answer = async (
    request: CallerRequest,
    signal: AbortSignal | undefined,
    manner?: ReadManner,
  ): Promise<ProviderAnswer> => {
    const { text, operation } = await call(request, signal, manner)
    const read = answerFromWire(parseAnswer(WireAnswer, text, operation))
    requireSameDomain(read.domain.name, operation)
    return { ...read, domain: owned(read.domain) }
  }

  return {
    list: async (query, signal, manner) => {
      const { text, operation } = await call(
        {
          method: 'GET',
          path: '/v4/domains',
          query: listQuery(query),
          operation: { kind: 'list', name: null },
        },
        signal,
        manner,
      )
      const page = await pageFromWire(parseAnswer(WirePage, text, operation))
      return { ...page, items: page.items.map(owned) }
    },
    create: (name, options, signal) =>
      answer(
        {
          method: 'POST',
          path: '/v4/domains',
          form: createForm(name, options),
          operation: { kind: 'create', name, secrets: secretForms(options.smtpPassword) },
        },
        signal,
      ),
    get: async (name, signal, manner) =>
      answer(
        { method: 'GET', path: `/v4/domains/${segment(name)}`, operation: { kind: 'get', name } },
        signal,
        manner,
      ),
    update: async (name, changes, signal) =>
      answer(
        {
          method: 'PUT',
          path: `/v4/domains/${segment(name)}`,
          form: updateForm(changes),
          operation: { kind: 'update', name, secrets: secretForms(changes.smtpPassword) },
        },
        signal,
      ),
    verify: async (name, signal) =>
      answer(
        { method: 'PUT', path: `/v4/domains/${segment(name)}/verify`, operation: { kind: 'verify', name } },
        signal,
      ),
    delete: async (name, signal) => {
      const { text, operation } = await call(
        { method: 'DELETE', path: `/v3/domains/${segment(name)}`, operation: { kind: 'delete', name } },
        signal,
      )
      // The domain is gone, whatever the body: an empty one is no failure.
      if (text.trim() === '') return { message: '' }
      return { message: parseAnswer(WireMessage, text, operation).message ?? '' }
    },
  }
}
