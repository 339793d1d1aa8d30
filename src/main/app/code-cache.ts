import { readFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { constants, Script } from 'node:vm'

/** What a module's own code is run by; Node documents it under `require.extensions` alone. */
interface CompilingModule {
  exports: unknown
  _compile: (this: CompilingModule, content: string, filename: string, ...more: unknown[]) => unknown
}

/** The file beside the code, which only a package has. One machine's code is of no use to another kind of machine. */
const CACHE = `code-cache-${process.arch}.bin`

/**
 * Has Node take what V8 made of the app's files when it was packed, instead of parsing and compiling them at each start.
 * V8 itself refuses what another version of it made, or was made under other flags or of another text; such a file is
 * compiled as ever.
 *
 * It is part of the package and never written by the app: whoever could write it could have the app run other code than
 * its own. It lies in the archive of the app's files, which Electron checks where it checks the code itself.
 *
 * @param folder where the app's files are, and the cache, if there is one
 * @param onRefused told the name of each file whose compiled code V8 refused
 */
export function useCodeCache(folder: string, onRefused: (file: string) => void): void {
  let cache: ReadonlyMap<string, Buffer>
  try {
    cache = partsOf(readFileSync(join(folder, CACHE)))
  } catch {
    // Only a package has one.
    return
  }
  const prototype = Module.prototype as unknown as CompilingModule
  const compile = prototype._compile
  prototype._compile = function (content, filename, ...more) {
    const cachedData = dirname(filename) === folder ? cache.get(basename(filename)) : undefined
    if (cachedData === undefined) return compile.call(this, content, filename, ...more)
    const script = new Script(Module.wrap(content), {
      ...{ filename, cachedData },
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })
    if (script.cachedDataRejected === true) onRefused(basename(filename))
    const run = script.runInThisContext() as (this: unknown, ...args: unknown[]) => unknown
    return run.call(this.exports, this.exports, createRequire(filename), this, filename, folder)
  }
}

/**
 * The file begins with the length of a list, as 4 bytes with the least first; then comes the list, of names and lengths
 * as JSON, and then the code of each name. It is made by scripts/package/code-cache.
 */
function partsOf(file: Buffer): Map<string, Buffer> {
  const begin = 4 + file.readUInt32LE(0)
  const list = JSON.parse(file.toString('utf8', 4, begin)) as [name: string, length: number][]
  let at = begin
  return new Map(list.map(([name, length]) => [name, file.subarray(at, (at += length))]))
}
