/** Code that the bundler itself writes into what it builds, by the beginning of the module's name. */
const OF_THE_BUNDLER = /^\0?(rolldown|vite)\//

/**
 * @param {string} id a module, as the bundler names it
 * @returns {string | null} the package it is from, as package-lock.json names it, such as `node_modules/svelte`; null for
 *   the app's own modules
 */
export function packageOfModule(id) {
  const path = id.replaceAll('\\', '/')
  const [, bundler] = OF_THE_BUNDLER.exec(path) ?? []
  if (bundler !== undefined) return `node_modules/${bundler}`
  // Packages can be inside packages: everything up to the last one.
  const [found] = /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/?]+/.exec(path) ?? []
  return found ?? null
}

/**
 * @param {Readonly<Record<string, { type: string, modules?: Record<string, { renderedLength: number }> }>>} bundle what
 *   the bundler hands to `generateBundle`
 * @returns {Set<string>} the packages of whose code something is left in the bundle
 */
export function packagesOfBundle(bundle) {
  const packages = new Set()
  for (const { modules = {} } of Object.values(bundle)) {
    for (const [id, { renderedLength }] of Object.entries(modules)) {
      const found = packageOfModule(id)
      if (found !== null && renderedLength > 0) packages.add(found)
    }
  }
  return packages
}

/**
 * @param {Readonly<Record<string, { dev?: boolean }>>} packages of package-lock.json
 * @returns {string[]} those that an installed app has as files beside the bundle: `dependencies`, and what these need
 */
export function packagesBeside(packages) {
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path]) => path)
}
