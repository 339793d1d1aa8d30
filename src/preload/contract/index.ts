import { about } from './about'
import { accounts } from './accounts'
import { application } from './application'
import { autostart } from './autostart'
import { bulk } from './bulk'
import type { AnswerOf, ParsedRequestOf, RequestOf, ResponseOf, Subject } from './channel'
import { checks } from './checks'
import { connections } from './connections'
import { domains } from './domains'
import type { EventName, Events } from './events'
import type { Outcome } from './failure'
import { history } from './history'
import { keys } from './keys'
import { links } from './links'
import { listener } from './listener'
import { moving } from './moving'
import { notes } from './notes'
import { publishing } from './publishing'
import { records } from './records'
import { rotations } from './rotations'
import { samples } from './samples'
import { dnsHosts } from './dns-hosts'
import { settings } from './settings'
import { subaccounts } from './subaccounts'
import { smtpCredentials } from './smtp-credentials'
import { sync } from './sync'
import { tracking } from './tracking'
import { updates } from './updates'
import { watches } from './watches'

/** Every question the renderer may ask, by subject. The only list of channels there is. */
export const contract = {
  about,
  accounts,
  application,
  autostart,
  bulk,
  checks,
  connections,
  domains,
  history,
  keys,
  links,
  listener,
  moving,
  notes,
  publishing,
  records,
  dnsHosts,
  rotations,
  samples,
  settings,
  subaccounts,
  smtpCredentials,
  sync,
  tracking,
  updates,
  watches,
} satisfies Record<string, Subject>
export type Contract = typeof contract
export type SubjectName = keyof Contract

/** What `window.zonedesk` offers. */
export type ZonedeskApi = {
  readonly [S in SubjectName]: {
    readonly [C in keyof Contract[S]]: Contract[S][C] extends infer Ch extends Subject[string]
      ? (request: RequestOf<Ch>) => Promise<Outcome<ResponseOf<Ch>>>
      : never
  }
} & {
  /** Listens to an event; the answer stops listening. */
  on<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void
}

/** What the main process must answer: one handler for each channel, none missing, none more. */
export type Handlers = {
  readonly [S in SubjectName]: {
    readonly [C in keyof Contract[S]]: Contract[S][C] extends infer Ch extends Subject[string]
      ? (request: ParsedRequestOf<Ch>) => AnswerOf<Ch> | Promise<AnswerOf<Ch>>
      : never
  }
}
