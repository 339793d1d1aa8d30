import type { RowName } from '../content/rows'

/** How rows of the file come into a table of the profile. `f` is the row of the file, `m` its account, `h` what is here. */
export interface Merge {
  readonly row: RowName
  /** The table, with its schema. */
  readonly into: string
  /** The columns that tell one row from another, and what the file has for each. */
  readonly key: Readonly<Record<string, string>>
  /** The other columns. */
  readonly content: Readonly<Record<string, string>>
  /** The columns in which a row here can be different from the file's; without one, what is here always stays. */
  readonly compared: readonly string[]
  /** Columns that stay as they are in a row that is here, even where the file wins. */
  readonly stays?: readonly string[]
  /** What to call a row that is different, and what to show of both sides. */
  readonly shown?: { readonly what: string; readonly here: string; readonly file: string }
}

/** How much of a text is shown of each side. */
const EXCERPT = 200

const excerpt = (column: string): string => `substr(${column}, 1, ${EXCERPT})`

/** A preset by its own name, else by its id. */
const presetName = (id: string): string =>
  `coalesce((SELECT json_extract(content, '$.name') FROM profile.own_preset WHERE id = ${id} AND json_valid(content)),
    (SELECT json_extract(content, '$.name') FROM moving.own_preset WHERE id = ${id}), ${id})`

/**
 * The connection here that stands for one of the file, else the file's own id. Only one with the same settings can be
 * it by its name, and one with the same id keeps the settings that are here: so a secret that is here never goes to a
 * server out of a file.
 */
const hereConnection = (file: string): string =>
  `coalesce((SELECT id FROM profile.zone_connection WHERE id = ${file}.id),
    (SELECT id FROM profile.zone_connection
      WHERE settings = ${file}.settings AND name = ${file}.name COLLATE NOCASE ORDER BY rowid LIMIT 1), ${file}.id)`

/** What a connection is called here: one whose name another one has gets the beginning of its id. */
const connectionName = `CASE WHEN EXISTS (SELECT 1 FROM profile.zone_connection AS one
    WHERE one.name = f.name COLLATE NOCASE AND one.id <> ${hereConnection('f')})
  THEN substr(f.name, 1, 50) || ' (' || substr(f.id, 1, 8) || ')' ELSE f.name END`

const connectionWords = (row: string, name: string): string =>
  `${name} || CASE ${row}.read_only WHEN 1 THEN ', read only' ELSE '' END`

export const PROFILE_MERGES: readonly Merge[] = [
  {
    row: 'setting',
    into: 'profile.settings',
    key: { field: 'f.field' },
    content: { value: 'f.value' },
    compared: ['value'],
    shown: { what: 'f.field', here: excerpt('h.value'), file: excerpt('f.value') },
  },
  {
    row: 'own_preset',
    into: 'profile.own_preset',
    key: { id: 'f.id' },
    content: { content: 'f.content' },
    compared: ['content'],
    shown: { what: presetName('f.id'), here: `''`, file: `''` },
  },
  {
    row: 'zone_preset',
    into: 'profile.zone_preset',
    key: { zone: 'f.zone' },
    content: { preset_id: 'f.preset_id' },
    compared: ['preset_id'],
    shown: { what: 'f.zone', here: presetName('h.preset_id'), file: presetName('f.preset_id') },
  },
  {
    row: 'zone_override',
    into: 'profile.zone_override',
    key: { account_id: 'm.here_id', name: 'f.name' },
    content: { zone: 'f.zone' },
    compared: ['zone'],
    shown: { what: 'f.name', here: 'h.zone', file: 'f.zone' },
  },
  {
    row: 'zone_connection',
    into: 'profile.zone_connection',
    key: { id: hereConnection('f') },
    content: {
      name: connectionName,
      settings: 'f.settings',
      read_only: 'f.read_only',
      created_at: 'f.created_at',
    },
    compared: ['name', 'read_only'],
    stays: ['settings', 'created_at'],
    shown: {
      what: 'h.name',
      here: connectionWords('h', 'h.name'),
      file: connectionWords('f', connectionName),
    },
  },
  {
    // One that is here was made where the zones are known.
    row: 'zone_choice',
    into: 'profile.zone_choice',
    key: { apex: 'f.apex' },
    content: {
      connection_id: `(SELECT ${hereConnection('c')} FROM moving.zone_connection AS c WHERE c.id = f.connection_id)`,
      zone_id: 'f.zone_id',
    },
    compared: [],
  },
  {
    row: 'tag',
    into: 'profile.domain_tag',
    key: { account_id: 'm.here_id', name: 'f.name', tag: 'f.tag' },
    content: {
      // A tag has one spelling on all domains: the one that was first.
      spelling: `CASE WHEN EXISTS (SELECT 1 FROM profile.domain_tag AS one WHERE one.tag = f.tag)
        THEN (SELECT one.spelling FROM profile.domain_tag AS one WHERE one.tag = f.tag LIMIT 1) ELSE f.spelling END`,
      changed_at: 'f.changed_at',
    },
    compared: [],
  },
  {
    row: 'note',
    into: 'profile.domain_note',
    key: { account_id: 'm.here_id', name: 'f.name' },
    content: { note: 'f.note', changed_at: 'f.changed_at' },
    compared: ['note'],
    shown: { what: 'f.name', here: excerpt('h.note'), file: excerpt('f.note') },
  },
  {
    // One that runs here knows more than one that ran elsewhere.
    row: 'watch',
    into: 'profile.domain_watch',
    key: { account_id: 'm.here_id', name: 'f.name' },
    content: { content: `json_set(f.content, '$.accountId', m.here_id)` },
    compared: [],
  },
  {
    row: 'draft',
    into: 'profile.drafts',
    key: { form: 'f.form', account_id: 'm.here_id', name: 'f.name' },
    content: { content: 'f.content' },
    compared: ['content'],
    shown: { what: `CASE f.name WHEN '' THEN f.form ELSE f.name END`, here: `''`, file: `''` },
  },
]

/** The rows of the file, with the account here of each where it has one. */
function fromFile({ row, key }: Merge): string {
  const hasAccount = Object.values(key).includes('m.here_id')
  return `moving.${row} AS f${hasAccount ? ' JOIN moving.account_map AS m ON m.file_id = f.account_id' : ''}`
}

function fromBoth(merge: Merge): string {
  const same = Object.entries(merge.key).map(([column, value]) => `h.${column} = ${value}`)
  return `${fromFile(merge)} LEFT JOIN ${merge.into} AS h ON ${same.join(' AND ')}`
}

/** Whether a row is here and is different. */
function isDifferent({ key, content, compared }: Merge): string {
  const differs = compared.map((column) => `h.${column} IS NOT ${content[column] ?? 'NULL'}`)
  return differs.length === 0 ? '0' : `h.${Object.keys(key)[0]} IS NOT NULL AND (${differs.join(' OR ')})`
}

/** Counts the rows of the file as `total`, those that are here as `known`, and those that are different. */
export function countSql(merge: Merge): string {
  return `SELECT count(*) AS total, count(h.${Object.keys(merge.key)[0]}) AS known,
    count(*) FILTER (WHERE ${isDifferent(merge)}) AS different FROM ${fromBoth(merge)}`
}

/** The first rows that are different, as `what`, `here` and `file`; null where none can be. */
export function conflictsSql(merge: Merge): string | null {
  if (merge.shown === undefined) return null
  const { what, here, file } = merge.shown
  return `SELECT ${what} AS what, ${here} AS here, ${file} AS file FROM ${fromBoth(merge)}
    WHERE ${isDifferent(merge)} ORDER BY f.position LIMIT ?`
}

/** Adds what is not here, and replaces what is different when the file is to win. */
export function writeSql(merge: Merge, fileWins: boolean): string {
  const { into, key, content, compared, stays = [] } = merge
  const columns = Object.keys({ ...key, ...content })
  const values = Object.values({ ...key, ...content })
  const replaces = fileWins && compared.length > 0
  const conflict = replaces
    ? `DO UPDATE SET ${Object.keys(content)
        .filter((column) => !stays.includes(column))
        .map((column) => `${column} = excluded.${column}`)
        .join(', ')} WHERE ${compared.map((column) => `h.${column} IS NOT excluded.${column}`).join(' OR ')}`
    : 'DO NOTHING'
  return `INSERT INTO ${into} AS h (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${fromFile(merge)}
    WHERE true ORDER BY f.position ON CONFLICT (${Object.keys(key).join(', ')}) ${conflict}`
}
