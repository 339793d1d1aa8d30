import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { DEFAULT_SETTINGS, Settings } from '../../preload/contract/settings'
import { fieldStore } from './field-table'
import { isResolver, requireResolver } from '../dns/resolvers/resolver-address'
import { resolverServers } from '../dns/resolvers/resolver-servers'

const Stored = { ...Settings.entries, resolver: v.pipe(v.string(), v.check(isResolver)) }

export interface SettingsStore {
  get(): Settings
  /**
   * Changes the named settings and answers all of them.
   *
   * @throws ZonedeskError `invalid` with field `resolver` or `resolvers`; nothing is changed then
   */
  set(changes: { readonly [Name in keyof Settings]?: Settings[Name] | undefined }): Settings
}

export function createSettingsStore(db: Database.Database): SettingsStore {
  const fields = fieldStore(db, 'settings', Stored)
  const get = (): Settings => ({ ...DEFAULT_SETTINGS, ...fields.read() })
  return {
    get,
    set: (changes) => {
      const { resolver, resolvers = [] } = changes
      // Resolvers that are turned off are checked too: they may be turned on later.
      resolverServers(resolvers.map((each) => ({ ...each, enabled: true })))
      fields.write(resolver === undefined ? changes : { ...changes, resolver: requireResolver(resolver) })
      return get()
    },
  }
}
