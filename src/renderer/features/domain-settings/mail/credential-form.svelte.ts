import type { DomainKey } from '../../../../preload/contract/domain'
import {
  type CredentialOutcome,
  wrongLogin,
  wrongPassword,
} from '../../../../preload/contract/smtp-credentials'
import { Form, type Reasons, type Sent } from '../../../parts/forms/form.svelte'
import { api } from '../../../state/api'

export type CredentialField = 'login' | 'password'

interface CredentialValues {
  login: string
  password: string
  maker: 'provider' | 'own'
}

/** The form of a new login, or of another password for one. Nothing of it is kept. */
export class CredentialForm extends Form<CredentialValues, CredentialField> {
  readonly #domain: DomainKey
  readonly #isNew: boolean

  /** @param login the login whose password changes; null for a new login */
  constructor(domain: DomainKey, login: string | null) {
    super({ login: login ?? '', password: '', maker: 'provider' }, ['login', 'password'])
    this.#domain = domain
    this.#isNew = login === null
  }

  get dirty(): boolean {
    return (this.#isNew && this.values.login !== '') || this.values.password !== ''
  }

  protected override reasons(): Reasons<CredentialField> {
    const { login, password, maker } = this.values
    const [ofLogin, ofPassword] = [
      this.#isNew ? wrongLogin(login, this.#domain.name) : null,
      maker === 'own' ? wrongPassword(password) : null,
    ]
    return {
      ...(ofLogin !== null && { login: ofLogin }),
      ...(ofPassword !== null && { password: ofPassword }),
    }
  }

  send(): Promise<Sent<CredentialOutcome, CredentialField>> {
    const { login, password, maker } = this.values
    const request = { ...this.#domain, login, password: maker === 'own' ? password : null }
    return this.submit(() =>
      this.#isNew ? api.smtpCredentials.create(request) : api.smtpCredentials.change(request),
    )
  }
}
