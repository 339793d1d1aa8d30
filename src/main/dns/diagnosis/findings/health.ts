import {
  neededChecks,
  type Finding,
  type HealthSummary,
  type RecordCheck,
} from '../../../../preload/contract/findings'

/** Sums up a domain's check: the worst severity, the number of needed records by standing, and one sentence. */
export function summarize(all: readonly RecordCheck[], ofDomain: readonly Finding[]): HealthSummary {
  const records = neededChecks({ records: [...all] })
  const standings = { published: 0, missing: 0, different: 0, partly: 0, unknown: 0 }
  for (const { standing } of records) standings[standing] += 1
  const severities = { bad: 0, warn: 0, info: 0 }
  for (const { severity } of [...ofDomain, ...records.flatMap(({ findings }) => findings)]) {
    severities[severity] += 1
  }
  const worst = (['bad', 'warn', 'info'] as const).find((severity) => severities[severity] > 0) ?? null
  return { worst, standings, severities, sentence: sentence(records, ofDomain, standings) }
}

function sentence(
  records: readonly RecordCheck[],
  ofDomain: readonly Finding[],
  standings: HealthSummary['standings'],
): string {
  const fatal = ofDomain.find(({ severity }) => severity === 'bad')
  if (fatal !== undefined) return fatal.sentence
  if (records.length === 0) return 'The provider asks for no records.'
  const { published = 0, unknown = 0 } = standings
  const sick = records.filter(
    ({ standing, findings }) =>
      (standing !== 'published' && standing !== 'unknown') ||
      findings.some(({ severity }) => severity === 'bad'),
  ).length
  if (unknown === records.length && records.every(({ seen }) => seen.length === 0)) {
    return 'No record could be looked up.'
  }
  if (sick > 0 && records.length === 1) return 'The record needs attention.'
  if (sick > 0) return `${sick} of ${records.length} records ${sick === 1 ? 'needs' : 'need'} attention.`
  if (unknown > 0) {
    const others = unknown === 1 ? 'the other one is' : 'the others are'
    return `${published} of ${records.length} records are published. It is not known whether ${others} right.`
  }
  return records.length === 1 ? 'The record is published.' : `All ${records.length} records are published.`
}
