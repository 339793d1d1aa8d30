import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Scope } from '../requests/context'
import { DEFAULT_DKIM_KEY_BITS, makeDkimKey } from '../records/dkim-keys'
import { atom, oneOf } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import { KEY_EXISTS, missingParameter } from '../records/messages'
import type { NewKey } from '../store/stored-domain'
import { keyAnswer } from './key-answers'
import { importPrivateKey } from './private-key'
import { requireSigningDomain } from './signing-domain'

const KeyForm = v.object({
  signing_domain: v.string(),
  selector: atom('selector'),
  bits: v.exactOptional(oneOf('bits', ['1024', '2048'])),
  pem: v.exactOptional(v.string()),
})

/**
 * `POST /v1/dkim/keys`: makes a key, or takes in one that is given as `pem`. It signs once it is activated. Beside a
 * `pem`, `bits` says nothing.
 *
 * @throws ZonedeskError `invalid` for a bad value, `not-found`, `already-exists` for a selector in use
 */
export async function createKey(scope: Scope, parameters: Parameters) {
  for (const field of ['signing_domain', 'selector']) {
    if (parameters[field] === undefined)
      throw new ZonedeskError('invalid', missingParameter(field), { field })
  }
  const form = parseParameters(KeyForm, parameters)
  const { store } = scope
  const { name } = requireSigningDomain(scope, form.signing_domain)
  requireFree(scope, name, form.selector)
  const key = await keyOf(name, form)
  store.transaction(() => {
    requireSigningDomain(scope, name)
    requireFree(scope, name, form.selector)
    store.keys.add(key)
  })
  return keyAnswer({ ...key, active: false }, store)
}

async function keyOf(host: string, { selector, bits, pem }: v.InferOutput<typeof KeyForm>): Promise<NewKey> {
  if (pem !== undefined && pem !== '') return { host, selector, ...importPrivateKey(pem) }
  return makeDkimKey(host, selector, bits === '2048' ? 2048 : DEFAULT_DKIM_KEY_BITS)
}

function requireFree({ store }: Scope, host: string, selector: string): void {
  if (store.keys.get(host, selector) === null) return
  throw new ZonedeskError('already-exists', KEY_EXISTS, { field: 'selector' })
}
