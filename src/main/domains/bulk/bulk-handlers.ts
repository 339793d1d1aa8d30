import { readFile, stat } from 'node:fs/promises'
import { MOST_BULK_TEXT, type PlannedRow } from '../../../preload/contract/bulk'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Handlers } from '../../../preload/contract/index'
import { writeWholeFile } from '../../profile/whole-file'
import { decodeText, encodingNotes } from '../../tables/decode-text'
import { requireAccount } from '../../accounts/known-account'
import type { BulkJobs, BulkJobsDependencies } from './bulk-jobs'
import type { EditPlans } from './edit-plans'
import type { AddPlan } from './new-jobs'
import { planRows } from './plan'
import { readBulkInput } from './read-input'

/** Asks the user for a file; null when the user chose none. */
export interface TextFileDialogs {
  /** @param name the file's name to begin with */
  save(name: string): Promise<string | null>
  open(): Promise<string | null>
}

/** Answers the `bulk` channels. */
export function createBulkHandlers(
  jobs: BulkJobs,
  parts: Pick<BulkJobsDependencies, 'isThere' | 'closedSubaccount'> & {
    readonly accountIds: () => readonly string[]
    readonly plans: EditPlans
    readonly dialogs: TextFileDialogs
  },
): Handlers['bulk'] {
  const { accountIds, isThere, closedSubaccount, plans, dialogs } = parts
  const plan = ({ accountId, subaccountId = null, entries, options }: Omit<AddPlan, 'tags' | 'planned'>) => {
    requireAccount([...accountIds()], accountId)
    const closed = subaccountId === null ? null : closedSubaccount(accountId, subaccountId)
    if (closed !== null) throw closed
    return planRows(entries, options, (name) => isThere({ accountId, name }))
  }
  return {
    read: ({ text }) => readBulkInput(text),
    chooseFile: async () => {
      const path = await dialogs.open()
      if (path === null) return null
      const decoded = decodeText(await readBytes(path))
      const { text, unreadable } = decoded
      return { path, text, unreadable, notes: encodingNotes(decoded) }
    },
    plan,
    create(request) {
      const planned = plan(request)
      requireAny(planned)
      return jobs.add({ ...request, planned })
    },
    start({ kind, keys }) {
      const known = [...accountIds()]
      for (const accountId of new Set(keys.map((key) => key.accountId))) requireAccount(known, accountId)
      if (keys.length === 0)
        throw new ZonedeskError('invalid', 'No domain was chosen.', { fix: 'Choose at least one.' })
      return jobs.start(kind, keys)
    },
    planEdit: ({ scope, changes }) => plans.edit(scope, changes),
    planUndo({ id }) {
      const rows = jobs.editedRows(id)
      return plans.undo(id, rows)
    },
    cancelPlan() {
      plans.cancel()
      return {}
    },
    edit: ({ plan: id, without }) => jobs.edit(plans.take(id, without)),
    list: () => jobs.list(),
    rows: ({ id }) => jobs.rows(id),
    pause: ({ id }) => jobs.pause(id),
    resume: ({ id }) => jobs.resume(id),
    cancel: ({ id }) => jobs.cancel(id),
    retry: ({ id }) => jobs.retry(id),
    dismiss({ id }) {
      jobs.dismiss(id)
      return {}
    },
    saveText: async ({ name, text }) => {
      const path = await dialogs.save(name)
      if (path === null) return { path }
      await writeWholeFile(path, text).catch((cause: unknown) => {
        throw new ZonedeskError('storage', `${path} could not be written.`, {
          fix: 'Choose a folder that you can write to and that has space left.',
          cause,
        })
      })
      return { path }
    },
  }
}

function requireAny(planned: readonly PlannedRow[]): void {
  if (planned.some(({ verdict }) => verdict === 'create')) return
  throw new ZonedeskError('invalid', 'None of these domains can be added.', {
    fix: 'Correct the names, or close the dialog.',
  })
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    // Known before it is read, so that a huge file does not fill the memory.
    if ((await stat(path)).size > MOST_BULK_TEXT) throw tooLarge(path)
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof ZonedeskError) throw cause
    throw new ZonedeskError('storage', `${path} could not be read.`, {
      fix: 'Check that the file is there and that you may read it.',
      cause,
    })
  }
}

function tooLarge(path: string): ZonedeskError {
  return new ZonedeskError('invalid', `${path} is larger than ${MOST_BULK_TEXT / 1_000_000} MB.`, {
    fix: 'Check that the file is a list of domains. If it is, split it.',
  })
}
