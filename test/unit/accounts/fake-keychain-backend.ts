import type { KeychainBackend } from '../../../src/main/accounts/keychain-backend'

export interface FakeKeychainBackend extends KeychainBackend {
  readonly entries: Map<string, string>
  /** What the next calls do instead of answering: fail, or wait until `release`. */
  mode: 'works' | 'fails' | 'hangs'
  /** Lets everything that hangs go on. */
  release(): void
  /** How often it was called. */
  calls: number
}

/** A keychain in memory that can be broken. */
export function fakeKeychainBackend(): FakeKeychainBackend {
  const entries = new Map<string, string>()
  let hanging: (() => void)[] = []
  const act = async <T>(work: () => T, secret = ''): Promise<T> => {
    fake.calls += 1
    if (fake.mode === 'fails') throw new Error(`the keyring is not there, ${secret}`)
    if (fake.mode === 'hangs') await new Promise<void>((resolve) => hanging.push(resolve))
    return work()
  }
  const fake: FakeKeychainBackend = {
    entries,
    mode: 'works',
    calls: 0,
    release: () => {
      fake.mode = 'works'
      for (const resume of hanging) resume()
      hanging = []
    },
    get: (service, account) => act(() => entries.get(`${service}/${account}`) ?? null),
    set: (service, account, secret) => act(() => void entries.set(`${service}/${account}`, secret), secret),
    delete: (service, account) => act(() => void entries.delete(`${service}/${account}`)),
  }
  return fake
}
