// Lets a child process run the sources as they are: Node strips the types, this finds `./file` as `./file.ts`.
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || /\.\w+$/.test(specifier)) return next(specifier, context)
    for (const ending of ['.ts', '/index.ts']) {
      try {
        return next(specifier + ending, context)
      } catch {
        // The next ending, then as written.
      }
    }
    return next(specifier, context)
  },
})
