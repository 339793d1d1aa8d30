import type { FailureCode } from '../../../../preload/contract/failure'
import type { KeyRecord, KeySighting, ReplacedKey } from '../../../../preload/contract/rotation-facts'
import type { StoredRotation } from '../../../profile/rotation-store'
import type { TwoClocks } from './keep-time'
import { pauseAfterTrouble } from './look-pauses'

/** How long a look at DNS counts, in milliseconds: after it, a server may have been changed. */
export const SIGHTING_COUNTS_MS = 3 * 60_000

/** A DKIM key of the signing domain, as the provider just said it. */
export interface KeyFact {
  readonly selector: string
  readonly record: KeyRecord
  /** Whether it signs; null where the provider did not say. */
  readonly signs: boolean | null
}

/** What is known in one turn of a rotation. Nothing of it is older than the last write. */
export interface TurnFacts {
  /** Null before they were read. */
  readonly keys: readonly KeyFact[] | null
  /** Looks at records, by their owner name. */
  readonly looks: ReadonlyMap<string, KeyLook>
  /** The write that was sent last in this turn, and whether the provider refused it; null before there was one. */
  readonly written: (KeyWrite & { readonly refused: FailureCode | null }) | null
  readonly now: TwoClocks
  /** 0 up to 1. */
  readonly random: number
}

/** What the authoritative servers have of a record. */
export interface KeyLook {
  readonly seen: KeySighting
  /** The longest TTL of what they have, in seconds; null where they have nothing. */
  readonly ttl: number | null
  /** Whether every authoritative server says that it has nothing there. */
  readonly nowhere: boolean
}

/** What is asked of the provider. */
export interface KeyWrite {
  readonly operation: 'create' | 'activate' | 'deactivate' | 'delete'
  readonly selector: string
}

/**
 * What comes next.
 *
 * - `read`: the keys are read from the provider
 * - `look`: every authoritative server is asked for a record
 * - `choose`: a selector is chosen that no key and no record has
 * - `become`: the rotation is kept as it is now, and the turn goes on
 * - `write`: the rotation is kept with the note that this is sent, and then it is
 * - `rest`: the rotation is kept, and the turn ends
 */
export type Move =
  | { readonly kind: 'read' }
  | { readonly kind: 'look'; readonly record: KeyRecord }
  | { readonly kind: 'choose'; readonly taken: readonly string[] }
  | { readonly kind: 'become'; readonly rotation: StoredRotation }
  | { readonly kind: 'write'; readonly rotation: StoredRotation; readonly write: KeyWrite }
  | { readonly kind: 'rest'; readonly rotation: StoredRotation }

/** The rotation at another step. */
export function atStep(
  rotation: StoredRotation,
  step: StoredRotation['step'],
  now: TwoClocks,
  sentence: string,
): StoredRotation {
  return { ...rotation, step, stepSince: now.wall, sent: false, looks: 0, seen: null, sentence, fix: '' }
}

export function become(rotation: StoredRotation): Move {
  return { kind: 'become', rotation }
}

/** Sends a write: what is kept before says so. */
export function send(rotation: StoredRotation, write: KeyWrite, sentence: string): Move {
  return {
    kind: 'write',
    write,
    rotation: { ...rotation, sent: true, looks: rotation.looks + 1, sentence, fix: '' },
  }
}

/** What is asked of the provider, and what it still does where it did not do that. */
const ORDERS: Readonly<
  Record<Exclude<KeyWrite['operation'], 'create'>, (selector: string) => { asked: string; still: string }>
> = {
  activate: (selector) => ({
    asked: `sign with ${selector} again`,
    still: 'does not sign with it yet',
  }),
  deactivate: (selector) => ({ asked: `stop signing with ${selector}`, still: 'still signs with it' }),
  delete: (selector) => ({ asked: `delete ${selector}`, still: 'still lists it' }),
}

/** Sends a write about an old key, or about the new one on the way back; waits where it was sent in this turn already. */
export function order(
  rotation: StoredRotation,
  operation: keyof typeof ORDERS,
  selector: string,
  facts: TurnFacts,
): Move {
  const { asked, still } = ORDERS[operation](selector)
  if (facts.written?.operation !== operation || facts.written.selector !== selector) {
    return send(rotation, { operation, selector }, `The provider is asked to ${asked}.`)
  }
  const pause = pauseAfterTrouble(rotation.looks, facts.random)
  return rest(rotation, pause, facts, `The provider was asked to ${asked}, but ${still}.`)
}

/** Nothing more now; the next look is after a pause, in milliseconds. */
export function rest(
  rotation: StoredRotation,
  pause: number,
  { now }: Pick<TurnFacts, 'now'>,
  sentence: string,
  fix = '',
): Move {
  return {
    kind: 'rest',
    rotation: {
      ...rotation,
      state: 'under-way',
      looks: rotation.looks + 1,
      nextAt: now.wall + pause,
      sentence,
      fix,
    },
  }
}

/** Nothing more before a person did something. */
export function person(rotation: StoredRotation, sentence: string, fix: string): Move {
  return { kind: 'rest', rotation: { ...rotation, state: 'needs-person', nextAt: null, sentence, fix } }
}

/** The look at a record, where there was one a moment ago; null otherwise. */
export function lookAt({ looks, now }: TurnFacts, record: KeyRecord): KeyLook | null {
  const look = looks.get(record.name)
  if (look === undefined) return null
  const age = now.wall - look.seen.at
  return age < 0 || age > SIGHTING_COUNTS_MS ? null : look
}

/**
 * Whether two records are of the same key: of the same name, with the same public half, however they are written.
 * Source: RFC 6376 3.6.1, `p=`.
 */
export function isSameKey(a: KeyRecord, b: KeyRecord): boolean {
  return a.name === b.name && publicHalf(a.value) === publicHalf(b.value)
}

function publicHalf(value: string): string {
  const bare = value.replace(/["\s]+/g, '')
  return /(?:^|;)p=([^;]*)/.exec(bare)?.[1] ?? bare
}

/** The old keys as the provider just said them. */
export function oldKeysNow(
  oldKeys: readonly ReplacedKey[],
  keys: readonly KeyFact[],
  now: TwoClocks,
): ReplacedKey[] {
  return oldKeys.map((old) => {
    const key = keys.find(({ selector }) => selector === old.selector)
    if (key === undefined) return { ...old, state: 'deleted' }
    if (key.signs === true) return { ...old, state: 'signs', signedAt: now.wall }
    return { ...old, state: 'rests' }
  })
}

/** `ns2.example.net does not have it`, for those that lack a record. */
export function lackingWords({ zone, servers }: KeySighting): string {
  if (zone === null || servers.length === 0) return 'The name servers of the zone were not found.'
  const names = (standing: (typeof servers)[number]['standing']): string[] => [
    ...new Set(servers.filter((one) => one.standing === standing).map(({ server }) => server)),
  ]
  const sentences = [
    said(names('missing'), 'does not have it', 'do not have it'),
    said(names('different'), 'has something else', 'have something else'),
    said(names('silent'), 'does not answer', 'do not answer'),
  ].filter((words) => words !== '')
  const have = servers.filter(({ standing }) => standing === 'published').length
  const all = have === 0 && names('missing').length > 0 && sentences.length === 1
  return all ? 'No name server of the zone has it.' : `${sentences.join('; ')}.`
}

/** Names in a sentence beyond these are counted. */
const MOST_NAMED = 3

function said(names: readonly string[], one: string, more: string): string {
  const [first] = names
  if (first === undefined) return ''
  if (names.length === 1) return `${first} ${one}`
  if (names.length > MOST_NAMED) return `${names.length} name servers ${more}`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} ${more}`
}
