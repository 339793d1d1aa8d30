/** What a file says about one domain. */
export interface FiledNotes {
  /** Where in the file, in words, such as `Line 12`. */
  readonly where: string
  /** The account's id where the file was written; empty when the file names none. */
  readonly accountId: string
  /** The account's name; empty when the file names none. */
  readonly account: string
  /** The domain's name as the file has it. */
  readonly name: string
  readonly tags: readonly string[]
  /** Empty for none. */
  readonly note: string
}

/** A part of a file that cannot be taken. */
export interface FileProblem {
  readonly where: string
  readonly message: string
}

export interface NotesFile {
  readonly entries: readonly FiledNotes[]
  readonly problems: readonly FileProblem[]
  /** What was found out about the file as a whole, one sentence each. */
  readonly notes: readonly string[]
}

/** One domain as it is written. */
export interface NotesToFile extends Omit<FiledNotes, 'where'> {
  /** Milliseconds since the epoch; null when it is not known. */
  readonly changedAt: number | null
}
