import { expect } from 'vitest'
import { expectPublished, faultsOf, offeredOf, recordAt, removedOf, saidOf, type Expectation } from './said'

export const DMARC: Readonly<Record<string, Expectation>> = {
  'dmarc-mailto-np': (check) => {
    expectPublished(check)
    const offered = offeredOf(check)
    expect(offered.length).toBeGreaterThan(0)
    expect(new Set(offered.map(({ name, value }) => `${name} ${value}`))).toEqual(
      new Set([
        '_dmarc.example.com v=DMARC1; p=none; sp=none; np=reject; rua=mailto:reports@example.com; adkim=s',
      ]),
    )
    expect(saidOf(faultsOf(check))).toMatch(/mailto:/)
  },
  'dmarc-no-p': (check) => {
    expectPublished(check)
    const faults = faultsOf(check)
    expect(faults.map(({ severity }) => severity)).not.toContain('bad')
    expect(faults.map(({ code }) => code)).not.toContain('dmarc-syntax')
    expect(saidOf(faults)).not.toMatch(/cannot (be )?read/)
    expect(saidOf(faults)).toMatch(/p=none/)
    for (const { value } of offeredOf(check)) expect(value).toContain('rua=mailto:d@example.com')
  },
  'dmarc-provider-wants': (check) => {
    const { standing, seen, findings } = recordAt(check, '_dmarc.mg.example.com', 'TXT')
    expect(standing).not.toBe('missing')
    expect(seen).toEqual(['v=DMARC1; p=quarantine; rua=mailto:d@example.com'])
    // Neither a second policy, nor a laxer one in its place.
    expect(offeredOf(check)).toEqual([])
    expect(removedOf(check)).toEqual([])
    expect(faultsOf(check)).toEqual(findings)
    expect(findings.map(({ severity }) => severity)).not.toContain('bad')
    if (standing !== 'published') expect(saidOf(findings)).toMatch(/p=quarantine/)
  },
  'dmarc-testing': (check) => {
    expectPublished(check)
    const said = saidOf(faultsOf(check))
    expect(said).toMatch(/t=y/)
    expect(said).toMatch(/marked as a test/)
    for (const { value } of offeredOf(check)) {
      expect(value).toMatch(/^v=DMARC1; p=reject;.* rua=mailto:d@example\.com/)
    }
  },
}
