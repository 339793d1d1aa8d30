import type { KeyPlace } from '../../../preload/contract/dkim-keys'
import type { DomainKey } from '../../../preload/contract/domain'
import type { RecordScope } from '../../../preload/contract/export-format'
import type { Copied } from '../../../preload/contract/records'
import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { settings } from '../../state/settings.svelte'
import { dismissToastsAbout, toast } from '../../state/toasts.svelte'
import { counted } from '../../base/counted'

/** What is said of it holds until something else is copied. */
const CLIPBOARD = 'clipboard'
/** As long as the place that was copied from says so. */
const SAID_FOR_MS = 1500

let last = $state<string | null>(null)
let times = $state(0)
let timer: ReturnType<typeof setTimeout> | undefined

/** @returns whether it is on the clipboard; a failure is told here */
async function copy(
  place: string,
  copied: Promise<Copied>,
  said: (result: Copied) => string,
): Promise<boolean> {
  try {
    const result = await copied
    last = place
    times += 1
    clearTimeout(timer)
    timer = setTimeout(() => (last = null), SAID_FOR_MS)
    announce([said(result), ...result.notes].join('. '))
    dismissToastsAbout(CLIPBOARD)
    tellOfLeftOut(result)
    tellOfNotes(result)
    return true
  } catch (error) {
    reportFailure(error, 'Copy')
    return false
  }
}

/** What is not on the clipboard must not go unnoticed. */
function tellOfLeftOut({ leftOut }: Copied): void {
  const [first] = leftOut
  if (first === undefined) return
  const more = leftOut.length === 1 ? '' : ` ${counted(leftOut.length - 1, 'more record')} too.`
  toast({
    severity: 'warn',
    message: `The ${first.type} record ${first.name} was left out.`,
    fix: `${first.reason}${more}`,
    about: CLIPBOARD,
  })
}

/** What must be known before it is pasted. */
function tellOfNotes({ notes: [first, ...more] }: Copied): void {
  if (first === undefined) return
  toast({ severity: 'info', message: first, fix: more.join(' '), about: CLIPBOARD })
}

/** The one way to the clipboard. A place is any word that tells where "Copied" is to be shown. */
export const copying = {
  /** How often something was copied since the window opened. */
  get times(): number {
    return times
  },
  /** Whether something was copied from this place just now. */
  from(place: string): boolean {
    return last === place
  },
  record(domain: DomainKey, index: number): Promise<boolean> {
    const request = { ...domain, index, format: settings.copyFormat }
    return copy(`${index}:record`, api.records.copyRecord(request), () => 'Record copied')
  },
  /** The record of one DKIM key. */
  key(place: string, key: KeyPlace): Promise<boolean> {
    const request = { ...key, format: settings.copyFormat }
    return copy(place, api.records.copyKey(request), () => 'Record copied')
  },
  all(domain: DomainKey, which: RecordScope): Promise<boolean> {
    const request = { ...domain, which, format: settings.copyFormat }
    return copy(which, api.records.copyAll(request), ({ records }) => `${counted(records, 'record')} copied`)
  },
  /**
   * @param label what the text is, such as a form's field, for people who hear the page
   * @param notes what to know before it is pasted, one sentence each
   */
  named(place: string, text: string, label: string, notes: readonly string[] = []): Promise<boolean> {
    const copied = api.records.copyText({ text }).then((result) => ({ ...result, notes: [...notes] }))
    return copy(place, copied, () => `${label} copied`)
  },
  /** @param secret whether the text is a password, which leaves the clipboard after a minute */
  text(place: string, text: string, secret = false): Promise<boolean> {
    const said = secret ? 'Copied, for one minute' : 'Copied'
    return copy(place, api.records.copyText({ text, secret }), () => said)
  },
}
