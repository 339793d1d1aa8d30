import type Database from 'better-sqlite3'
import { DEFAULT_VIEW, ViewState } from '../../preload/contract/settings'
import { fieldStore } from './field-table'

export interface ViewStore {
  get(): ViewState
  /** Changes the named fields and answers all of them. */
  set(changes: { readonly [Name in keyof ViewState]?: ViewState[Name] | undefined }): ViewState
}

export function createViewStore(db: Database.Database): ViewStore {
  const fields = fieldStore(db, 'view_state', ViewState.entries)
  const get = (): ViewState => ({ ...DEFAULT_VIEW, ...fields.read() })
  return {
    get,
    set: (changes) => {
      fields.write(changes)
      return get()
    },
  }
}
