import type { Observation } from '../../../../preload/contract/dns-answer'
import type { FindingCode } from '../../../../preload/contract/finding-catalogue'
import type { Finding, Fix } from '../../../../preload/contract/findings'
import { isDmarc, parseDmarc } from '../dmarc-policy'
import { cureOf, finding, fix, fixRecord, hostWords } from '../finding'
import { presented } from '../presentation'
import { evidenceOn, type SeenAnswers } from '../seen-answers'

/** A policy that asks receivers for nothing and changes no delivery (RFC 7489 section 6.3). */
const OBSERVING_POLICY = 'v=DMARC1; p=none'

/** Policies beside the provider's records: DMARC, MTA-STS, TLS-RPT, BIMI. Nothing is said of what is not known. */
export function advice(observation: Observation, seen: SeenAnswers): Finding[] {
  return [
    ...dmarc(observation, seen),
    ...policy(seen, {
      name: `_mta-sts.${observation.domain}`,
      isOne: /^v=STSv1\s*(;|$)/,
      isRight: /^v=STSv1\s*;\s*id=[A-Za-z0-9]{1,32}\s*;?\s*$/,
      missing: 'mta-sts-missing',
      wrong: 'mta-sts-syntax',
    }),
    ...policy(seen, {
      name: `_smtp._tls.${observation.domain}`,
      isOne: /^v=TLSRPTv1\s*(;|$)/,
      isRight: /^v=TLSRPTv1\s*;\s*rua=(mailto:|https:)\S+\s*;?\s*$/,
      missing: 'tls-rpt-missing',
      wrong: 'tls-rpt-syntax',
    }),
    ...bimi(observation, seen),
  ]
}

/**
 * RFC 7489 section 6.6.3: the policy at the domain or, without one, at the organizational domain. Texts that do not
 * start with `v=DMARC1` do not count.
 */
function dmarc({ domain, zone }: Observation, seen: SeenAnswers): Finding[] {
  const own = textsAt(seen, `_dmarc.${domain}`)
  if (own === null) return []
  const above = domain === zone.organizational ? [] : textsAt(seen, `_dmarc.${zone.organizational}`)
  const policies = own.filter(isDmarc)
  const at = policies.length > 0 || domain === zone.organizational ? domain : zone.organizational
  const name = `_dmarc.${at}`
  const found = policies.length > 0 ? policies : (above ?? []).filter(isDmarc)
  const tell = (code: FindingCode, sentence: string, how: Fix): Finding =>
    finding(code, {
      subject: { index: null, name, type: 'TXT' },
      sentence,
      evidence: evidenceOn(seen, { name, type: 'TXT' }, 2),
      fix: how,
    })
  if (found.length === 0) {
    if (above === null) return []
    const right = fixRecord(
      { type: 'TXT', name: `_dmarc.${zone.organizational}`, value: OBSERVING_POLICY, priority: null },
      zone.apex,
    )
    const cure = `Add this record. It only observes and changes nothing in how mail is delivered. ${hostWords(right)}`
    return [tell('dmarc-missing', `${zone.organizational} has no DMARC policy.`, fix('add', cure, [right]))]
  }
  if (found.length > 1) {
    const sentence = `${found.length} DMARC policies stand at ${name}, and receivers ignore all of them.`
    return [
      tell(
        'dmarc-several',
        sentence,
        fix(
          'remove',
          'Remove all but one of them.',
          found.map((value) => row(name, value, zone.apex)),
        ),
      ),
    ]
  }
  const [text = ''] = found
  const { policy: read, faults } = parseDmarc(text)
  if (read === null) {
    const sentence = `Receivers cannot read the DMARC policy at ${name}. ${faults.join(' ')}`
    return [tell('dmarc-syntax', sentence, fix('edit', cureOf('dmarc-syntax')))]
  }
  const effective = at === domain ? read.policy : (read.subdomainPolicy ?? read.policy)
  if (effective !== 'none') return []
  const sentence = `The DMARC policy at ${name} asks receivers to do nothing with mail that fails.`
  return [tell('dmarc-none', sentence, fix('none', cureOf('dmarc-none')))]
}

interface PolicyRule {
  readonly name: string
  /** RFC 8461 section 3.1 and RFC 8460 section 3: other texts are not looked at. */
  readonly isOne: RegExp
  readonly isRight: RegExp
  readonly missing: FindingCode
  readonly wrong: FindingCode
}

function policy(seen: SeenAnswers, rule: PolicyRule): Finding[] {
  const texts = textsAt(seen, rule.name)
  if (texts === null) return []
  const found = texts.filter((text) => rule.isOne.test(text))
  const [only] = found
  const tell = (code: FindingCode, sentence: string, action: 'none' | 'edit'): Finding =>
    finding(code, {
      subject: { index: null, name: rule.name, type: 'TXT' },
      sentence,
      evidence: evidenceOn(seen, { name: rule.name, type: 'TXT' }, 2),
      fix: fix(action, cureOf(code)),
    })
  if (only === undefined) return [tell(rule.missing, `There is no such record at ${rule.name}.`, 'none')]
  if (found.length === 1 && rule.isRight.test(only)) return []
  const why =
    found.length > 1 ? `${found.length} records stand there, and one is allowed.` : `It says "${only}".`
  return [tell(rule.wrong, `Senders ignore the record at ${rule.name}. ${why}`, 'edit')]
}

function bimi({ domain, zone }: Observation, seen: SeenAnswers): Finding[] {
  const own = textsAt(seen, `default._bimi.${domain}`)
  const above = textsAt(seen, `default._bimi.${zone.organizational}`)
  if (own === null || above === null) return []
  if ([...own, ...above].some((text) => /^v=BIMI1\s*(;|$)/.test(text))) return []
  const name = `default._bimi.${domain}`
  return [
    finding('bimi-missing', {
      subject: { index: null, name, type: 'TXT' },
      sentence: `There is no logo record at ${name}.`,
      evidence: evidenceOn(seen, { name, type: 'TXT' }, 1),
      fix: fix('none', cureOf('bimi-missing')),
    }),
  ]
}

/** The texts at a name; null when nobody answered usefully, or it was not asked. */
function textsAt(seen: SeenAnswers, name: string): string[] | null {
  return seen.data({ name, type: 'TXT' })?.records.map(presented) ?? null
}

function row(name: string, value: string, apex: string | null): ReturnType<typeof fixRecord> {
  return fixRecord({ type: 'TXT', name, value, priority: null }, apex)
}
