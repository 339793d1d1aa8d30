import type { Account, KeepKey, KeychainStatus, WriteMode } from '../../../preload/contract/accounts'
import { announce } from '../../base/announce.svelte'
import { counted } from '../../base/counted'
import { api } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'
import { view } from '../../state/view.svelte'
import { Form, type Reasons } from '../../parts/forms/form.svelte'
import { WRITE_MODE_LABEL } from '../../parts/accounts/write-mode-words'
import { apiKeyError } from './connection-values'
import { keychainStatus } from '../../parts/accounts/keychain-status'
import { ceilingError, ceilingOf } from './pace-words'

/** What of an account is being changed, or that it is being removed. */
export type Doing = 'rename' | 'region' | 'key' | 'pace' | 'remove'

/** From what lets Zonedesk do most to what lets it do least. */
const STRICTNESS: readonly WriteMode[] = ['normal', 'confirm', 'read-only']

interface EditValues {
  name: string
  region: 'us' | 'eu'
  apiKey: string
  keepKey: KeepKey
  ceiling: string
}
type EditField = 'name' | 'apiKey' | 'ceiling'

/** The changes of one account, one at a time. A key lives here and nowhere else until it is sent. */
export class AccountEdit extends Form<EditValues, EditField> {
  doing = $state<Doing | null>(null)
  keychain = $state.raw<KeychainStatus | null>(null)
  /** What is sent at most now, in requests a second; null until that is known. */
  perSecond = $state<number | null>(null)
  testing = $state(false)
  /** Whether a choice that takes effect at once is on its way. */
  switching = $state(false)
  /** What the last test found, such as `Works: 1,204 domains`. */
  works = $state<string | null>(null)
  readonly #account: () => Account

  constructor(account: () => Account) {
    super({ name: '', region: 'us', apiKey: '', keepKey: 'keychain', ceiling: '' }, [
      'name',
      'apiKey',
      'ceiling',
    ])
    this.#account = account
  }

  protected override reasons(): Reasons<EditField> {
    if (this.doing === 'rename') return this.values.name.trim() === '' ? { name: 'Enter a name.' } : {}
    if (this.doing === 'pace') {
      return ceilingOf(this.values.ceiling) === undefined ? { ceiling: ceilingError } : {}
    }
    const wrong = this.doing === 'key' ? apiKeyError(this.values.apiKey) : null
    return wrong === null ? {} : { apiKey: wrong }
  }

  override leave(field: EditField): void {
    // Leaving an empty key is how one gets to the cancel button.
    if (field !== 'apiKey' || this.values.apiKey !== '') super.leave(field)
  }

  /** Begins a change with the account as it is. */
  async start(what: Doing): Promise<void> {
    const { name, region } = this.#account()
    this.doing = what
    this.works = null
    this.values = {
      name,
      region: region === 'eu' ? 'eu' : 'us',
      apiKey: '',
      keepKey: 'keychain',
      ceiling: '',
    }
    this.reset()
    if (what === 'pace') await this.#loadPace()
    if (what !== 'key') return
    this.keychain = await keychainStatus()
    if (!this.keychain.available) this.values.keepKey = 'session'
  }

  async #loadPace(): Promise<void> {
    this.perSecond = null
    try {
      const { perSecond, ceiling } = await api.accounts.pace({ accountId: this.#account().id })
      this.perSecond = perSecond
      this.values.ceiling = ceiling === null ? '' : String(ceiling)
      this.reset()
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  /** Ends it; nothing that was typed stays. */
  stop(): void {
    this.doing = null
    this.values.apiKey = ''
    this.reset()
  }

  /** Sends the change. @returns whether it is made, or the first field that is wrong */
  async send(): Promise<boolean | EditField> {
    const sent = await this.submit(() => this.#send())
    if (!sent.ok) return sent.wrong ?? false
    announce(sent.answer)
    return true
  }

  /** @returns what was done, to be read out */
  async #send(): Promise<string> {
    const { id: accountId, name: before } = this.#account()
    const { name, region, apiKey, keepKey } = this.values
    switch (this.doing) {
      case 'rename':
        await api.accounts.rename({ accountId, name })
        return 'Account renamed'
      case 'region':
        await api.accounts.setRegion({ accountId, region })
        return 'Region changed'
      case 'key':
        await api.accounts.setKey({ accountId, apiKey, keepKey })
        return 'Key replaced'
      case 'pace':
        await api.accounts.setCeiling({ accountId, ceiling: ceilingOf(this.values.ceiling) ?? null })
        return 'Pace changed'
      default:
        await api.accounts.remove({ accountId })
        if (view.selected?.accountId === accountId) view.selected = null
        if (view.accountId === accountId) view.accountId = null
        return `${before} was removed`
    }
  }

  async includeSubaccounts(include: boolean): Promise<void> {
    this.switching = true
    this.forget()
    try {
      await api.accounts.setIncludeSubaccounts({ accountId: this.#account().id, include })
      announce(include ? 'Domains of subaccounts are listed' : 'Domains of subaccounts are no longer listed')
    } catch (error) {
      this.failure = failureOf(error)
    } finally {
      this.switching = false
    }
  }

  /** Whether a mode lets Zonedesk do more than the account lets it now: the person is asked first. */
  loosens(mode: WriteMode): boolean {
    return STRICTNESS.indexOf(mode) < STRICTNESS.indexOf(this.#account().writeMode)
  }

  /** Changes what Zonedesk may change at the provider. */
  async setWriteMode(writeMode: WriteMode): Promise<void> {
    this.switching = true
    this.forget()
    try {
      const { name } = await api.accounts.setWriteMode({ accountId: this.#account().id, writeMode })
      announce(`${name}: ${WRITE_MODE_LABEL[writeMode]}`)
    } catch (error) {
      this.failure = failureOf(error)
    } finally {
      this.switching = false
    }
  }

  /** Asks the provider with the key that is kept. */
  async test(): Promise<void> {
    if (this.testing) return
    this.testing = true
    this.works = null
    this.forget()
    try {
      const { domains } = await api.accounts.test({ accountId: this.#account().id })
      this.works = domains === null ? 'Works' : `Works: ${counted(domains, 'domain')}`
      announce(this.works)
    } catch (error) {
      this.failure = failureOf(error)
    } finally {
      this.testing = false
    }
  }
}
