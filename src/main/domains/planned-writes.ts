import type { BulkJob, BulkRow } from '../../preload/contract/bulk'
import type { BulkChanges, PlannedEdit } from '../../preload/contract/bulk-edit'
import type { DomainKey } from '../../preload/contract/domain'
import { type DomainOptionName, optionNames, optionOf } from '../../preload/contract/option-shapes'
import type { PlannedWrite, PlannedWrites } from '../accounts/writes/planned-write'
import { toUnicode } from '../names/unicode-name'
import { plannedKeyWrites } from './keys/planned-key-writes'
import { plannedMailWrites } from './mail-settings/planned-mail-writes'

type Options = Readonly<Partial<Record<DomainOptionName, string | number | boolean | undefined>>>

/** What the plan of an edit says of its writes. */
interface PlannedChanges {
  /** Null where each domain has values of its own. */
  readonly changes: BulkChanges | null
  readonly rows: readonly PlannedEdit[]
}

/**
 * What a call of each writing channel would change at a provider, and what a person is asked before it where the account
 * wants that.
 *
 * @param parts.openPlan the plan of an edit; undefined where there is none, which the handler says itself
 * @param parts.openJob a job with its domains; undefined where there is none, which the handler says itself
 * @param parts.rotation a rotation of DKIM keys; undefined in the same way
 */
export function planWrites(parts: {
  readonly openPlan: (id: number) => PlannedChanges | undefined
  readonly openJob: (id: number) => (BulkJob & { readonly rows: readonly BulkRow[] }) | undefined
  readonly rotation: (id: number) => { readonly accountId: string } | undefined
}): PlannedWrites {
  const { openPlan, openJob } = parts
  const ofRotations = (ids: readonly number[]): string[] =>
    accountsOf(ids.flatMap((id) => parts.rotation(id) ?? []))
  return {
    ...plannedMailWrites,
    domains: {
      create: ({ accountId, name, options, subaccountId = null }) => ({
        accountIds: [accountId],
        question: (account) => ({
          title: `Add ${toUnicode(name)}?`,
          sentences: [
            `The domain ${toUnicode(name)} is added to ${account}${inSubaccount(subaccountId)}.`,
            ...lines(options),
          ],
          action: 'Add',
        }),
      }),
      update: ({ accountId, name, changes }) => ({
        accountIds: [accountId],
        question: (account) => ({
          title: `Change ${toUnicode(name)}?`,
          sentences: [`These settings of ${toUnicode(name)} in ${account} are changed:`, ...lines(changes)],
          action: 'Change',
        }),
      }),
      verify: ({ accountId }) => unasked([accountId]),
      // Its name has to be typed.
      delete: ({ accountId }) => unasked([accountId]),
    },
    keys: plannedKeyWrites,
    bulk: {
      create: ({ accountId, entries, options, subaccountId = null }) => ({
        accountIds: [accountId],
        question: (account) => ({
          title: `Add ${domains(entries.length)}?`,
          sentences: [
            `The domains of a list of ${entries.length} are added to ${account}${inSubaccount(subaccountId)}, one after the other. What the list says of a single domain is sent with it.`,
            ...lines(options),
          ],
          action: 'Add',
        }),
      }),
      start: ({ kind, keys }) => (kind === 'refresh' ? null : unasked(accountsOf(keys))),
      edit({ plan: id, without }) {
        const plan = openPlan(id)
        if (plan === undefined) return null
        const left = new Set(without)
        const sent = plan.rows.filter(
          ({ verdict }, at) => !left.has(at) && (verdict === 'change' || verdict === 'unknown'),
        )
        return {
          accountIds: accountsOf(sent),
          question: (account) => ({
            title: `Change ${domains(sent.length)}?`,
            sentences:
              plan.changes === null
                ? [`What an edit changed in ${account} is put back, as the plan shows.`]
                : [`These settings are changed in ${account}, as the plan shows:`, ...lines(plan.changes)],
            action: 'Change',
          }),
        }
      },
      // A person agreed to it when the job began.
      resume: ({ id }) => {
        const job = openJob(id)
        return job === undefined || job.kind === 'refresh' ? null : unasked(accountsOf(unfinished(job.rows)))
      },
      retry: ({ id }) => {
        const job = openJob(id)
        if (job === undefined || job.kind === 'refresh') return null
        const again = job.rows.filter(({ state }) => state === 'failed' || state === 'cancelled')
        const accountIds = accountsOf([...again, ...unfinished(job.rows)])
        if (job.kind === 'verify') return unasked(accountIds)
        return {
          accountIds,
          question: (account) => ({
            title: `Try ${domains(again.length)} again?`,
            sentences: [
              `The job sends its requests for these domains to ${account} again, one after the other.`,
            ],
            action: 'Try again',
          }),
        }
      },
    },
    rotations: {
      start: ({ keys, bits, keepDays }) => ({
        accountIds: accountsOf(keys),
        question: (account) => ({
          title: `Rotate the DKIM keys of ${domains(keys.length)}?`,
          sentences: [
            `${account} makes a new key of ${bits} bits for each domain. It signs once every name server has its record.`,
            `The old keys are kept for at least ${keepDays === 1 ? '1 day' : `${keepDays} days`} after that; then they are deactivated and deleted for good.`,
          ],
          action: 'Rotate',
        }),
      }),
      takeBack: ({ ids }) => ({
        accountIds: ofRotations(ids),
        question: (account) => ({
          title: ids.length === 1 ? 'Take the rotation back?' : `Take ${ids.length} rotations back?`,
          sentences: [`The old keys in ${account} sign again, and the new ones are deleted.`],
          action: 'Take back',
        }),
      }),
      // A person agreed to it when the rotation began.
      goOn: ({ ids }) => unasked(ofRotations(ids)),
    },
  }
}

function unasked(accountIds: readonly string[]): PlannedWrite {
  return { accountIds, question: null }
}

function accountsOf(keys: readonly Pick<DomainKey, 'accountId'>[]): string[] {
  return [...new Set(keys.map(({ accountId }) => accountId))]
}

function unfinished(rows: readonly BulkRow[]): readonly BulkRow[] {
  return rows.filter(({ state }) => state === 'waiting' || state === 'unsure' || state === 'sending')
}

function domains(many: number): string {
  return many === 1 ? '1 domain' : `${many.toLocaleString('en')} domains`
}

/** One line for each option that is sent. A password is never shown. */
function lines(options: Options): string[] {
  return optionNames.flatMap((name) => {
    const value = options[name]
    if (value === undefined) return []
    const { label, kind, choices } = optionOf(name)
    if (kind === 'password') return ['New SMTP password']
    if (kind === 'switch') return [`${label}: ${value === true ? 'on' : 'off'}`]
    if (kind === 'duration') return [`${label}: ${value} seconds`]
    return [`${label}: ${choices?.[String(value)] ?? (value === '' ? 'empty' : String(value))}`]
  })
}

function inSubaccount(id: string | null): string {
  return id === null ? '' : `, in its subaccount ${id}`
}
