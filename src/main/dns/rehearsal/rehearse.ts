import type { DomainCheck, Finding, Fix, Rehearsal } from '../../../preload/contract/findings'
import { fix as fixOf } from '../diagnosis/findings/finding'
import { outcomeOf } from './outcome'
import { SAFEGUARDS, troubleOf } from './safeguards'
import { tried, type ZoneKnowledge, type Trial } from './trial'
import { changeOf } from './zone-change'

/**
 * Keeps the cures that do what they are for and do no harm, each with what it leads to. Every cure is tried on a copy of
 * the observation, and the zone as it would be is judged again. A cure that fails is taken back: the finding then says
 * why, and what a person has to decide. Pure.
 */
export function withRehearsedCures(known: ZoneKnowledge): DomainCheck {
  const { check } = known
  const rehearsed = (finding: Finding): Finding => ({ ...finding, fix: rehearsedFix(known, finding) })
  return {
    ...check,
    findings: check.findings.map(rehearsed),
    records: check.records.map((record) => ({ ...record, findings: record.findings.map(rehearsed) })),
  }
}

/**
 * What a fix leads to when a person changes one of its values before publishing it.
 *
 * @param at place of the record among the fix's
 * @param value what it is to be
 * @returns what it leads to, with everything that speaks against it in `comes`; null when no such record is offered
 */
export function rehearsedEdit(
  known: ZoneKnowledge,
  finding: Finding,
  at: number,
  value: string,
): Rehearsal | null {
  if (rehearsedFix(known, finding).records[at] === undefined) return null
  const records = finding.fix.records.map((record, place) =>
    place === at ? { ...record, value, blank: null } : record,
  )
  const edited = { ...finding, fix: { ...finding.fix, records } }
  const change = changeOf(edited.fix, known.observation.domain)
  if (change === null) return null
  const trial = tried(known, edited, change)
  const objections = objectionsTo(trial).map((objection) => `It would ${objection}.`)
  return outcomeOf(trial.outcome, objections)
}

function rehearsedFix(known: ZoneKnowledge, finding: Finding): Fix {
  const change = changeOf(finding.fix, known.observation.domain)
  if (change === null) return finding.fix
  const trial = tried(known, finding, change)
  const [objection] = objectionsTo(trial)
  if (objection === undefined) {
    const comes = troubleOf(trial).map(({ sentence }) => sentence)
    return { ...finding.fix, after: outcomeOf(trial.outcome, comes) }
  }
  return fixOf('none', undecided(objection))
}

function objectionsTo(trial: Trial): string[] {
  return SAFEGUARDS.map((safeguard) => safeguard(trial)).filter((objection) => objection !== null)
}

/** Says that no change is offered, why, and who can decide what is right. */
function undecided(objection: string): string {
  return `Zonedesk offers no record for this. It tried the change it knows on a copy of the zone, and the change would ${objection}. Someone who knows what these records are for has to decide.`
}
