import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { DEFAULT_SETTINGS, Settings } from '../../preload/contract/settings'
import { fieldStore } from './field-table'
import { isResolver, requireResolver } from '../dns/resolver-address'

const Stored = { ...Settings.entries, resolver: v.pipe(v.string(), v.check(isResolver)) }

export interface SettingsStore {
  get(): Settings
  /**
   * Changes what is named and answers the whole.
   *
   * @throws ZonedeskError `invalid` with field `resolver`; nothing is changed then
   */
  set(changes: { readonly [Name in keyof Settings]?: Settings[Name] | undefined }): Settings
}

export function createSettingsStore(db: Database.Database): SettingsStore {
  const fields = fieldStore(db, 'settings', Stored)
  const get = (): Settings => ({ ...DEFAULT_SETTINGS, ...fields.read() })
  return {
    get,
    set: (changes) => {
      const { resolver } = changes
      fields.write(resolver === undefined ? changes : { ...changes, resolver: requireResolver(resolver) })
      return get()
    },
  }
}
