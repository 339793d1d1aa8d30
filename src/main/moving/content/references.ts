import type { RowName } from './rows'

type Row = Readonly<Record<string, unknown>>

/** Knows which rows of a file others lean on: accounts, connections to DNS hosts, and the domains and keys of the embedded service. */
export interface References {
  /** Whether everything that a row leans on came before it. A row that stands is remembered for those that follow. */
  stands(name: RowName, row: Row): boolean
}

export function createReferences(): References {
  const known = new Set<string>()
  const has = (...parts: readonly unknown[]): boolean => known.has(JSON.stringify(parts))
  const keep = (...parts: readonly unknown[]): boolean => {
    known.add(JSON.stringify(parts))
    return true
  }
  return {
    stands(name, row) {
      switch (name) {
        case 'account':
          return keep('account', row['id'])
        case 'zone_connection':
          return keep('connection', row['id'])
        case 'zone_choice':
          return has('connection', row['connection_id'])
        case 'embedded_key':
          return keep('key', row['host'], row['selector'])
        case 'embedded_domain':
          return has('key', row['dkim_host'], row['dkim_selector']) && keep('domain', row['name'])
        case 'embedded_verdict':
        case 'embedded_rotation':
        case 'embedded_tracking':
        case 'embedded_credential':
          return has('domain', row['domain'])
        default:
          return !('account_id' in row) || has('account', row['account_id'])
      }
    },
  }
}
