import type { Keytar } from '../../../src/main/accounts/keychain'

export interface FakeKeytar extends Keytar {
  readonly entries: Map<string, string>
  /** What the next calls do instead of answering: fail, or wait until `release`. */
  mode: 'works' | 'fails' | 'hangs'
  /** Lets everything that hangs go on. */
  release(): void
  /** How often it was called. */
  calls: number
}

/** A keychain in memory that can be broken. */
export function fakeKeytar(): FakeKeytar {
  const entries = new Map<string, string>()
  let hanging: (() => void)[] = []
  const act = async <T>(work: () => T, secret = ''): Promise<T> => {
    fake.calls += 1
    if (fake.mode === 'fails') throw new Error(`the keyring is not there, ${secret}`)
    if (fake.mode === 'hangs') await new Promise<void>((resolve) => hanging.push(resolve))
    return work()
  }
  const fake: FakeKeytar = {
    entries,
    mode: 'works',
    calls: 0,
    release: () => {
      fake.mode = 'works'
      for (const resume of hanging) resume()
      hanging = []
    },
    getPassword: (service, account) => act(() => entries.get(`${service}/${account}`) ?? null),
    setPassword: (service, account, password) =>
      act(() => void entries.set(`${service}/${account}`, password), password),
    deletePassword: (service, account) => act(() => entries.delete(`${service}/${account}`)),
  }
  return fake
}
