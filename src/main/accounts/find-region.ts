import type { ProviderRegion } from '../../preload/contract/accounts'
import { type Failure, ZonedeskError } from '../../preload/contract/failure'
import { REGION_URLS } from './base-url'
import type { Connect } from './connection'

/** The region that knows a key, and how many domains the account has there; null where it does not say. */
export interface FoundRegion {
  readonly region: ProviderRegion
  readonly domains: number | null
}

type RegionAnswer = { readonly domains: number | null } | { readonly failure: Failure }

const NAMES: Readonly<Record<ProviderRegion, string>> = { us: 'United States', eu: 'Europe' }

/**
 * Asks both regions of the provider at the same time for one domain, which changes nothing. Each gets one request, and
 * the key goes nowhere else. Source: API, base URLs: a key works in one region only.
 *
 * @throws ZonedeskError where not exactly one region knows the key; the message has what each of them said
 */
export async function findRegion(connect: Connect, apiKey: string): Promise<FoundRegion> {
  const ask = async (region: ProviderRegion): Promise<RegionAnswer> => {
    const client = connect({
      kind: 'provider',
      baseUrl: REGION_URLS[region],
      apiKey: () => Promise.resolve(apiKey),
    })
    try {
      const { total } = await client.list({ limit: 1, skip: 0 }, undefined, { once: true })
      return { domains: total }
    } catch (error) {
      if (error instanceof ZonedeskError) return { failure: error.failure }
      throw error
    }
  }
  const [us, eu] = await Promise.all([ask('us'), ask('eu')])
  if (!('failure' in us) && !('failure' in eu)) throw inBoth()
  if (!('failure' in us)) return { region: 'us', domains: us.domains }
  if (!('failure' in eu)) return { region: 'eu', domains: eu.domains }
  throw inNeither({ us: us.failure, eu: eu.failure })
}

function inBoth(): ZonedeskError {
  return new ZonedeskError('refused', 'Both regions know this API key.', {
    fix: 'Choose the region that your domains are in.',
  })
}

function inNeither(failures: Readonly<Record<ProviderRegion, Failure>>): ZonedeskError {
  const { us, eu } = failures
  if (us.code === 'unauthorized' && eu.code === 'unauthorized') {
    return new ZonedeskError('unauthorized', 'Neither region knows this API key.', {
      fix: 'Copy the whole key again. It must be a key of the account: a key for sending is not enough.',
    })
  }
  // What a region that does not know the key wants is no help while the other one has not answered.
  const telling = us.code === 'unauthorized' ? eu : us
  const said = (['us', 'eu'] as const).map((region) => `${NAMES[region]}: ${failures[region].message}`)
  return new ZonedeskError(telling.code, `No region took the API key. ${said.join(' ')}`, {
    fix: telling.fix,
    retryable: us.retryable || eu.retryable,
  })
}
