import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkDomain } from '../../../../src/main/domains/checks/check-domain'
import type { DomainCheck } from '../../../../src/preload/contract/findings'
import type { Lab } from '../../../dns-server/lab'
import { clientFor, resolver } from '../clients'
import { ALIASES } from './expectations/aliases'
import { DKIM } from './expectations/dkim'
import { DMARC } from './expectations/dmarc'
import { MX } from './expectations/mx'
import { NAMES } from './expectations/names'
import { POLICIES } from './expectations/policies'
import type { Expectation } from './expectations/said'
import { SPF } from './expectations/spf'
import { NOT_YET } from './not-yet'
import { parseReport } from './report'
import { servedReport, serveReports, type ServedReport } from './served'

const FOLDER = join(import.meta.dirname, '../../../dns-server/reports')
const TABLES = [ALIASES, DKIM, DMARC, MX, NAMES, POLICIES, SPF]
const EXPECTATIONS = new Map<string, Expectation>(TABLES.flatMap((table) => Object.entries(table)))

const reports = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.zone'))
  .map((file) => parseReport(readFileSync(join(FOLDER, file), 'utf8')))
  .map(servedReport)

let lab: Lab
beforeAll(async () => {
  lab = await serveReports(reports)
})
afterAll(() => lab.stop())

/** Checks as the app does, remembering nothing from before. */
async function check({ report, served, told }: ServedReport): Promise<DomainCheck> {
  const client = clientFor()
  const dns = {
    client,
    resolvers: () => [resolver(lab.resolver.address)],
    families: () => [4] as const,
    authoritativePort: lab.port,
  }
  const expected = report.expected.map((record) => ({
    ...{ ...record, name: served(record.name), value: served(record.value) },
  }))
  try {
    const { signal } = new AbortController()
    const neighbours = report.others.map((domain) => ({ domain: served(domain), records: [] }))
    return told(await checkDomain(dns, served(report.domain), expected, { fresh: true, neighbours, signal }))
  } finally {
    client.close()
  }
}

describe('public reports on real servers', () => {
  it('has an expectation for each of them, and for nothing else', () => {
    const names = reports.map(({ report }) => report.name).toSorted()
    expect([...EXPECTATIONS.keys()].toSorted()).toEqual(names)
    expect(Object.keys(NOT_YET).filter((name) => !names.includes(name))).toEqual([])
  })

  for (const served of reports) {
    const { name, right } = served.report
    const run = name in NOT_YET ? it.fails : it
    run(`${name}: ${right}`, async () => {
      EXPECTATIONS.get(name)?.(await check(served))
    })
  }
})
