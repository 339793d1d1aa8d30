import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { KeychainBackend } from '../../../../src/main/accounts/keychain-backend'

/** What `library-program.ts` is asked. */
export interface LibraryCall {
  readonly id: number
  readonly method: keyof KeychainBackend
  readonly args: readonly string[]
}

/** What it answers: a value, or why there is none. */
export type LibraryReply = { readonly id: number } & (
  { readonly value: string | null } | { readonly error: string }
)

/**
 * A keychain library in a process of its own. A call that waits for a prompt holds a thread of its process for good, and
 * a process with such a thread cannot end by itself: a test file that made the call would never be over.
 */
export class LibraryProcess {
  readonly #child: ChildProcess
  readonly #waiting = new Map<
    number,
    { resolve: (value: string | null) => void; reject: (error: Error) => void }
  >()
  #calls = 0

  /**
   * @param library the name of the library's package
   * @param env the environment, with the address of the session bus
   */
  constructor(library: string, env: NodeJS.ProcessEnv) {
    const here = import.meta.dirname
    const hooks = pathToFileURL(join(here, '../../cache/typescript-hooks.mjs')).href
    const args = ['--no-warnings', '--import', hooks, join(here, 'library-program.ts'), library]
    this.#child = spawn(process.execPath, args, {
      env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#child.on('message', (reply: LibraryReply) => {
      const call = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if ('value' in reply) call?.resolve(reply.value)
      else call?.reject(new Error(reply.error))
    })
  }

  readonly open = (): Promise<KeychainBackend> =>
    Promise.resolve({
      get: (...args) => this.#ask('get', args),
      set: async (...args) => void (await this.#ask('set', args)),
      delete: async (...args) => void (await this.#ask('delete', args)),
    })

  /** Ends the process, whatever it waits for. Its calls are never answered. */
  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #ask(method: keyof KeychainBackend, args: readonly string[]): Promise<string | null> {
    const id = this.#calls++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      const call: LibraryCall = { id, method, args }
      this.#child.send(call)
    })
  }
}
