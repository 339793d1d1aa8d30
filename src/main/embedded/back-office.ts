import { randomBytes } from 'node:crypto'
import { judgedRecords } from './answers'
import { requireDomain, type Context } from './context'
import { DEFAULT_DKIM_KEY_BITS, makeDkimKey } from './dkim-keys'
import { stateByRecords } from './domain-rules'
import type { DisabledNote } from './stored-domain'

/** What the provider's own staff does, for which the API has no call. */
export interface BackOffice {
  /** @throws ZonedeskError `not-found` */
  disable(name: string, note: DisabledNote): void
  /** Back to the state its records give it. @throws ZonedeskError `not-found` */
  enable(name: string): void
  /** Adds a sandbox domain and answers its name. */
  addSandbox(): Promise<string>
}

export function createBackOffice(context: Context): BackOffice {
  return {
    disable: (name, note) => {
      context.store.setDomain(requireDomain(context, name).seq, { state: 'disabled', disabled: note })
    },
    enable: (name) => enable(context, name),
    addSandbox: () => addSandbox(context),
  }
}

function enable(context: Context, name: string): void {
  const { store, hosts } = context
  store.transaction(() => {
    const domain = requireDomain(context, name)
    const state = domain.type === 'sandbox' ? 'active' : stateByRecords(judgedRecords(domain, store, hosts))
    store.setDomain(domain.seq, { state, disabled: null })
  })
}

async function addSandbox({ store, hosts, now }: Context): Promise<string> {
  const name = `sandbox${randomBytes(16).toString('hex')}.${hosts.sandbox}`
  const key = await makeDkimKey(name, hosts.dkimSelector, DEFAULT_DKIM_KEY_BITS)
  store.transaction(() => {
    store.addKey(key)
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
      wildcard: false,
      require_tls: false,
      skip_verification: false,
      use_automatic_sender_security: false,
      web_prefix: 'email',
      web_scheme: 'http',
      encrypt_incoming_message: false,
      webhooks_redact_pii: false,
      message_ttl: hosts.defaultMessageTtl,
      archive_to: null,
      mailfrom_host: null,
      ips: null,
      pool_id: null,
      smtp_password_hash: null,
      disabled: null,
      lookup_failures: [],
    })
  })
  return name
}
