import type { DomainKey } from '../../../preload/contract/domain'
import type { Copied } from '../../../preload/contract/records'
import { announce } from '../announce.svelte'
import { api } from '../api'
import { reportFailure } from '../failures.svelte'
import { settings } from '../settings/settings.svelte'
import { counted } from '../words/counted'

/** As long as the place that was copied from says so. */
const SAID_FOR_MS = 1500

/** The field of a record that can be copied alone. */
export type CopiedField = 'name' | 'value' | 'priority'

let last = $state<string | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

async function copy(place: string, copied: Promise<Copied>, said: (result: Copied) => string): Promise<void> {
  try {
    const result = await copied
    last = place
    clearTimeout(timer)
    timer = setTimeout(() => (last = null), SAID_FOR_MS)
    announce(said(result))
  } catch (error) {
    reportFailure(error, 'Copy')
  }
}

/** The one way to the clipboard. A place is any word that tells where "Copied" is to be shown. */
export const copying = {
  /** Whether something was copied from this place just now. */
  from(place: string): boolean {
    return last === place
  },
  field(domain: DomainKey, index: number, field: CopiedField): Promise<void> {
    return copy(
      `${index}:${field}`,
      api.records.copyField({ ...domain, index, field }),
      () => `${field} copied`,
    )
  },
  record(domain: DomainKey, index: number): Promise<void> {
    const request = { ...domain, index, format: settings.copyFormat }
    return copy(`${index}:record`, api.records.copyRecord(request), () => 'Record copied')
  },
  all(domain: DomainKey, which: 'all' | 'failing'): Promise<void> {
    const request = { ...domain, which, format: settings.copyFormat }
    return copy(which, api.records.copyAll(request), ({ records }) => `${counted(records, 'record')} copied`)
  },
  /** @param secret whether the text is a password, which leaves the clipboard after a minute */
  text(place: string, text: string, secret = false): Promise<void> {
    const said = secret ? 'Copied, for one minute' : 'Copied'
    return copy(place, api.records.copyText({ text, secret }), () => said)
  },
}
