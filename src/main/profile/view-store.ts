import type Database from 'better-sqlite3'
import { ViewState } from '../../preload/contract/settings'
import { fieldStore } from './field-table'

export const DEFAULT_VIEW: ViewState = {
  accountId: null,
  filter: 'all',
  search: '',
  sort: 'name',
  descending: false,
  selected: null,
  tab: 'records',
  sidebarWidth: 200,
  listWidth: 320,
}

export interface ViewStore {
  get(): ViewState
  /** Changes what is named and answers the whole. */
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
