import type { LeftOutRecord } from '../../../../preload/contract/export-format'
import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { ZoneChange } from '../../../dns/rehearsal/zone-change'
import { isWritable } from '../../../zones/rrset'
import type { Held } from '../held/held'
import type { WantedChange } from '../changes/set-delta'
import type { Wanted } from './wanted'

/**
 * Leaves to a person what the zone holds and DNS never showed, where its meaning is not in the zone: what an alias leads
 * to, which nobody looked up; and an address at a name without MX records, to which senders deliver mail (RFC 5321
 * section 5.1).
 *
 * @param lag what the zone holds and its servers do not answer
 */
export function withoutUnseen(wanted: Wanted, lag: ZoneChange, held: Held): Wanted {
  const unseen = new Set(
    lag.added.flatMap(({ type, name, value }) => (type === 'CNAME' ? [`${plainName(name)} ${value}`] : [])),
  )
  const decisions: LeftOutRecord[] = []
  const isLeft = (change: WantedChange, isDecided: boolean): boolean => {
    const reason = unseenAlias(change, unseen, held) ?? (isDecided ? null : firstExchange(change, held))
    if (reason !== null) decisions.push({ ...change.record, reason })
    return reason !== null
  }
  const changes = wanted.changes.filter((change) => !isLeft(change, false))
  const decidable = wanted.decidable.filter(({ change }) => !isLeft(change, true))
  return { ...wanted, changes, decidable, decisions: [...wanted.decisions, ...decisions] }
}

function unseenAlias({ deltas }: WantedChange, unseen: ReadonlySet<string>, held: Held): string | null {
  for (const { name, removes } of deltas) {
    for (const data of removes) {
      if (data.type !== 'CNAME' || !unseen.has(`${plainName(name)} ${plainName(data.target)}`)) continue
      return `The zone ${held.apexAt(name)} holds a CNAME record at ${name} that its name servers do not answer, so it is not known what is at ${data.target}. Check again once they answer it.`
    }
  }
  return null
}

function firstExchange({ deltas }: WantedChange, held: Held): string | null {
  for (const { name, type, adds } of deltas) {
    if (type !== 'MX' || adds.length === 0 || held.get(name, 'MX') !== undefined) continue
    const [set] = held.at(name).filter((one) => one.type === 'A' || one.type === 'AAAA')
    if (set === undefined || !isWritable(set)) continue
    return `${name} has an ${set.type} record and no MX record in the zone ${held.apexAt(name)}, so senders deliver its mail to that address. If a server there receives mail, leave the provider's MX records out: they are not needed for sending. If none does, add them by hand.`
  }
  return null
}
