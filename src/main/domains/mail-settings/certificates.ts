import type { Handlers } from '../../../preload/contract'
import type { Domain, DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { CertificateReading } from '../../../preload/contract/tracking'
import type { AccountCalls } from '../calls/account-calls'
import { readCertificate, trackingHostOf } from './certificate-words'
import { lostAnswer } from '../calls/lost-answer'
import { advising } from './advising'

/** What the certificates work with. */
export interface CertificateDependencies {
  /** A domain as the cache has it. @throws ZonedeskError `not-found` */
  readonly stored: (key: DomainKey) => Domain
  readonly ask: AccountCalls['askAbout']
}

/** Answers the channels about the certificate of a domain's tracking host. */
export function createCertificates({
  stored,
  ask,
}: CertificateDependencies): Pick<
  Handlers['tracking'],
  'certificate' | 'beginCertificate' | 'renewCertificate'
> {
  async function read(key: DomainKey): Promise<CertificateReading> {
    const domain = stored(key)
    const host = trackingHostOf(domain)
    const certificate =
      host === null ? null : await ask(key, (client, signal) => client.certificates.status(host, signal))
    return readCertificate(host, certificate, domain.settings.webScheme)
  }

  /** Has the provider make one. It is asked first how the certificate stands where its answer was lost. */
  async function make(key: DomainKey, how: 'begin' | 'renew'): Promise<CertificateReading> {
    const host = trackingHostOf(stored(key))
    if (host === null) {
      const { sentence, advice } = readCertificate(null, null, null)
      throw new ZonedeskError('refused', sentence, { fix: advice })
    }
    try {
      await ask(key, (client, signal) => client.certificates[how](host, signal))
    } catch (error) {
      return orUnderWay(key, error)
    }
    try {
      return await read(key)
    } catch (error) {
      if (!(error instanceof ZonedeskError)) throw error
      // The provider took it; how far it is will be asked again.
      return readCertificate(host, { status: 'processing', error: null }, null)
    }
  }

  /** The provider also declines because one is there already or under way, which is what was wanted. */
  async function orUnderWay(key: DomainKey, error: unknown): Promise<CertificateReading> {
    if (!(error instanceof ZonedeskError)) throw error
    const { code } = error.failure
    if (code === 'rate-limited') throw advising(error, TOO_MANY)
    if (code !== 'refused' && lostAnswer(error) === null) throw error
    const now = await read(key).catch(() => null)
    if (now?.state === 'making' || now?.state === 'active') return now
    if (code === 'refused') throw error
    throw advising(
      error,
      now === null
        ? 'The provider may have got the request all the same. Look again before you ask once more.'
        : 'Zonedesk asked the provider again: the certificate is not being made. Ask for it again.',
    )
  }

  return {
    certificate: read,
    beginCertificate: (key) => make(key, 'begin'),
    renewCertificate: (key) => make(key, 'renew'),
  }
}

/** Source: https://letsencrypt.org/docs/rate-limits/, which the provider uses. */
const TOO_MANY =
  'Try again later. If a certificate of this host was asked for several times, its issuer may make the next one only after some days.'
