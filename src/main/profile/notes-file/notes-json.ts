import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import { parseJson } from '../json-text'
import type { FiledNotes, FileProblem, NotesFile, NotesToFile } from './filed-notes'

const FORMAT = 'zonedesk-notes'
const VERSION = 1

const Whole = v.object({
  format: v.literal(FORMAT),
  version: v.number(),
  domains: v.array(v.unknown()),
})

const Text = v.optional(v.string('This must be text.'), '')
const Entry = v.object({
  accountId: Text,
  account: Text,
  name: v.string('The name of the domain is missing.'),
  tags: v.optional(v.array(v.string('A tag must be text.'), 'The tags must be a list of texts.'), []),
  note: Text,
})

/**
 * One object with a list of domains, each on a line of its own, so that two exports compare line by line.
 *
 * @param at when it is written, milliseconds since the epoch
 */
export function writeNotesJson(domains: readonly NotesToFile[], at: number): string {
  const lines = domains.map(({ accountId, account, name, tags, note, changedAt }) =>
    JSON.stringify({
      accountId,
      account,
      name,
      tags,
      note,
      changedAt: changedAt === null ? null : new Date(changedAt).toISOString(),
    }),
  )
  const head = JSON.stringify({ format: FORMAT, version: VERSION, exportedAt: new Date(at).toISOString() })
  const list = lines.length === 0 ? '[]' : `[\n  ${lines.join(',\n  ')}\n]`
  return `${head.slice(0, -1)},"domains":${list}}\n`
}

/** @throws ZonedeskError `invalid` when it is no file of tags and notes, or of a newer version */
export function readNotesJson(text: string): NotesFile {
  const whole = v.safeParse(Whole, parseJson(text))
  if (!whole.success) {
    throw new ZonedeskError('invalid', 'The file is not a JSON file of tags and notes.', {
      fix: 'Choose a file that Zonedesk exported, or a CSV file whose name ends with .csv.',
    })
  }
  if (whole.output.version > VERSION) {
    throw new ZonedeskError('invalid', 'The file was written by a newer version of Zonedesk.', {
      fix: 'Update Zonedesk, or export as CSV from the newer version.',
    })
  }
  const entries: FiledNotes[] = []
  const problems: FileProblem[] = []
  whole.output.domains.forEach((value, index) => {
    const where = `Entry ${index + 1}`
    const entry = v.safeParse(Entry, value)
    if (entry.success) entries.push({ where, ...entry.output })
    else problems.push({ where, message: entry.issues[0].message })
  })
  return { entries, problems, notes: [] }
}
