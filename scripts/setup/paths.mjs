import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The clone's folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** What the scripts keep between runs and git ignores: the development runtime, a keyring, notes. */
export const RUNTIME = join(ROOT, '.runtime')

/**
 * @param {string[]} parts
 * @returns {string} a path inside node_modules
 */
export function moduleFile(...parts) {
  return join(ROOT, 'node_modules', ...parts)
}
