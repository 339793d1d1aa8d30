import type { Domain } from '../../../preload/contract/domain'
import type { CertificateReading, TrackingCertificate } from '../../../preload/contract/tracking'

/** The API's words for where a certificate is, which its reference does not list; compared in lower case. */
const STATES: Readonly<Record<string, 'making' | 'active' | 'expired' | 'failed'>> = {
  processing: 'making',
  pending: 'making',
  active: 'active',
  expired: 'expired',
  error: 'failed',
  failed: 'failed',
}

/**
 * The host of a domain's tracked links: its prefix before its name. Source: API, `/v2/x509/{domain}`, "formatted as
 * webPrefix.domainName from domains settings". The answer's `tracking_host` counts only where it is below the domain:
 * at the provider it may also be the host that the CNAME leads to.
 *
 * @returns null while neither is known
 */
export function trackingHostOf({ name, settings, trackingHost }: Domain): string | null {
  if (settings.webPrefix !== null && settings.webPrefix !== '') return `${settings.webPrefix}.${name}`
  const host = trackingHost?.toLowerCase().replace(/\.$/, '') ?? ''
  return host.endsWith(`.${name}`) ? host : null
}

/**
 * What the provider says of a certificate, in plain words.
 *
 * @param host null while it is not known
 * @param certificate null while none was asked for
 * @param webScheme of the domain's tracked links
 */
export function readCertificate(
  host: string | null,
  certificate: TrackingCertificate | null,
  webScheme: Domain['settings']['webScheme'],
): CertificateReading {
  if (host === null) {
    return {
      ...{ host, state: 'unknown-host', reason: null, next: null },
      sentence: 'The provider did not say which host the tracked links of this domain use.',
      advice: 'Sync the domain. If the host is still not known, set a tracking host prefix.',
    }
  }
  if (certificate === null) {
    return {
      ...{ host, state: 'none', reason: null, next: 'begin' },
      sentence: `The provider has no certificate for ${host}.`,
      advice: `Ask for one once the CNAME record of ${host} is in DNS, without a proxy in front of it.`,
    }
  }
  const reason = certificate.error
  const state = STATES[certificate.status.trim().toLowerCase()] ?? 'other'
  switch (state) {
    case 'making':
      return {
        ...{ host, state, reason, next: null },
        sentence: `The provider is making the certificate of ${host}.`,
        advice: 'Zonedesk asks again by itself while this is open.',
      }
    case 'active':
      return {
        ...{ host, state, reason, next: null },
        sentence: `${host} has a certificate.`,
        advice:
          webScheme === 'http'
            ? 'The links in mail still use http: set "Tracking links" to https among the domain\'s settings.'
            : '',
      }
    case 'expired':
      return {
        ...{ host, state, reason, next: 'renew' },
        sentence: `The certificate of ${host} has expired.`,
        advice: `See that the CNAME record of ${host} leads straight to the provider, without a proxy, then renew it.`,
      }
    case 'failed':
      return {
        ...{ host, state, reason, next: 'begin' },
        sentence: `The provider could not make the certificate of ${host}.`,
        advice: adviceOn(reason, host),
      }
    case 'other':
      return {
        ...{ host, state, reason, next: 'renew' },
        sentence: `The provider calls the certificate of ${host} "${certificate.status}", which Zonedesk does not know.`,
        // Source: API, `PUT /v2/x509/{domain}`: "This will not regenerate an existing certificate" that is still valid.
        advice:
          'Look again later: the provider may be at work on it. "Renew the certificate" asks the provider for a new one. The provider keeps a certificate that is still good.',
      }
  }
}

function adviceOn(reason: string | null, host: string): string {
  if (reason === null || /cname|dns|record/i.test(reason)) {
    return `Point the CNAME record of ${host} straight at the provider, turn off any proxy in front of it, then ask again.`
  }
  return 'Mend what the provider names, then ask again.'
}
