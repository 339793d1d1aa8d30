import { expect } from 'vitest'
import type { DomainCheck } from '../../../../../src/preload/contract/findings'
import { expectNothingWrong, faultsOf, offeredOf, recordAt, saidOf, type Expectation } from './said'

const DOMAIN = 'mg.example.com'

/** The policies that cures want, each once; all other records of the reports are right. */
function policiesOffered(check: DomainCheck): string[] {
  return [...new Set(offeredOf(check).map(({ name, type, value }) => `${name} ${type} ${value}`))]
}

export const SPF: Readonly<Record<string, Expectation>> = {
  'spf-allows-all-net': (check) => {
    const faults = faultsOf(check)
    expect(faults.map(({ code }) => code)).toContain('spf-allows-all')
    expect(saidOf(faults)).toContain('ip4:0.0.0.0/0')
    for (const policy of policiesOffered(check)) {
      expect(policy).toMatch(/ include:mailgun\.org .*[-~]all$/)
      expect(policy).not.toContain('ip4:0.0.0.0/0')
    }
  },
  'spf-bare-ip6': (check) => {
    expect(policiesOffered(check)).toEqual([
      `${DOMAIN} TXT v=spf1 ip4:203.0.113.128/27 ip6:2001:db8:1:235::/64 ip6:2001:db8:0:ff06::/64 include:mailgun.org ~all`,
    ])
  },
  'spf-macro': (check) => {
    const { standing, findings } = recordAt(check, DOMAIN, 'TXT')
    expect(standing).not.toBe('missing')
    const faults = faultsOf(check)
    expect(faults.map(({ severity }) => severity)).not.toContain('bad')
    expect(saidOf(faults)).not.toMatch(/fails SPF/)
    expect(saidOf(findings)).toMatch(/depends on|not known|cannot be (known|said)/)
  },
  'spf-nested-broken': (check) => {
    const faults = faultsOf(check)
    const broken = faults.filter(({ sentence }) => sentence.includes('include:gone.vendor.net'))
    expect(broken).toHaveLength(1)
    // It stands in a policy that somebody else keeps.
    expect(broken[0]?.sentence).toMatch(/nested\.vendor\.net/)
    expect(broken[0]?.fix.sentence).toContain('include:nested.vendor.net')
    expect(broken[0]?.fix.sentence).not.toMatch(/[Rr]emove include:gone/)
    for (const policy of policiesOffered(check)) {
      expect(policy).toBe(`${DOMAIN} TXT v=spf1 include:mailgun.org -all`)
    }
  },
  'spf-redirect': (check) => {
    const faults = faultsOf(check)
    expect(faults.map(({ severity }) => severity)).not.toContain('bad')
    expect(faults.map(({ severity }) => severity)).not.toContain('warn')
    expect(saidOf(faults)).not.toMatch(/fails? SPF/)
    if (faults.length === 0) expectNothingWrong(check)
    for (const { value } of offeredOf(check)) expect(value).toMatch(/^v=spf1 .*redirect=example\.com$/)
  },
  'spf-two-exp': (check) => {
    const [policy = '', ...others] = policiesOffered(check)
    expect(others).toEqual([])
    const [owner, type, version, ...terms] = policy.split(' ')
    expect([owner, type, version]).toEqual([DOMAIN, 'TXT', 'v=spf1'])
    const explained = terms.filter((term) => term.startsWith('exp='))
    expect(explained.length).toBeLessThanOrEqual(1)
    for (const term of explained) expect(['exp=e1.example.com', 'exp=e2.example.com']).toContain(term)
    // Of the two endings the milder.
    expect(terms.filter((term) => !explained.includes(term))).toEqual([
      ...['ip4:192.0.2.1', 'include:mailgun.org', '~all'],
    ])
  },
  'spf-words-as-strings': (check) => {
    const [policy = '', ...others] = policiesOffered(check)
    expect(others).toEqual([])
    expect(policy).toMatch(/^mg\.example\.com TXT v=spf1 \+?a \+?mx include:mailgun\.org ~all$/)
  },
}
