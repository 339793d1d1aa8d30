import { keyRecord, recordId, type ExpectedRecord } from '../records/record-generation'
import type { Store } from '../store/store'
import type { StoredKey } from '../store/stored-domain'

/** The API's object of a DKIM key. The private half is in no answer. */
export function keyAnswer(key: StoredKey, store: Store) {
  const record = recordOf(key)
  const verdict = store.keys.verdict(key.host, recordId(record))
  return {
    signing_domain: key.host,
    selector: key.selector,
    dns_record: {
      is_active: key.active,
      cached: verdict?.cached ?? [],
      name: record.name,
      record_type: record.type,
      valid: verdict?.valid ?? 'unknown',
      value: record.value,
    },
  }
}

export function recordOf({ host, selector, public_key }: StoredKey): ExpectedRecord {
  return keyRecord({ host, selector, publicKey: public_key })
}
