import * as v from 'valibot'

/**
 * What a package was built from. `npm run package` writes it into the package as `build-info.json`; an app that runs
 * from its sources has none.
 */
export const BuildInfo = v.object({
  /** Whether the Electron inside is a file that the Electron project released. */
  official: v.boolean(),
  /** The version of the Electron inside, such as `45.4.1`. */
  electron: v.string(),
  /** The commit of the sources, forty hexadecimal digits; null when they were not in a clean git tree. */
  commit: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/))),
  /** A copy made for tests obeys the variables that only tests set. Packages for users never do. */
  madeFor: v.picklist(['users', 'tests']),
})
export type BuildInfo = v.InferOutput<typeof BuildInfo>
