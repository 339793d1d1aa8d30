import { MIN_PASSPHRASE } from '../../../preload/contract/moving'
import type { Failure } from '../../../preload/contract/failure'
import { Form, type Reasons } from '../../parts/forms/form.svelte'

export type PassphraseField = 'passphrase' | 'repeat'

/** The passphrase of a new file, typed twice. Nothing keeps it: no draft, and nothing after the file is saved. */
export class PassphraseForm extends Form<Record<PassphraseField, string>, PassphraseField> {
  constructor() {
    super({ passphrase: '', repeat: '' }, ['passphrase', 'repeat'])
  }

  protected override reasons(): Reasons<PassphraseField> {
    const { passphrase, repeat } = this.values
    const reasons: Reasons<PassphraseField> = {}
    if ([...passphrase].length < MIN_PASSPHRASE) {
      reasons.passphrase = `Use at least ${MIN_PASSPHRASE} characters: anybody who has the file can try passphrases.`
    }
    if (repeat !== passphrase) reasons.repeat = 'The two are not the same.'
    return reasons
  }

  /** Puts a passphrase that was made up into both fields: it can be read and copied, so nobody has to type it twice. */
  take(passphrase: string): void {
    this.values = { passphrase, repeat: passphrase }
    this.forget()
  }

  /** The first field that is wrong; null when the passphrase can be used. */
  wrong(): PassphraseField | null {
    return this.judge()
  }

  /** Shows why the passphrase was refused. */
  showRefusal(failure: Failure): PassphraseField | null {
    return this.show(failure)
  }

  get dirty(): boolean {
    return this.values.passphrase !== '' || this.values.repeat !== ''
  }

  clear(): void {
    this.values = { passphrase: '', repeat: '' }
    this.reset()
  }
}
