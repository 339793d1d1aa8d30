import type Database from 'better-sqlite3'

/** Prepares each SQL text once. */
export class Statements {
  readonly #db: Database.Database
  readonly #prepared = new Map<string, Database.Statement<unknown[]>>()

  #schemas: ReadonlySet<string> | undefined

  constructor(db: Database.Database) {
    this.#db = db
  }

  /** Whether a file is attached under this name. What is attached does not change while the connection is open. */
  has(schema: string): boolean {
    this.#schemas ??= new Set(this.column('SELECT name FROM pragma_database_list').all() as string[])
    return this.#schemas.has(schema)
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
