import * as v from 'valibot'
import { channel } from './channel'

/** What goes to another computer, kind by kind, in the order in which the window shows them. */
export const MovedKind = v.picklist([
  'accounts',
  'settings',
  'tags',
  'notes',
  'own-hosts',
  'host-choices',
  'connections',
  'watches',
  'drafts',
  'embedded-domains',
  'snapshots',
  'history',
])
export type MovedKind = v.InferOutput<typeof MovedKind>

/** Shortest passphrase that is taken for a new file, in characters. */
export const MIN_PASSPHRASE = 12
/** Longest, in characters. */
const MAX_PASSPHRASE = 1_000

/** A passphrase for a new file. It crosses once, and is neither kept nor logged. */
const NewPassphrase = v.pipe(
  v.string(),
  v.check((text) => [...text].length >= MIN_PASSPHRASE, `Use at least ${MIN_PASSPHRASE} characters.`),
  v.maxLength(MAX_PASSPHRASE, `Use at most ${MAX_PASSPHRASE} characters.`),
)

/** How many things of a kind there are. */
const KindCount = v.object({ kind: MovedKind, count: v.number() })

/** What the file would change of a kind. */
export const PlannedKind = v.object({
  kind: MovedKind,
  /** Only in the file: they are added. */
  added: v.number(),
  /** Here as well, and the same. */
  equal: v.number(),
  /** Here as well, and not the same: the user's choice decides. */
  different: v.number(),
})
export type PlannedKind = v.InferOutput<typeof PlannedKind>

/** One thing that is not the same here and in the file. */
export const MovingConflict = v.object({
  kind: MovedKind,
  /** Which one, such as the name of a domain or of a setting. */
  what: v.string(),
  /** What is here, in short; empty where that cannot be said in a line. */
  here: v.string(),
  /** What the file has. */
  file: v.string(),
})
export type MovingConflict = v.InferOutput<typeof MovingConflict>

/** What a file would change here. */
export const MovingPlan = v.object({
  path: v.string(),
  /** Version of the app that wrote the file. */
  app: v.string(),
  /** When it was written, milliseconds since the epoch. */
  at: v.number(),
  kinds: v.array(PlannedKind),
  /** At most 100. */
  conflicts: v.array(MovingConflict),
  conflictCount: v.number(),
  /** Accounts that are new here, whose API keys have to be entered again. */
  newAccounts: v.array(v.object({ name: v.string(), address: v.string() })),
})
export type MovingPlan = v.InferOutput<typeof MovingPlan>

/** Which side wins where the two are not the same. */
export const ConflictChoice = v.picklist(['here', 'file'])
export type ConflictChoice = v.InferOutput<typeof ConflictChoice>

/** How far a move is. */
export const MovingProgress = v.object({
  /** `saving` and `reading` count octets or rows; the others are one step each. */
  step: v.picklist(['saving', 'reading', 'comparing', 'copying', 'applying']),
  done: v.number(),
  /** 0 where it is not known. */
  total: v.number(),
})
export type MovingProgress = v.InferOutput<typeof MovingProgress>

export const moving = {
  /** What a file would hold now. Fails with `storage`. */
  contents: channel(v.object({}), v.object({ kinds: v.array(KindCount) })),
  /**
   * Asks where and writes everything of the user's own into one file that only the passphrase opens. Null path: the user
   * chose none. Fails with `invalid` (field `passphrase`), `storage`, `refused` while another move is under way, `cancelled`.
   */
  save: channel(
    v.object({ passphrase: NewPassphrase }),
    v.object({
      path: v.nullable(v.string()),
      kinds: v.array(KindCount),
      /** Octets written. */
      size: v.number(),
      /** Entries that could not be read here, and so are not in the file. */
      unreadable: v.number(),
    }),
  ),
  /** Asks for a file and looks at its header. Fails with `invalid` (field `file`), `storage`. */
  choose: channel(v.object({}), v.object({ path: v.nullable(v.string()), size: v.number() })),
  /**
   * Opens the file chosen last and says what it would change; nothing is changed. Fails with `invalid` (field `passphrase`
   * or `file`), `storage`, `not-found` when none was chosen, `refused`, `cancelled`.
   */
  open: channel(
    v.object({
      passphrase: v.pipe(v.string(), v.nonEmpty('Enter the passphrase.'), v.maxLength(MAX_PASSPHRASE)),
    }),
    MovingPlan,
  ),
  /**
   * Makes the changes of the file opened last: all of them or none. Fails with `refused` when what is here changed since,
   * so that the plan no longer holds; open the file again then. Fails with `not-found`, `storage`, `cancelled`.
   */
  apply: channel(
    v.object({ conflicts: ConflictChoice }),
    v.object({
      kinds: v.array(v.object({ kind: MovedKind, added: v.number(), replaced: v.number() })),
      /** Accounts that were added and have no API key here. */
      accounts: v.array(v.object({ id: v.string(), name: v.string() })),
    }),
  ),
  /** Stops what is under way. What has begun to be applied is brought to its end. */
  cancel: channel(v.object({}), v.object({})),
  /** Forgets the file that was chosen, and removes what was read of it. */
  forget: channel(v.object({}), v.object({})),
}
