import { ZonedeskError } from '../../../preload/contract/failure'
import type { RrsetChange } from '../rrset'
import { requireWritable } from '../preconditions'
import type { HostedZone, WriteOutcome, ZoneCapabilities } from '../zone-access'
import { RCODES, refusedUpdate } from './failures'
import { checkedChanges, differencesNow, isAsPlanned, planUpdate, unchanged } from './plan-update'
import { readOwners, type OwnerContents } from './read-owners'
import { readSerial } from './read-zone'
import type { SignedServer } from './signed-server'
import { notSignedAnew, readSignature, type ZoneSignature } from './zone-signature'
import { MAX_MESSAGE_OCTETS, writeUpdate, type UpdateRecord } from './write-message'

/** Room for the signature at the end of a message, in octets: two names, and a digest. */
const SIGNATURE_OCTETS = 700

/** What follows a write is not cancelled. */
const NEVER = new AbortController().signal

/** RFC 2136 section 2.2.1: a prerequisite does not hold. */
const UNMET: ReadonlySet<number> = new Set([RCODES.NXDOMAIN, RCODES.YXDOMAIN, RCODES.YXRRSET, RCODES.NXRRSET])

/**
 * Makes changes by one update, which the server makes whole or not at all (RFC 2136 section 3.4). The names are read just
 * before, which tells what differs, and gives each record's own octets; prerequisites have the server itself refuse what
 * changed since. They do not compare TTLs. The update is sent once: after a lost answer the outcome is `unknown`, because
 * a second update could not tell its own first success from another editor's work.
 *
 * @param signal keeps the update from being sent, and has no effect afterwards
 */
export async function writeChanges(
  server: SignedServer,
  zone: HostedZone,
  changes: readonly RrsetChange[],
  capabilities: ZoneCapabilities,
  signal: AbortSignal,
): Promise<WriteOutcome> {
  const { apex } = zone
  let planned: readonly RrsetChange[]
  let signature: ZoneSignature | null = null
  let sent
  try {
    requireWritable(zone, changes, capabilities)
    planned = checkedChanges(apex, changes)
    const names = [...new Set(planned.map(({ name }) => name))]
    const plan = planUpdate(planned, await readOwners(server, apex, names, signal))
    if (plan.kind === 'differs') return { state: 'conflict', differs: plan.differs }
    if (plan.updates.length === 0) return { state: 'written', serial: await readSerial(server, apex, signal) }
    refuseTooLong(apex, plan.prerequisites, plan.updates)
    // It is not known whether the server signs: what it does afterwards tells.
    if (zone.caution !== undefined) signature = await readSignature(server, apex, signal)
    sent = await server.update((id) => writeUpdate(id, apex, plan.prerequisites, plan.updates), signal)
  } catch (error) {
    if (error instanceof ZonedeskError) return { state: 'unchanged', error }
    throw error
  }
  if (sent.kind === 'lost') return { state: 'unknown', error: sent.error }
  const outcome = await settled(server, apex, planned, sent.message.rcode)
  if (outcome.state !== 'written' || signature === null) return outcome
  const caution = await unsignedNow(server, zone, signature)
  return caution === null ? outcome : { ...outcome, caution }
}

/** @returns null where the server signed the zone anew, and where that cannot be asked now */
async function unsignedNow(
  server: SignedServer,
  zone: HostedZone,
  before: ZoneSignature,
): Promise<string | null> {
  try {
    return notSignedAnew(zone, before, await readSignature(server, zone.apex, NEVER))
  } catch (error) {
    if (error instanceof ZonedeskError) return null
    throw error
  }
}

async function settled(
  server: SignedServer,
  apex: string,
  changes: readonly RrsetChange[],
  rcode: number,
): Promise<WriteOutcome> {
  if (UNMET.has(rcode)) {
    const now = await readAgain(server, apex, changes)
    const differs = now === null ? [] : differencesNow(changes, now.contents)
    if (differs.length > 0) return { state: 'conflict', differs }
    const other = now === null ? null : await comparedOtherwise(server, apex, changes, now.contents)
    return other === null
      ? { state: 'conflict', differs: changes.map((change) => ({ change })) }
      : { state: 'unchanged', error: notComparable(other) }
  }
  if (rcode === RCODES.SERVFAIL) return { state: 'unknown', error: failedUpdate(apex) }
  if (rcode !== RCODES.NOERROR) return { state: 'unchanged', error: refusedUpdate(rcode, apex) }
  const now = await readAgain(server, apex, changes)
  if (now === null) return { state: 'written', serial: null }
  return isAsPlanned(changes, now.contents)
    ? { state: 'written', serial: now.serial }
    : { state: 'unknown', error: otherwise(apex) }
}

/**
 * The first RRset that the server says is another than the one it answers with itself: PowerDNS compares how a text is
 * spelt in its database, and answers `\;` like `;`.
 *
 * @returns null where there is none, or it cannot be asked
 */
async function comparedOtherwise(
  server: SignedServer,
  apex: string,
  changes: readonly RrsetChange[],
  contents: readonly OwnerContents[],
): Promise<RrsetChange | null> {
  for (const change of changes) {
    const owner = contents.find(({ name }) => name === change.name)
    const found = owner?.sets.find(({ type }) => type === change.type)
    // Nothing but prerequisites: it changes nothing.
    const asked = await server.update((id) => writeUpdate(id, apex, unchanged(change, found), []), NEVER)
    if (asked.kind === 'lost') return null
    if (UNMET.has(asked.message.rcode)) return change
  }
  return null
}

/** @returns null where the names cannot be read now */
async function readAgain(
  server: SignedServer,
  apex: string,
  changes: readonly RrsetChange[],
): Promise<{ contents: OwnerContents[]; serial: number | null } | null> {
  const names = [...new Set(changes.map(({ name }) => name))]
  try {
    const contents = await readOwners(server, apex, names, NEVER)
    return { contents, serial: await readSerial(server, apex, NEVER) }
  } catch (error) {
    if (error instanceof ZonedeskError) return null
    throw error
  }
}

function refuseTooLong(
  apex: string,
  prerequisites: readonly UpdateRecord[],
  updates: readonly UpdateRecord[],
): void {
  if (writeUpdate(0, apex, prerequisites, updates).length + SIGNATURE_OCTETS <= MAX_MESSAGE_OCTETS) return
  throw new ZonedeskError('refused', 'The changes are too long for one update of the zone.', {
    fix: 'Publish fewer of them at once.',
  })
}

function failedUpdate(apex: string): ZonedeskError {
  return new ZonedeskError('bad-answer', `The server failed while it changed the zone ${apex} (SERVFAIL).`, {
    fix: 'Look into the log of the server, and at the zone, before you try again.',
  })
}

function notComparable({ name, type }: RrsetChange): ZonedeskError {
  return new ZonedeskError(
    'refused',
    `The server answers with the ${type} records at ${name}, and says that they are not what it holds, so it changed nothing.`,
    {
      fix: String.raw`PowerDNS says so where its database has an escape in a text that needs none, such as \;. Write the text there without it, or connect Zonedesk to PowerDNS over HTTP.`,
    },
  )
}

function otherwise(apex: string): ZonedeskError {
  return new ZonedeskError(
    'bad-answer',
    `The server took the update of the zone ${apex}, but the zone is not as planned.`,
    { fix: 'Look at the zone: somebody else may have changed it at the same time.' },
  )
}
