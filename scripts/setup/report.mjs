/** A setup step that cannot go on, with what the reader can do about it. Printed without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'
}

/**
 * Prints one short line about a step that does something.
 *
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Runs a script's body. What it answers becomes the exit code; a SetupError is printed as its sentence alone.
 *
 * @param {() => Promise<number>} body
 * @param {() => Promise<void>} cleanUp runs in every case, before the process ends
 */
export async function runScript(body, cleanUp) {
  /** @type {number} */
  let code
  try {
    code = await body()
  } catch (error) {
    process.stderr.write(
      `${error instanceof SetupError ? error.message : error instanceof Error ? error.stack : error}\n`,
    )
    code = 1
  }
  await cleanUp()
  process.exit(code)
}
