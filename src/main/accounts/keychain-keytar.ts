import type { KeychainBackend } from './keychain-backend'

/** keytar, which its authors archived in December 2022: all that the app knows of it is in this file. */
export async function openKeytar(): Promise<KeychainBackend> {
  // CommonJS: what it exports is the default, and depending on the loader also the namespace.
  const { default: keytar } = await import('keytar')
  return {
    get: (service, account) => keytar.getPassword(service, account),
    set: (service, account, secret) => keytar.setPassword(service, account, secret),
    delete: async (service, account) => {
      if (await keytar.deletePassword(service, account)) return
      // keytar also answers "nothing deleted" where the entry is in a locked keyring; a read waits for the prompt.
      if ((await keytar.getPassword(service, account)) === null) return
      if (!(await keytar.deletePassword(service, account))) throw new Error('the entry could not be deleted')
    },
  }
}
