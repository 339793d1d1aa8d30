// Answers calls of a keychain library from another process. Started with the name of the library's package.
import type { KeychainBackend, OpenKeychainBackend } from '../../../../src/main/accounts/keychain-backend'
import { openKeytar } from '../../../../src/main/accounts/keychain-keytar'
import { openNapiKeyring } from '../../../../src/main/accounts/keychain-napi'
import type { LibraryCall, LibraryReply } from './library-process'

const open: OpenKeychainBackend = process.argv[2] === 'keytar' ? openKeytar : openNapiKeyring

async function answer(
  backend: KeychainBackend,
  method: LibraryCall['method'],
  [service = '', account = '', secret = '']: readonly string[],
): Promise<string | null> {
  if (method === 'get') return backend.get(service, account)
  await (method === 'set' ? backend.set(service, account, secret) : backend.delete(service, account))
  return null
}

async function reply({ id, method, args }: LibraryCall): Promise<LibraryReply> {
  try {
    return { id, value: await answer(await open(), method, args) }
  } catch (error) {
    return { id, error: String(error) }
  }
}

process.on('message', (call: LibraryCall) => {
  void reply(call).then((answer) => process.send?.(answer))
})
