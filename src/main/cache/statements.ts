import type Database from 'better-sqlite3'

/** Prepares each SQL text once. */
export class Statements {
  readonly #db: Database.Database
  readonly #prepared = new Map<string, Database.Statement<unknown[]>>()

  constructor(db: Database.Database) {
    this.#db = db
  }

  /** The same, answering the first column alone. */
  column(sql: string): Database.Statement<unknown[]> {
    return this.get(sql).pluck()
  }

  get(sql: string): Database.Statement<unknown[]> {
    let statement = this.#prepared.get(sql)
    if (statement === undefined) {
      statement = this.#db.prepare<unknown[]>(sql)
      this.#prepared.set(sql, statement)
    }
    return statement
  }
}
