import type { DkimKeyBits } from '../../../../preload/contract/dkim-keys'
import { type FailureCode, ZonedeskError } from '../../../../preload/contract/failure'
import type { KeyRecord } from '../../../../preload/contract/rotation-facts'
import { withConfirmedWrites } from '../../../accounts/writes/confirmed'
import type { StoredRotation } from '../../../profile/rotation-store'
import { isSurelyUnsent } from './after-failure'
import type { TwoClocks } from './keep-time'
import type { KeyFact, KeyLook, KeyWrite, Move, TurnFacts } from './move'
import { keyOwnerName, selectorNames } from './selector'

/** Names of a new key that are looked up in DNS. */
const MOST_NAMES_ASKED = 4

/** Calls about the keys of a signing domain. Each throws `ZonedeskError`. */
export interface RotationCalls {
  /** Every key of the signing domain; it fails with `bad-answer` where one of them could not be read. */
  read(accountId: string, signingDomain: string, signal: AbortSignal): Promise<readonly KeyFact[]>
  /** @returns the record of the key that was made */
  create(accountId: string, signingDomain: string, selector: string, bits: DkimKeyBits): Promise<KeyRecord>
  activate(accountId: string, signingDomain: string, selector: string): Promise<void>
  deactivate(accountId: string, signingDomain: string, selector: string): Promise<void>
  delete(accountId: string, signingDomain: string, selector: string): Promise<void>
}

/** What a rotation asks and changes outside the app. */
export interface RotationReach {
  readonly calls: RotationCalls
  /** Asks every authoritative server for a key's record. @throws the signal's reason when it is stopped */
  readonly look: (accountId: string, record: KeyRecord, signal: AbortSignal) => Promise<KeyLook>
  /** Whether DNS has something at a name; null when nobody answers. @throws the signal's reason when it is stopped */
  readonly isNameTaken: (accountId: string, name: string, signal: AbortSignal) => Promise<boolean | null>
  /** Why nothing may be changed in an account now; null when it may, as when absent. */
  readonly readOnly?: (accountId: string) => ZonedeskError | null
  readonly clocks: () => TwoClocks
}

/** What is known in a turn, apart from its time. */
export type KnownFacts = Omit<TurnFacts, 'now' | 'random'>

/**
 * Makes one move of a rotation.
 *
 * @returns what is known after the move; null when the turn is over
 * @throws ZonedeskError of the calls; what `look` and `isNameTaken` throw; what `keep` throws, before anything is sent
 */
export type MakeMove = (
  rotation: StoredRotation,
  move: Move,
  facts: KnownFacts,
  signal: AbortSignal,
) => Promise<KnownFacts | null>

/**
 * @param kept.get a rotation as it is kept now; undefined when it is gone
 * @param kept.keep keeps a rotation; with `durable` it stands on the disk before it returns
 * @param random 0 up to 1
 */
export function createMakeMove(
  { calls, look, isNameTaken, readOnly, clocks }: RotationReach,
  kept: {
    readonly get: (id: number) => StoredRotation | undefined
    readonly keep: (rotation: StoredRotation, durable?: boolean) => void
  },
  random: () => number,
): MakeMove {
  const { get, keep } = kept

  async function make(
    rotation: StoredRotation,
    move: Move,
    facts: KnownFacts,
    signal: AbortSignal,
  ): Promise<KnownFacts | null> {
    const { accountId, signingDomain } = rotation
    const at = { lastAt: clocks().wall }
    switch (move.kind) {
      case 'read': {
        const keys = await calls.read(accountId, signingDomain, signal)
        signal.throwIfAborted()
        keep({ ...rotation, ...at, readAt: clocks().wall })
        return { ...facts, keys }
      }
      case 'look': {
        const seen = await look(accountId, move.record, signal)
        // Asking DNS takes its time: keys that were read before it count no more.
        return { ...facts, keys: null, looks: new Map([...facts.looks, [move.record.name, seen]]) }
      }
      case 'choose':
        keep({ ...rotation, ...at, newKey: await chosen(rotation, move.taken, signal) })
        return { ...facts, keys: null }
      case 'become':
        keep({ ...move.rotation, ...at, state: 'under-way' })
        return facts
      case 'rest':
        keep({ ...move.rotation, ...at })
        return null
      case 'write': {
        requireWritable(accountId)
        keep({ ...move.rotation, ...at, state: 'under-way' }, true)
        // A person agreed to all of its writes when the rotation began.
        const refused = await withConfirmedWrites([accountId], () => sent(move.rotation, move.write))
        keep({ ...(get(rotation.id) ?? move.rotation), sent: false })
        return { keys: null, looks: facts.looks, written: { ...move.write, refused } }
      }
    }
  }

  async function sent(
    { accountId, signingDomain, bits, id }: StoredRotation,
    { operation, selector }: KeyWrite,
  ): Promise<FailureCode | null> {
    try {
      if (operation === 'create') {
        const record = await calls.create(accountId, signingDomain, selector, bits)
        const rotation = get(id)
        // By this a key that somebody else makes under the same name is told from the rotation's own.
        if (rotation?.newKey?.selector === selector)
          keep({ ...rotation, newKey: { ...rotation.newKey, record } })
      } else await calls[operation](accountId, signingDomain, selector)
      return null
    } catch (error) {
      if (error instanceof ZonedeskError) {
        const { code } = error.failure
        if (isSurelyUnsent(error.failure)) {
          const rotation = get(id)
          if (rotation !== undefined) keep({ ...rotation, sent: false })
        }
        // What is there now is read, and decides.
        if (code === 'already-exists' && operation === 'create') return code
        if (code === 'not-found' && operation !== 'create') return code
      }
      throw error
    }
  }

  /** A selector that no key has, and at whose name DNS has nothing. */
  async function chosen(
    { accountId, signingDomain }: StoredRotation,
    taken: readonly string[],
    signal: AbortSignal,
  ): Promise<StoredRotation['newKey']> {
    const names = selectorNames(clocks().wall, new Set(taken), random())
    for (const selector of names.slice(0, MOST_NAMES_ASKED)) {
      const isTaken = await isNameTaken(accountId, keyOwnerName(selector, signingDomain), signal)
      if (isTaken === null) {
        throw new ZonedeskError('offline', `No name server of ${signingDomain} answers.`, {
          fix: 'Check the network. Then look at the registrar which name servers the domain has.',
        })
      }
      if (!isTaken) return { selector, record: null, asked: false }
    }
    const [first] = names
    const probe = keyOwnerName(`zd${Math.floor(random() * 1e9).toString(36)}`, signingDomain)
    // A wildcard answers for every name, and no longer does so where a record stands.
    if (first !== undefined && (await isNameTaken(accountId, probe, signal)) === true) {
      return { selector: first, record: null, asked: false }
    }
    throw new ZonedeskError('refused', `The names for a new key of ${signingDomain} are all taken in DNS.`, {
      fix: 'Remove the records of deleted keys from the zone. Then have the rotation go on.',
    })
  }

  function requireWritable(accountId: string): void {
    const refusal = readOnly?.(accountId) ?? null
    if (refusal !== null) throw refusal
  }

  return make
}
