import { randomBytes } from 'node:crypto'
import { anyDomain, type Context } from './requests/context'
import { DEFAULT_DKIM_KEY_BITS, makeDkimKey } from './records/dkim-keys'
import { enableDomain, type Reinstatement } from './domains/reinstatement'
import type { DisabledNote } from './store/stored-domain'
import { forEachSwitch } from './store/switches'

/** What the provider's own staff does, for which the API has no call. */
export interface BackOffice {
  /**
   * @param note.until a date after which it is enabled again (RFC 1123); never when absent or permanent
   * @throws ZonedeskError `not-found`
   */
  disable(name: string, note: DisabledNote): void
  /** Back to the state its records give it. @throws ZonedeskError `not-found` */
  enable(name: string): void
  /**
   * Hands a domain to a subaccount, which is made when there is none of that id, or back to the main account.
   *
   * @throws ZonedeskError `not-found`
   */
  assign(name: string, subaccountId: string | null): void
  /** Adds a sandbox domain and answers its name. */
  addSandbox(): Promise<string>
}

export function createBackOffice(context: Context, reinstatement: Reinstatement): BackOffice {
  return {
    disable: (name, note) => {
      context.store.setDomain(anyDomain(context, name).seq, { state: 'disabled', disabled: note })
      reinstatement.changed()
    },
    enable: (name) => {
      enableDomain(context, name)
      reinstatement.changed()
    },
    assign: (name, subaccountId) => {
      if (subaccountId !== null) context.store.subaccounts.addUnlessKnown(subaccountId, context.now())
      context.store.setDomain(anyDomain(context, name).seq, { subaccount_id: subaccountId })
    },
    addSandbox: () => addSandbox(context),
  }
}

async function addSandbox({ store, hosts, now }: Context): Promise<string> {
  const name = `sandbox${randomBytes(16).toString('hex')}.${hosts.sandbox}`
  const key = await makeDkimKey(name, hosts.dkimSelector, DEFAULT_DKIM_KEY_BITS)
  store.transaction(() => {
    store.keys.add(key)
    store.keys.setActive(key, true)
    store.addDomain({
      id: randomBytes(12).toString('hex'),
      name,
      type: 'sandbox',
      state: 'active',
      created_at: now(),
      authority: name,
      dkim_host: name,
      dkim_selector: hosts.dkimSelector,
      spam_action: 'disabled',
      ...forEachSwitch(() => false),
      web_prefix: 'email',
      web_scheme: 'http',
      message_ttl: hosts.defaultMessageTtl,
      archive_to: null,
      mailfrom_host: null,
      ips: null,
      pool_id: null,
      smtp_password_hash: null,
      disabled: null,
      subaccount_id: null,
      lookup_failures: [],
    })
  })
  return name
}
