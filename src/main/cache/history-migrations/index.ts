import type { Migration } from '../../sqlite/migrations'
import { up as history } from './001-history'
import { up as taken } from './002-taken'
import { up as repeats } from './003-repeats'

/**
 * Every step of the schema of `history.sqlite`, in order, run on that file alone: its tables are named without a
 * schema here, and as `history.…` where it is attached. Steps never change once released.
 */
export const HISTORY_MIGRATIONS: readonly Migration[] = [
  { version: 1, up: history },
  { version: 2, up: taken },
  { version: 3, up: repeats },
]
