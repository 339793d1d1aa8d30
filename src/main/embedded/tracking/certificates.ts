import { ZonedeskError } from '../../../preload/contract/failure'
import { recordsOf } from '../records/answers'
import { plainName, type Scope } from '../requests/context'
import { judge, type Judgement } from '../records/judgement'
import {
  CERTIFICATE_BEGUN,
  CERTIFICATE_UNDER_WAY,
  CERTIFICATE_VALID,
  INVALID_CNAME,
  NO_CERTIFICATE,
  NO_TRACKING_DOMAIN,
  tooManyCertificates,
} from '../records/messages'
import type { ExpectedRecord } from '../records/record-generation'
import type { StoredDomain } from '../store/stored-domain'
import { nothingLookedUp } from '../domains/verify-domain'
import type { StoredCertificate } from '../store/certificate-table'

/*
 * The certificate of a tracking host, as far as a service without a certificate authority can have one: its status
 * follows DNS as the provider's does, and no certificate is made.
 */

const DAY_MS = 24 * 60 * 60 * 1000
/** How long one takes to be had, in milliseconds: so long that a client sees it under way. */
const PROCESSING_MS = 1_000
/** How long one is good. Source: https://letsencrypt.org/docs/faq/, which the provider uses. */
const VALID_MS = 90 * DAY_MS
/** Source: https://letsencrypt.org/docs/rate-limits/, "new certificates per exact set of identifiers". */
const MOST = { times: 5, days: 7 }

/**
 * `GET /v2/x509/{host}/status`: one that is under way ends when the answer is asked for, by what DNS says then. A lookup
 * that fails says nothing, so it goes on.
 *
 * @throws ZonedeskError `not-found` until one was begun
 */
export async function certificateStatus(scope: Scope, host: string) {
  const { store, now } = scope
  const tracking = requireTracking(scope, host)
  const certificate = requireBegun(scope, tracking)
  const isDue = certificate.status === 'processing' && now() - certificate.begun_at >= PROCESSING_MS
  const judgement = isDue ? await judged(scope, tracking) : null
  if (judgement === null) return statusAnswer(certificate, now())
  return store.transaction(() => {
    const current = requireBegun(scope, requireTracking(scope, host))
    // One that was begun anew meanwhile is another one.
    if (current.begun_at !== certificate.begun_at) return statusAnswer(current, now())
    const met = judgement.valid === 'valid'
    const decided: StoredCertificate = {
      ...current,
      status: met ? 'active' : 'error',
      error: met ? null : INVALID_CNAME,
      expires_at: met ? now() + VALID_MS : current.expires_at,
    }
    store.certificates.set(decided)
    return statusAnswer(decided, now())
  })
}

/**
 * `POST /v2/x509/{host}`: begins the first certificate, or one in the place of a failed or expired one.
 *
 * @throws ZonedeskError `not-found`, `refused` for a CNAME that does not lead to the provider, `already-exists`,
 *   `rate-limited`, `offline` when DNS does not answer
 */
export function generateCertificate(scope: Scope, host: string) {
  return begin(scope, host, { mustExist: false })
}

/**
 * `PUT /v2/x509/{host}`: begins anew. One that is still good stays. Source: API, "This will not regenerate an existing
 * certificate that is still valid".
 *
 * @throws ZonedeskError as `generateCertificate`, and `not-found` until one was begun
 */
export function renewCertificate(scope: Scope, host: string) {
  return begin(scope, host, { mustExist: true })
}

async function begin(scope: Scope, host: string, { mustExist }: { readonly mustExist: boolean }) {
  const { store, now } = scope
  const tracking = requireTracking(scope, host)
  requireFree(scope, tracking, mustExist)
  const judgement = await judged(scope, tracking)
  if (judgement === null) throw nothingLookedUp([])
  if (judgement.valid !== 'valid') throw new ZonedeskError('refused', INVALID_CNAME)
  store.transaction(() => {
    const current = requireTracking(scope, host)
    const before = requireFree(scope, current, mustExist)
    store.certificates.set({
      host: current.record.name,
      domain_seq: current.domain.seq,
      status: 'processing',
      error: null,
      begun_at: now(),
      expires_at: before?.expires_at ?? null,
      begun_before: before === null ? [] : recent([...before.begun_before, before.begun_at], now()),
    })
  })
  return { message: CERTIFICATE_BEGUN, location: `/v2/x509/${tracking.record.name}/status` }
}

interface Tracking {
  readonly domain: StoredDomain
  /** The CNAME at the tracking host. */
  readonly record: ExpectedRecord
}

/** The domain whose `web_prefix` and name make a host. */
function requireTracking({ store, hosts, subaccountId }: Scope, host: string): Tracking {
  const name = plainName(host)
  const domain = store.domain(name.slice(name.indexOf('.') + 1))
  if (domain !== null && domain.subaccount_id === subaccountId) {
    const record = recordsOf(domain, store, hosts).find(({ role }) => role === 'tracking')
    if (record?.name === name) return { domain, record }
  }
  throw new ZonedeskError('not-found', NO_TRACKING_DOMAIN)
}

function requireBegun({ store }: Scope, { domain, record }: Tracking): StoredCertificate {
  const certificate = store.certificates.get(record.name)
  if (certificate?.domain_seq !== domain.seq) throw new ZonedeskError('not-found', NO_CERTIFICATE)
  return certificate
}

/** @returns the certificate that a new one takes the place of; null for none */
function requireFree(scope: Scope, tracking: Tracking, mustExist: boolean): StoredCertificate | null {
  const { store, now } = scope
  const certificate = mustExist ? requireBegun(scope, tracking) : store.certificates.get(tracking.record.name)
  if (certificate === null) return null
  const { status } = statusAnswer(certificate, now())
  if (status === 'processing') throw new ZonedeskError('already-exists', CERTIFICATE_UNDER_WAY)
  if (status === 'active') throw new ZonedeskError('already-exists', CERTIFICATE_VALID)
  if (recent([...certificate.begun_before, certificate.begun_at], now()).length >= MOST.times) {
    throw new ZonedeskError('rate-limited', tooManyCertificates(MOST.times, MOST.days))
  }
  return certificate
}

/** @returns null when DNS gave no answer */
async function judged({ lookUp }: Scope, { record }: Tracking): Promise<Judgement | null> {
  const [lookup] = await lookUp([{ type: record.type, name: record.name }])
  return lookup !== undefined && 'seen' in lookup ? judge(record, lookup.seen) : null
}

/** The reference has a `certificate` too; there is none here. */
function statusAnswer({ status, error, expires_at }: StoredCertificate, now: number) {
  const expired = status === 'active' && expires_at !== null && expires_at <= now
  return { status: expired ? ('expired' as const) : status, error }
}

function recent(times: readonly number[], now: number): number[] {
  return times.filter((time) => time > now - MOST.days * DAY_MS)
}
