import type { SearchTerm } from '../../../preload/contract/search-query'

/** A piece of SQL with the values it binds. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** What is true of every row. */
export const ALL: Condition = { sql: '', values: [] }

/** What a row of `domain` must satisfy to be in a list, and how it can be found. */
export interface ListCondition extends Condition {
  /** Statements that answer the numbers of rows; each answers at least every row that satisfies the condition. */
  readonly sources: readonly Source[]
  /** Indexes in the order of names, each of which has every row that satisfies the condition; at least one. */
  readonly indexes: readonly NameIndex[]
  /** The full-text query, whose answer has every row that satisfies the condition; null for none. */
  readonly match: FullTextMatch | null
  /** The first text that the search wants in names; null when it wants none. */
  readonly needle: string | null
  /** What the account's name or id must hold, and must not. */
  readonly accounts: readonly Pick<SearchTerm, 'value' | 'negated'>[]
}

/** A statement that answers the numbers of rows. */
export interface Source extends Condition {
  /** Whether the same rows can be read in the order of names. */
  readonly isOrdered: boolean
  /** Whether it says the whole condition: each row that it answers satisfies it. */
  readonly isAll: boolean
}

/** The rows of an account that an index has in the order of their names. */
export interface NameIndex {
  readonly index: string
  /** What its rows have in common. */
  readonly within: Condition
}

/** A full-text query, https://www.sqlite.org/fts5.html#full_text_query_syntax. */
export interface FullTextMatch {
  readonly text: string
  /** Whether it says the whole condition. */
  readonly isAll: boolean
  /** Whether each text is of three letters or more, which full-text search finds at once. */
  readonly isLong: boolean
}

/** What one word of a search asks of a row, and how rows that satisfy it can be found. */
export interface ConditionPart {
  readonly condition: Condition
  readonly source?: Condition
  /** Whether the source answers only rows that satisfy the condition; not known when absent. */
  readonly isSourceAll?: boolean
  readonly index?: NameIndex
  readonly match?: Pick<FullTextMatch, 'text' | 'isLong'>
}

/** What is true of no row. */
export const NEVER: ConditionPart = {
  condition: { sql: '0', values: [] },
  source: { sql: 'SELECT 1 WHERE 0', values: [] },
}
