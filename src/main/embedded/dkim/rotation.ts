import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import { recordsOf } from '../records/answers'
import { requireDomain, type Scope } from '../requests/context'
import { keyZoneLabel } from '../records/dkim-keys'
import { yesNo } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import {
  INTERVAL_TOO_SHORT,
  missingParameter,
  NOT_ROTATED_UNDER_KEYS,
  notRotatable,
  ROTATED,
} from '../records/messages'
import { ALIAS_SELECTORS } from '../records/record-generation'
import type { StoredDomain } from '../store/stored-domain'
import type { StoredRotation } from '../store/rotation-table'

const HOUR_MS = 60 * 60 * 1000
const UNITS = { h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS }
/** Source: API, `PUT /v1/dkim_management/domains/{name}/rotation`. */
const LEAST_MS = 5 * UNITS.d
/** What the service takes when no interval was ever named. The reference names none. */
const DEFAULT_INTERVAL = '30d'
/** The main account has an id at the provider, and none here. */
const MAIN_ACCOUNT = '0'.repeat(24)

const RotationForm = v.object({
  rotation_enabled: yesNo('rotation_enabled'),
  rotation_interval: v.exactOptional(v.string()),
})

/**
 * `PUT /v1/dkim_management/domains/{name}/rotation`: whether and how often the keys behind the CNAME pair of automatic
 * sender security are rotated. Without `rotation_interval` the one before stays.
 *
 * @throws ZonedeskError `not-found` for a domain without automatic sender security, `invalid`
 */
export function setRotation(scope: Scope, name: string, parameters: Parameters) {
  const { store } = scope
  requireRotated(scope, name)
  if (parameters['rotation_enabled'] === undefined) {
    throw new ZonedeskError('invalid', missingParameter('rotation_enabled'))
  }
  const { rotation_enabled: enabled, rotation_interval } = parseParameters(RotationForm, parameters)
  if (rotation_interval !== undefined) requireInterval(rotation_interval)
  return store.transaction(() => {
    const domain = requireRotated(scope, name)
    const before = rotationNow(scope, domain)
    const since = enabled && !before.enabled ? scope.now() : before.since
    const rotation = { ...before, enabled, every: rotation_interval ?? before.every, since }
    store.rotations.set(domain.seq, rotation)
    return { domain: rotationAnswer(scope, domain, rotation) }
  })
}

/**
 * `POST /v1/dkim_management/domains/{name}/rotate`: the other key of the pair signs from now on.
 *
 * @throws ZonedeskError `not-found`, `refused` for a domain whose CNAME pair is not verified
 */
export function rotateNow(scope: Scope, name: string) {
  const { store, now } = scope
  store.transaction(() => {
    const domain = requireRotated(scope, name)
    const state = rotationState(domain)
    if (state !== 'enabled') throw new ZonedeskError('refused', notRotatable(state))
    const before = rotationNow(scope, domain)
    store.rotations.set(domain.seq, {
      ...{ ...before, active_selector: otherSelector(before.active_selector), since: now() },
    })
  })
  return { message: ROTATED }
}

/** The rotation as it stands: those that fell due since it was written have happened. */
function rotationNow({ store, now }: Scope, domain: StoredDomain): StoredRotation {
  const stored = store.rotations.get(domain.seq)
  if (stored === null) {
    const [first] = ALIAS_SELECTORS
    return { enabled: false, every: DEFAULT_INTERVAL, active_selector: first, since: now() }
  }
  const every = intervalMs(stored.every)
  if (!stored.enabled || every === null || rotationState(domain) !== 'enabled') return stored
  const times = Math.max(0, Math.floor((now() - stored.since) / every))
  const active_selector = times % 2 === 0 ? stored.active_selector : otherSelector(stored.active_selector)
  return { ...stored, active_selector, since: stored.since + times * every }
}

function rotationAnswer(scope: Scope, domain: StoredDomain, rotation: StoredRotation) {
  const { store, hosts } = scope
  const aliases = recordsOf(domain, store, hosts).filter(({ role }) => role === 'dkim-alias')
  return {
    id: domain.id,
    account_id: domain.subaccount_id ?? MAIN_ACCOUNT,
    sid: keyZoneLabel(domain.dkim_host),
    name: domain.name,
    state: rotationState(domain),
    active_selector: rotation.active_selector,
    rotation_enabled: String(rotation.enabled),
    rotation_interval: rotation.every,
    records: aliases.map(({ name, type, value }) => ({
      ...{ name, type, identifier: name.slice(0, name.indexOf('.')), value, comment: '' },
    })),
  }
}

/** `wait_verify` is recorded, `enabled` is what that answer asks for; `disabled` follows them. */
function rotationState({ state }: StoredDomain): 'enabled' | 'wait_verify' | 'disabled' {
  if (state === 'disabled') return 'disabled'
  return state === 'active' ? 'enabled' : 'wait_verify'
}

function requireRotated(scope: Scope, name: string): StoredDomain {
  const domain = requireDomain(scope, name)
  if (!domain.use_automatic_sender_security) throw new ZonedeskError('not-found', NOT_ROTATED_UNDER_KEYS)
  return domain
}

function requireInterval(text: string): void {
  const every = intervalMs(text)
  if (every === null) {
    throw new ZonedeskError(
      'invalid',
      'rotation_interval must be a number of hours, days or weeks, such as 5d',
    )
  }
  if (every < LEAST_MS) throw new ZonedeskError('invalid', INTERVAL_TOO_SHORT)
}

/** @returns milliseconds; null for a text that is no interval */
function intervalMs(text: string): number | null {
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? []
  return count === undefined ? null : Number(count) * UNITS[unit as keyof typeof UNITS]
}

function otherSelector(selector: string): string {
  return ALIAS_SELECTORS.find((other) => other !== selector) ?? selector
}
